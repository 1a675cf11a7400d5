package kvstore_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/jobs"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
)

// The numbers of the tests are all of one shard.
const (
	shards        = 128
	one, two      = int64(81 * shards), int64(82 * shards)
	claimDuration = 5 * time.Minute
)

func claim(t *testing.T, agenda kvstore.Agenda, now time.Time, limit int) jobs.Claim {
	t.Helper()
	got, err := agenda.Claim(t.Context(), 0, now, now.Add(claimDuration), limit)
	require.NoError(t, err)
	return got
}

func TestTheAgenda(t *testing.T) {
	agenda := kvstore.Agenda{KV: &kvtest.KV{}}
	require.Equal(t, shards, agenda.Shards())
	at := created.Truncate(time.Second)
	require.NoError(t, agenda.Add(t.Context(), one, at.Add(time.Hour)))
	require.NoError(t, agenda.Add(t.Context(), one, at.Add(2*time.Hour)))
	require.NoError(t, agenda.Add(t.Context(), two, at))
	require.NoError(t, agenda.Add(t.Context(), two+1, at), "another shard")

	require.Equal(t, []int64{two}, claim(t, agenda, at, 9).Numbers)
	require.Empty(t, claim(t, agenda, at.Add(time.Minute), 9).Numbers, "it is claimed")
	require.Equal(t, []int64{two}, claim(t, agenda, at.Add(time.Hour), 1).Numbers, "whoever claimed it has died, and what is due longest comes first")
	late := claim(t, agenda, at.Add(time.Hour), 9)
	require.Equal(t, []int64{one}, late.Numbers, "the earlier time counts")
	require.NoError(t, agenda.Return(t.Context(), 0, late, map[int64]time.Time{one: at.Add(3 * time.Hour)}))
	require.Empty(t, claim(t, agenda, at.Add(time.Hour+time.Second), 9).Numbers)
	require.Equal(t, []int64{two, one}, claim(t, agenda, at.Add(3*time.Hour), 9).Numbers)
}

// TestWhatIsAddedDuringAClaimIsNotLost starts a meeting with a number whose other meetings are being looked after.
func TestWhatIsAddedDuringAClaimIsNotLost(t *testing.T) {
	agenda := kvstore.Agenda{KV: &kvtest.KV{}}
	require.NoError(t, agenda.Add(t.Context(), one, created))
	claimed := claim(t, agenda, created, 9)
	require.NoError(t, agenda.Add(t.Context(), one, created.Add(time.Minute)))
	require.Empty(t, claim(t, agenda, created.Add(time.Minute), 9).Numbers, "one at a time")
	require.NoError(t, agenda.Return(t.Context(), 0, claimed, nil))
	require.Equal(t, []int64{one}, claim(t, agenda, created.Add(time.Minute), 9).Numbers)
}

// TestAClaimThatHasEndedEndsNoOther is returned by a node that was too slow.
func TestAClaimThatHasEndedEndsNoOther(t *testing.T) {
	agenda := kvstore.Agenda{KV: &kvtest.KV{}}
	require.NoError(t, agenda.Add(t.Context(), one, created))
	slow := claim(t, agenda, created, 9)
	next := created.Add(claimDuration)
	require.Equal(t, []int64{one}, claim(t, agenda, next, 9).Numbers)
	require.NoError(t, agenda.Return(t.Context(), 0, slow, nil))
	require.Empty(t, claim(t, agenda, next.Add(time.Second), 9).Numbers)
}

// TestOneNodeClaims has many nodes look at once, over a replica that is behind.
func TestOneNodeClaims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agenda := kvstore.Agenda{KV: &kvtest.KV{Lag: 3}}
		require.NoError(t, agenda.Add(t.Context(), one, created))
		require.NoError(t, agenda.Add(t.Context(), two, created))
		var nodes sync.WaitGroup
		var mu sync.Mutex
		var got []int64
		for range 10 {
			nodes.Go(func() {
				claim, err := agenda.Claim(t.Context(), 0, created, created.Add(claimDuration), 1)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				got = append(got, claim.Numbers...)
			})
		}
		nodes.Wait()
		slices.Sort(got)
		require.Equal(t, slices.Compact(slices.Clone(got)), got, "none twice")
		require.NotEmpty(t, got)
	})
}

func TestTheAgendaIsBounded(t *testing.T) {
	kv := &kvtest.KV{}
	agenda := kvstore.Agenda{KV: kv}
	due := map[string]int64{}
	for i := range int64(2000) {
		raw, err := json.Marshal(80_000_000_000 + i*shards)
		require.NoError(t, err)
		due[string(raw)] = created.Unix() + i
	}
	full, err := json.Marshal(map[string]any{"v": 9, "new": true, "due": due})
	require.NoError(t, err)
	require.NoError(t, kv.Set(t.Context(), "due_0", full, 0))
	require.NoError(t, agenda.Add(t.Context(), one, created))
	var stored struct {
		V   int
		New bool
		Due map[string]int64
	}
	require.NoError(t, json.Unmarshal(kv.Values()["due_0"], &stored))
	require.Len(t, stored.Due, 2000)
	require.NotContains(t, stored.Due, "80000255872", "what is due last falls out")
	require.Equal(t, 9, stored.V, "a newer version's fields stay")
	require.True(t, stored.New)
	require.Less(t, len(kv.Values()["due_0"]), 51_000)
}

func TestWhatTheAgendaCosts(t *testing.T) {
	kv := &kvtest.KV{}
	agenda := kvstore.Agenda{KV: kv}
	costs := func(reads, writes int, what string) {
		t.Helper()
		gotReads, gotWrites := kv.Calls()
		require.Equal(t, [2]int{reads, writes}, [2]int{gotReads, gotWrites}, what)
	}
	require.NoError(t, agenda.Add(t.Context(), one, created))
	costs(1, 1, "a start")
	claim(t, agenda, created.Add(-time.Second), 9)
	costs(1, 0, "nothing due")
	claimed := claim(t, agenda, created, 9)
	costs(1, 1, "a claim")
	require.NoError(t, agenda.Return(t.Context(), 0, claimed, nil))
	costs(1, 1, "its return")
}
