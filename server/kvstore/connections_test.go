package kvstore_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/oauth"
)

func connectionsOf(kv kvstore.KV) kvstore.Connections {
	return kvstore.Connections{KV: kv, Key: func() string { return "k" }}
}

func connection() oauth.Connection {
	return oauth.Connection{
		App: "app", Identity: oauth.Identity{UserID: "Z", Email: "a@example.com", AccountID: "acc"},
		Token:       oauth.Token{Access: "a", Refresh: "r", APIURL: "https://api.example", Expires: created.Add(time.Hour)},
		Replacement: true, ConnectedAt: created, RefreshedAt: created.Add(time.Minute),
		Lease: oauth.Lease{Holder: "h", Until: created.Add(time.Second)},
	}
}

func TestConnectionRoundTrip(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	got, err := store.Load(t.Context(), "u")
	require.NoError(t, err)
	revision := got.Revision
	got.Revision = ""
	require.Equal(t, connection(), got)
	require.Zero(t, kv.TTL("connection_u"), "it stays")

	got.Revision, got.Token.Access = revision, "b"
	swapped, done, err := store.Swap(t.Context(), "u", got)
	require.NoError(t, err)
	require.True(t, done)
	_, done, err = store.Swap(t.Context(), "u", got)
	require.NoError(t, err)
	require.False(t, done, "it is not what is stored any more")
	removed, err := store.Remove(t.Context(), "u", got)
	require.NoError(t, err)
	require.False(t, removed)
	removed, err = store.Remove(t.Context(), "u", swapped)
	require.NoError(t, err)
	require.True(t, removed)
	require.Empty(t, kv.Values())
	_, done, err = store.Swap(t.Context(), "u", swapped)
	require.NoError(t, err)
	require.False(t, done, "what was removed does not come back")
}

func TestConnectionFieldsOfANewerVersionStay(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	for key, value := range kv.Values() {
		newer := strings.Replace(string(value), `{"v":1,`, `{"v":7,"new":{"a":1},`, 1)
		require.NoError(t, kv.Set(t.Context(), key, []byte(newer), 0))
	}
	got, err := store.Load(t.Context(), "u")
	require.NoError(t, err)
	got.Lease, got.Replacement = oauth.Lease{}, false
	_, done, err := store.Swap(t.Context(), "u", got)
	require.NoError(t, err)
	require.True(t, done)
	require.NoError(t, store.Put(t.Context(), "v", connection()))
	owners, err := store.Owners(t.Context(), "Z")
	require.NoError(t, err)
	require.Equal(t, []string{"u", "v"}, owners)
	for key, value := range kv.Values() {
		if key == "connection_v" {
			continue
		}
		var stored struct {
			V           int
			New         json.RawMessage
			Replacement bool
		}
		require.NoError(t, json.Unmarshal(value, &stored))
		require.Equal(t, 7, stored.V)
		require.JSONEq(t, `{"a":1}`, string(stored.New))
		require.False(t, stored.Replacement, "a field emptied by us stays empty")
	}
}

func TestAnOwnerWhoSignsInAsSomebodyElse(t *testing.T) {
	store := connectionsOf(&kvtest.KV{})
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	other := connection()
	other.Identity.UserID = "Y"
	require.NoError(t, store.Put(t.Context(), "u", other))
	for serviceUserID, want := range map[string][]string{"Z": nil, "Y": {"u"}} {
		owners, err := store.Owners(t.Context(), serviceUserID)
		require.NoError(t, err)
		require.Equal(t, want, owners)
	}
}

func TestNothingIsStoredWithoutAKey(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Connections{KV: kv, Key: func() string { return "" }}
	require.ErrorIs(t, store.Put(t.Context(), "u", connection()), oauth.ErrNoEncryptionKey)
	require.Empty(t, kv.Values())
}

// TestSealingDiffersEachTime seals the same text twice: nothing can be told by comparing.
func TestSealingDiffersEachTime(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	before := string(kv.Values()["connection_u"])
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	require.NotEqual(t, before, string(kv.Values()["connection_u"]))
}

