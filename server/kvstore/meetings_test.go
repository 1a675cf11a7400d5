package kvstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

var created = time.UnixMilli(1777627801234).UTC()

func instance(id string) meeting.Instance {
	return meeting.Instance{
		ID: id, Number: 81, UUID: "U", Topic: "T", JoinURL: "https://zoom.example/j/81", Passcode: "p", ChannelID: "c",
		PostID: "post", CreatorID: "u", CreatorUsername: "alice", CreatorZone: "Europe/Berlin", Shared: true, Personal: true, Unposted: true, Abandoned: true,
		Missed: true, State: meeting.Ended, Shown: meeting.Running,
		CreatedAt: created, StartedAt: created.Add(time.Second), EndedAt: created.Add(time.Minute),
		PlannedEnd: created.Add(time.Hour), Ahead: -4 * time.Minute,
	}
}

func all(t *testing.T, store kvstore.Meetings) (instances []meeting.Instance) {
	t.Helper()
	require.NoError(t, store.Change(t.Context(), 81, func(found []meeting.Instance) bool {
		instances = found
		return false
	}))
	return instances
}

func TestRoundTrip(t *testing.T) {
	store := kvstore.Meetings{KV: &kvtest.KV{}}
	empty := meeting.Instance{ID: "b", Number: 81, CreatedAt: created}
	require.NoError(t, store.Create(t.Context(), instance("a")))
	require.NoError(t, store.Create(t.Context(), empty))
	require.Equal(t, []meeting.Instance{instance("a"), empty}, all(t, store))
}

func TestNoRecord(t *testing.T) {
	store := kvstore.Meetings{KV: &kvtest.KV{}}
	err := store.Change(t.Context(), 81, func([]meeting.Instance) bool { t.Error("called"); return true })
	require.ErrorIs(t, err, meeting.ErrNotFound)
}

