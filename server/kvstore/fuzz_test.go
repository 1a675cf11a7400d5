package kvstore_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
)

// FuzzStored puts any bytes where records were: they are absent, an error, or a record that can be changed and read again. Nothing but
// what was sealed here is ever a token or a verifier.
func FuzzStored(f *testing.F) {
	for _, value := range []string{
		"", "null", "{}", "[]", "0", `""`, "{", "\xff", `{"v":1}`, `{"v":99,"instances":[{"id":"i","state":1,"new":{}}],"more":1}`,
		`{"instances":[null,{"state":-5,"created_at":-9223372036854775808}]}`, `{"sealed":"AQ=="}`, `{"sealed":"","user_id":"u","app":"app"}`,
		`{"user_id":"u","sealed":null,"intent":null}`, `{"owners":null}`, `{"owners":["u","u",""]}`, `{"number":-1,"id":"i"}`, `{"number":1,"id":"i"}`,
		`{"ZoomID":"z","zoom_id":1}`, "-99999999999999999999", "1777627801234", `{"sealed":"` + strings.Repeat("A", 80) + `","expires_at":1e3}`,
	} {
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		kv := &kvtest.KV{}
		keys := everyKey(t, kv)
		spoil := func() {
			for _, key := range keys {
				require.NoError(t, kv.Set(t.Context(), key, value, 0))
			}
		}
		spoil()
		readsConnection(t, kv, value)
		spoil()
		readsSignIn(t, kv)
		spoil()
		readsMeetings(t, kv)
		spoil()
		_, _ = kvstore.Upgrade{KV: kv}.FirstActivation(t.Context(), created)
		_, err := kvstore.Upgrade{KV: kv}.PostOf(t.Context(), "uuid")
		require.NoError(t, err)
	})
}

// everyKey stores one of everything and returns the keys.
func everyKey(t *testing.T, kv *kvtest.KV) []string {
	t.Helper()
	attempts := kvstore.Attempts{KV: kv, Key: func() string { return "k" }}
	store := kvstore.Meetings{KV: kv}
	started := meeting.Instance{ID: "i", Number: 1, ChannelID: "c", CreatedAt: created}
	require.NoError(t, store.Create(t.Context(), started))
	_, err := store.SetLatest(t.Context(), started, meeting.Instance{})
	require.NoError(t, err)
	require.NoError(t, connectionsOf(kv).Put(t.Context(), "u", connection()))
	require.NoError(t, attempts.Remember(t.Context(), "u", "key", oauth.Intent{Topic: "T"}, time.Hour))
	require.NoError(t, attempts.Begin(t.Context(), "state", oauth.Attempt{UserID: "u", Owner: "u", Verifier: "v"}, time.Hour))
	_, err = kvstore.Upgrade{KV: kv}.FirstActivation(t.Context(), created)
	require.NoError(t, err)
	keys := []string{"zoomtoken_other", "zoomSuperUserToken_", "post_meeting_uuid"}
	for key := range kv.Values() {
		keys = append(keys, key)
	}
	require.Len(t, keys, 3+7)
	return keys
}

func readsConnection(t *testing.T, kv *kvtest.KV, value []byte) {
	t.Helper()
	store := connectionsOf(kv)
	for _, owner := range []string{"u", "other", oauth.Account} {
		got, err := store.Load(t.Context(), owner)
		require.Empty(t, got.Token.Access)
		require.Empty(t, got.Token.Refresh)
		if err != nil {
			require.True(t, errors.Is(err, oauth.ErrNotConnected) || errors.Is(err, oauth.ErrReconnect), err)
			continue
		}
		require.Equal(t, string(value), got.Revision)
		_, removed, err := store.Swap(t.Context(), owner, got)
		require.NoError(t, err)
		require.True(t, removed)
	}
	_, _ = store.Owners(t.Context(), "Z")
	require.NoError(t, kv.Set(t.Context(), "connection_u", value, 0))
	_ = store.Put(t.Context(), "u", connection()) // A list that makes no sense is an error.
}

func readsSignIn(t *testing.T, kv *kvtest.KV) {
	t.Helper()
	attempts := kvstore.Attempts{KV: kv, Key: func() string { return "k" }}
	got, err := attempts.Take(t.Context(), "state", "u")
	require.Zero(t, got)
	require.True(t, errors.Is(err, oauth.ErrBadState) || errors.Is(err, oauth.ErrOtherUser), err)
	_, _ = attempts.Intent(t.Context(), "u", "key")
}

func readsMeetings(t *testing.T, kv *kvtest.KV) {
	t.Helper()
	store := kvstore.Meetings{KV: kv}
	latest, err := store.Latest(t.Context(), "c")
	if err == nil {
		_, err = store.SetLatest(t.Context(), meeting.Instance{ID: "j", Number: 1, ChannelID: "c"}, latest)
		require.NoError(t, err)
	}
	seen := -1
	err = store.Change(t.Context(), 1, func(instances []meeting.Instance) bool {
		seen = len(instances)
		for i := range instances {
			instances[i].Topic = "changed"
		}
		return true
	})
	if err != nil {
		require.Equal(t, -1, seen, "what cannot be written must not be read: %v", err)
		return
	}
	require.NoError(t, store.Create(t.Context(), meeting.Instance{ID: "new", Number: 1, Topic: "changed", CreatedAt: time.UnixMilli(1 << 50)}))
	require.NoError(t, store.Change(t.Context(), 1, func(instances []meeting.Instance) bool {
		require.LessOrEqual(t, len(instances), seen+1)
		require.Equal(t, "new", instances[len(instances)-1].ID)
		for _, instance := range instances {
			require.Equal(t, "changed", instance.Topic)
		}
		return false
	}))
}

// FuzzSealed changes what is sealed: then there is no token, and its owner is asked to connect again.
func FuzzSealed(f *testing.F) {
	f.Add([]byte(`{"v":1,"app":"app","sealed":"AQ=="}`), "u", "k")
	f.Add([]byte{}, "v", "k")
	f.Add([]byte{}, "u", "k")
	f.Add([]byte{1, 2, 3}, "u", "")
	f.Add([]byte("\x00"), "\xff", "K")
	f.Fuzz(func(t *testing.T, noise []byte, owner, key string) {
		kv := &kvtest.KV{}
		store := connectionsOf(kv)
		require.NoError(t, store.Put(t.Context(), "v", connection()))
		raw := kv.Values()["connection_v"]
		changed := append([]byte(nil), raw...)
		for i, b := range noise {
			changed[(i*31+int(b))%len(changed)] ^= b
		}
		require.NoError(t, kv.Set(t.Context(), "connection_"+owner, changed, 0))
		store.Key = func() string { return key }
		got, err := store.Load(t.Context(), owner)
		require.NoError(t, err)
		untouched := string(changed) == string(raw) && owner == "v" && key == "k"
		require.True(t, got.Token.Access != "" || !untouched, "what was sealed can be opened")
		if got.Token.Access != "" {
			require.Equal(t, "v", owner, "it was sealed for another")
			require.Equal(t, "k", key)
			require.Equal(t, "app", got.App)
			require.Equal(t, connection().Token.Refresh, got.Token.Refresh)
		}
	})
}