func TestOwnersSurviveRaces(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			if err := store.Put(t.Context(), fmt.Sprint(i), connection()); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	owners, err := store.Owners(t.Context(), "Z")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"0", "1", "2", "3", "4", "5"}, owners)
}

func TestAReplicaThatIsBehind(t *testing.T) {
	kv := &kvtest.KV{Lag: 4}
	store := connectionsOf(kv)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	got, err := store.Load(t.Context(), "u")
	require.NoError(t, err, "what was just written is not missing")
	require.Equal(t, "a", got.Token.Access)

	_, err = store.Load(t.Context(), "nobody")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	require.NotContains(t, kv.Values(), "connection_nobody", "looking leaves nothing")
	kv.Stale = true
	_, err = store.Load(t.Context(), "u")
	require.ErrorContains(t, err, "a connection")
	require.NotErrorIs(t, err, oauth.ErrNotConnected)
}

// TestSomebodyDiedWhileLooking finds what processes left that looked for a connection and for a list.
func TestSomebodyDiedWhileLooking(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	for key := range kv.Values() {
		require.NoError(t, kv.Set(t.Context(), key, []byte(`{"v":0}`), 5*time.Second))
	}
	_, err := store.Load(t.Context(), "u")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	owners, err := store.Owners(t.Context(), "Z")
	require.NoError(t, err)
	require.Empty(t, owners)
	require.NoError(t, store.Put(t.Context(), "u", connection()))
	_, err = store.Load(t.Context(), "u")
	require.NoError(t, err)
	owners, err = store.Owners(t.Context(), "Z")
	require.NoError(t, err)
	require.Equal(t, []string{"u"}, owners)
	require.Zero(t, kv.TTL("connection_u"))
}

// TestManyLookForWhatIsMissing is a busy server for which no admin has signed in yet.
func TestManyLookForWhatIsMissing(t *testing.T) {
	kv := &kvtest.KV{}
	store := connectionsOf(kv)
	var looking sync.WaitGroup
	for range 100 {
		looking.Go(func() {
			if _, err := store.Load(t.Context(), oauth.Account); !errors.Is(err, oauth.ErrNotConnected) {
				t.Error(err)
			}
		})
	}
	looking.Wait()
	require.Empty(t, kv.Values(), "looking leaves nothing")
}

func TestTokensOfTheEarlierPlugin(t *testing.T) {
	for name, c := range map[string]struct {
		owner, key, value string
		stays             int
	}{
		"a user":             {"u", "zoomtoken_u", `{"ZoomEmail":"a@example.com","ZoomID":"Z","UserID":"u"}`, 0},
		"another spelling":   {"u", "zoomtoken_u", `{"zoom_id":"Z"}`, 0},
		"cannot be read":     {"u", "zoomtoken_u", `cipher`, 1},
		"the account's":      {oauth.Account, "zoomSuperUserToken_", `{"access_token":"x"}`, 1},
		"somebody else's":    {"v", "zoomtoken_u", `{"ZoomID":"Z"}`, 2},
		"not the account's":  {oauth.Account, "zoomtoken_account", `{"ZoomID":"Z"}`, 2},
		"a user's, not ours": {"u", "zoomSuperUserToken_", `{"ZoomID":"Z"}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			kv := &kvtest.KV{}
			store := connectionsOf(kv)
			require.NoError(t, kv.Set(t.Context(), c.key, []byte(c.value), 0))
			require.NoError(t, kv.Set(t.Context(), "zoomtokenbyzoomid_Z", []byte(c.value), 0))
			_, err := store.Load(t.Context(), c.owner)
			if c.stays < 2 {
				require.ErrorIs(t, err, oauth.ErrReconnect)
				_, err = store.Load(t.Context(), c.owner)
			}
			require.ErrorIs(t, err, oauth.ErrNotConnected)
			require.Len(t, kv.Values(), c.stays)
		})
	}
	t.Run("a sign-in removes them too", func(t *testing.T) {
		kv := &kvtest.KV{}
		require.NoError(t, kv.Set(t.Context(), "zoomtoken_u", []byte(`{}`), 0))
		require.NoError(t, connectionsOf(kv).Put(t.Context(), "u", connection()))
		require.NotContains(t, kv.Values(), "zoomtoken_u")
	})
}