func TestChangeSurvivesRaces(t *testing.T) {
	store := kvstore.Meetings{KV: &kvtest.KV{}}
	require.NoError(t, store.Create(t.Context(), instance("first")))
	const each = 6
	var writers sync.WaitGroup
	for i := range each {
		writers.Go(func() {
			if err := store.Create(t.Context(), meeting.Instance{ID: fmt.Sprint(i), Number: 81, CreatedAt: created}); err != nil {
				t.Error(err)
			}
		})
		writers.Go(func() {
			err := store.Change(t.Context(), 81, func(found []meeting.Instance) bool { found[0].Topic += "+"; return true })
			if err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	instances := all(t, store)
	require.Len(t, instances, 1+each)
	require.Equal(t, "T++++++", instances[0].Topic)
}

func TestFieldsOfANewerVersionStay(t *testing.T) {
	kv := &kvtest.KV{}
	newer := `{"v":7,"new":{"a":1},"instances":[{"id":"a","topic":"T","people":[1,2],"created_at":5}]}`
	_, err := kv.CompareAndSet(t.Context(), "meeting_81", nil, []byte(newer), time.Hour)
	require.NoError(t, err)
	store := kvstore.Meetings{KV: kv}
	require.NoError(t, store.Change(t.Context(), 81, func(found []meeting.Instance) bool {
		found[0].State, found[0].Topic = meeting.Running, ""
		return true
	}))
	var got struct {
		V         int
		New       json.RawMessage
		Instances []struct {
			Topic  string
			State  int
			People json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal(kv.Values()["meeting_81"], &got))
	require.Equal(t, 7, got.V)
	require.JSONEq(t, `{"a":1}`, string(got.New))
	require.JSONEq(t, `[1,2]`, string(got.Instances[0].People))
	require.Equal(t, 1, got.Instances[0].State)
	require.Empty(t, got.Instances[0].Topic, "a field emptied by us stays empty")
}

func TestRecordsAreBounded(t *testing.T) {
	for name, done := range map[string]meeting.Instance{
		"shown":      {State: meeting.Ended, Shown: meeting.Ended},
		"never will": {State: meeting.Ended, Abandoned: true},
	} {
		kv := &kvtest.KV{}
		store := kvstore.Meetings{KV: kv}
		for i := range 30 {
			done.ID, done.Number, done.CreatedAt = fmt.Sprint(i), 81, created.Add(time.Duration(i)*time.Minute)
			require.NoError(t, store.Create(t.Context(), done))
		}
		instances := all(t, store)
		require.Len(t, instances, 20, name)
		require.Equal(t, "29", instances[19].ID, "the newest stay")
		require.Equal(t, 48*time.Hour, kv.TTL("meeting_81"), "all is done")

		require.NoError(t, store.Create(t.Context(), meeting.Instance{ID: "open", Number: 81, CreatedAt: created}))
		require.Equal(t, 30*24*time.Hour, kv.TTL("meeting_81"))
	}
}

// TestWhatIsNotDoneStays: there is no room for more, but what is there is not forgotten.
func TestWhatIsNotDoneStays(t *testing.T) {
	shared := func(by string) meeting.Instance { return meeting.Instance{Shared: true, CreatorID: by} }
	unshown := meeting.Instance{Shared: true, State: meeting.Ended, Shown: meeting.Running}
	personal := meeting.Instance{Personal: true}
	for name, c := range map[string]struct {
		held  map[int]meeting.Instance // by how many
		added meeting.Instance
		room  bool
	}{
		"shared by one":          {map[int]meeting.Instance{20: shared("u")}, shared("u"), false},
		"by another":             {map[int]meeting.Instance{20: shared("u")}, shared("v"), true},
		"by many":                {map[int]meeting.Instance{20: shared("u"), 80: shared("v")}, shared("w"), false},
		"ended, not all shown":   {map[int]meeting.Instance{20: shared("u"), 180: unshown}, shared("w"), false},
		"ended, not shown":       {map[int]meeting.Instance{150: unshown}, shared(""), true},
		"started all the same":   {map[int]meeting.Instance{20: shared("u"), 180: unshown}, personal, true},
		"started too often":      {map[int]meeting.Instance{200: personal}, personal, false},
		"shared all the same":    {map[int]meeting.Instance{200: personal}, shared("u"), true},
		"started by many, shown": {map[int]meeting.Instance{199: personal, 30: {Personal: true, State: meeting.Ended, Shown: meeting.Ended}}, personal, true},
	} {
		t.Run(name, func(t *testing.T) {
			kv := &kvtest.KV{}
			var instances []map[string]any
			open := 0
			for n, i := range c.held {
				for at := range n {
					instances = append(instances, map[string]any{"id": fmt.Sprint(n, at), "created_at": created.UnixMilli(), "creator_id": i.CreatorID,
						"shared": i.Shared, "personal": i.Personal, "state": i.State, "shown": i.Shown})
				}
				if i.Shown != meeting.Ended {
					open += n
				}
			}
			value, err := json.Marshal(map[string]any{"v": 1, "instances": instances})
			require.NoError(t, err)
			_, err = kv.CompareAndSet(t.Context(), "meeting_81", nil, value, time.Hour)
			require.NoError(t, err)
			store := kvstore.Meetings{KV: kv}
			c.added.ID, c.added.Number, c.added.CreatedAt = "added", 81, created
			err = store.Create(t.Context(), c.added)
			if !c.room {
				require.ErrorIs(t, err, meeting.ErrTooManyUses)
				require.Len(t, all(t, store), open)
				return
			}
			require.NoError(t, err)
			require.Len(t, all(t, store), open+1+min(20, len(instances)-open))
			require.Equal(t, 30*24*time.Hour, kv.TTL("meeting_81"))
		})
	}
}

// TestWhatNoEventWillBeAboutIsForgotten, whatever became of it.
func TestWhatNoEventWillBeAboutIsForgotten(t *testing.T) {
	store := kvstore.Meetings{KV: &kvtest.KV{}}
	require.NoError(t, store.Create(t.Context(), meeting.Instance{ID: "start", Number: 81, Shared: true, CreatedAt: created}))
	for i := range 19 {
		require.NoError(t, store.Create(t.Context(), meeting.Instance{ID: fmt.Sprint(i), Number: 81, Shared: true, CreatedAt: created}))
	}
	late := meeting.Instance{ID: "late", Number: 81, Shared: true, CreatedAt: created.Add(30*24*time.Hour + time.Millisecond)}
	require.NoError(t, store.Create(t.Context(), late), "there is room")
	require.Equal(t, []meeting.Instance{late}, all(t, store))
}

// TestWhatIsPlannedForLaterStays until then, a year at most.
func TestWhatIsPlannedForLaterStays(t *testing.T) {
	const day = 24 * time.Hour
	for ahead, ttl := range map[time.Duration]time.Duration{60 * day: 90 * day, 2000 * day: 396 * day} {
		kv := &kvtest.KV{}
		store := kvstore.Meetings{KV: kv}
		planned := meeting.Instance{ID: "planned", Number: 81, Shared: true, CreatedAt: created, PlannedEnd: created.Add(ahead)}
		require.NoError(t, store.Create(t.Context(), planned))
		require.Equal(t, ttl, kv.TTL("meeting_81"))
		require.NoError(t, store.Create(t.Context(), meeting.Instance{ID: "late", Number: 81, CreatedAt: created.Add(50 * day)}))
		require.Equal(t, planned, all(t, store)[0])
	}
}

func TestAStoreThatFails(t *testing.T) {
	kv := &kvtest.KV{}
	store := kvstore.Meetings{KV: kv}
	require.NoError(t, store.Create(t.Context(), instance("a")))
	t.Run("record that cannot be read", func(t *testing.T) {
		other := &kvtest.KV{}
		_, err := other.CompareAndSet(t.Context(), "meeting_81", nil, []byte("{"), time.Hour)
		require.NoError(t, err)
		err = kvstore.Meetings{KV: other}.Change(t.Context(), 81, func([]meeting.Instance) bool { return true })
		require.ErrorContains(t, err, "decode the record of meeting 81")
	})
	t.Run("race without end", func(t *testing.T) {
		err := kvstore.Meetings{KV: losing{kv}}.Change(t.Context(), 81, func([]meeting.Instance) bool { return true })
		require.ErrorContains(t, err, "changed by others")
	})
	t.Run("a replica that is behind", func(t *testing.T) {
		behind := &kvtest.KV{}
		slow := kvstore.Meetings{KV: catchingUp{behind}}
		require.NoError(t, slow.Create(t.Context(), instance("a")))
		behind.Stale = true
		require.NoError(t, slow.Create(t.Context(), instance("b")))
		require.Len(t, all(t, slow), 2)
	})
	t.Run("down", func(t *testing.T) {
		kv.Err = errors.New("down")
		require.ErrorIs(t, store.Create(t.Context(), instance("a")), kv.Err)
		require.ErrorIs(t, store.Change(t.Context(), 81, func([]meeting.Instance) bool { return true }), kv.Err)
	})
}

// losing loses every race.
type losing struct{ *kvtest.KV }

func (losing) CompareAndSet(context.Context, string, []byte, []byte, time.Duration) (bool, error) {
	return false, nil
}

// catchingUp is stale for one read.
type catchingUp struct{ *kvtest.KV }

func (c catchingUp) Get(ctx context.Context, key string) ([]byte, error) {
	value, err := c.KV.Get(ctx, key)
	c.Stale = false
	return value, err
}
