package kvstore_test

import (
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

func TestLatest(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Meetings{KV: kv}
	none, err := store.Latest(t.Context(), "c")
	require.NoError(t, err)
	require.Zero(t, none)

	first, second := instance("a"), instance("b")
	for _, i := range []meeting.Instance{first, second} {
		require.NoError(t, store.Create(t.Context(), i))
	}
	set := func(i, seen meeting.Instance) bool {
		t.Helper()
		done, err := store.SetLatest(t.Context(), i, seen)
		require.NoError(t, err)
		return done
	}
	require.True(t, set(first, none))
	require.Equal(t, 30*time.Second, kv.TTL("latest_c"))
	got, err := store.Latest(t.Context(), "c")
	require.NoError(t, err)
	require.Equal(t, first, got)

	require.False(t, set(second, none), "somebody was faster")
	require.True(t, set(second, got))
	require.False(t, set(first, got), "it is no longer the latest")
	got, err = store.Latest(t.Context(), "c")
	require.NoError(t, err)
	require.Equal(t, second, got)

	require.True(t, kv.Expire("latest_c"))
	require.True(t, set(first, got), "what was seen has expired since")
}

func TestLatestWhoseRecordIsGone(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Meetings{KV: kv}
	require.NoError(t, store.Create(t.Context(), instance("a")))
	_, err := store.SetLatest(t.Context(), instance("a"), meeting.Instance{})
	require.NoError(t, err)
	require.True(t, kv.Expire("meeting_81"))
	got, err := store.Latest(t.Context(), "c")
	require.NoError(t, err)
	require.Equal(t, meeting.Instance{ID: "a", Number: 81}, got)
	done, err := store.SetLatest(t.Context(), instance("b"), got)
	require.NoError(t, err)
	require.True(t, done)
}

func TestLatestFails(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Meetings{KV: kv}
	_, err := kv.CompareAndSet(t.Context(), "latest_c", nil, []byte("{"), time.Minute)
	require.NoError(t, err)
	_, err = store.Latest(t.Context(), "c")
	require.ErrorContains(t, err, "decode")
	kv.Err = errors.New("down")
	_, err = store.Latest(t.Context(), "c")
	require.ErrorIs(t, err, kv.Err)
	_, err = store.SetLatest(t.Context(), instance("a"), meeting.Instance{})
	require.ErrorIs(t, err, kv.Err)
}
