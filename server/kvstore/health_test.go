package kvstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

func notes() health.Notes {
	return health.Notes{
		Taken: created, Refused: health.Refused{At: created.Add(1 * time.Second), Reason: meeting.RefusedStale},
		Stray:   health.Refused{At: created.Add(2 * time.Second), Reason: meeting.RefusedSecret},
		Failure: health.Failure{At: created.Add(3 * time.Second), Code: "c", Detail: "d", Scopes: []string{"s"}},
		Starts:  4, FirstStart: created.Add(5 * time.Second), LastStart: created.Add(7 * time.Second), Told: created.Add(6 * time.Second),
	}
}

func TestNotes(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Health{KV: kv}
	got, err := store.Notes(t.Context())
	require.NoError(t, err)
	require.Zero(t, got)

	require.NoError(t, store.Change(t.Context(), func(n *health.Notes) { *n = notes() }))
	require.Zero(t, kv.TTL("health"), "they stay")
	got, err = store.Notes(t.Context())
	require.NoError(t, err)
	require.Equal(t, notes(), got)

	newer := strings.Replace(string(kv.Values()["health"]), `{"v":1,`, `{"v":7,"new":{"a":1},`, 1)
	require.NoError(t, kv.Set(t.Context(), "health", []byte(newer), 0))
	require.NoError(t, store.Change(t.Context(), func(n *health.Notes) {
		require.Equal(t, notes(), *n)
		n.Starts = 0
	}))
	require.Contains(t, string(kv.Values()["health"]), `"new":{"a":1}`)
	require.Contains(t, string(kv.Values()["health"]), `"v":7`)
	require.Contains(t, string(kv.Values()["health"]), `"starts":0`)
}

func TestNotesThatSomebodyElseChanges(t *testing.T) {
	kv := &kvtest.KV{Lag: 2}
	store := kvstore.Health{KV: kv}
	require.NoError(t, store.Change(t.Context(), func(n *health.Notes) { n.Starts++ }))
	require.NoError(t, store.Change(t.Context(), func(n *health.Notes) { n.Starts++ }), "the replica is behind")
	kv.Lag = 0
	got, err := store.Notes(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, got.Starts)
}

func TestNotesFail(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Health{KV: kv}
	unchanged := func(*health.Notes) { t.Error("there is nothing to change") }
	require.NoError(t, kv.Set(t.Context(), "health", []byte("{"), 0))
	require.ErrorContains(t, store.Change(t.Context(), unchanged), "decode")
	kv.Err = errors.New("down")
	require.ErrorIs(t, store.Change(t.Context(), unchanged), kv.Err)
	_, err := store.Notes(t.Context())
	require.ErrorIs(t, err, kv.Err)
}
