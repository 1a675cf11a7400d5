package meeting_test

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
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
)

// crash loses what was going on in the background when the process died.
func (h *house) crash() { h.later = nil }

func (h *house) reconcile(t *testing.T, number int64) meeting.Check {
	t.Helper()
	check, err := h.Reconcile(t.Context(), number, true)
	require.NoError(t, err)
	return check
}

// ended is what the service tells of an occurrence.
func ended(number int64, uuid string, from, to time.Duration) *meeting.Event {
	return &meeting.Event{Number: number, UUID: uuid, State: meeting.Ended, StartedAt: now.Add(from), EndedAt: now.Add(to), At: now.Add(to)}
}

// TestWhatBecomesOfAMeeting asks the service once about one meeting, number 81, at some age.
func TestWhatBecomesOfAMeeting(t *testing.T) {
	const h1 = time.Hour
	room, planned := instant(81, ""), instant(81, "")
	room.Personal = true
	planned.PlannedEnd = now.Add(20 * h1)
	idle := meeting.Report{Known: true}
	down := &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("down")}
	began := running(81, "U")

	for name, c := range map[string]struct {
		found  meeting.Meeting
		shared bool
		event  *meeting.Event
		report meeting.Report
		err    error
		age    time.Duration

		asked  int
		state  meeting.State
		missed bool
		end    time.Duration // since now; 0: not known
		next   time.Duration // after the check
	}{
		"young":                             {found: instant(81, "U"), age: h1, next: h1},
		"not entered yet":                   {found: instant(81, "U"), report: idle, age: 2 * h1, asked: 1, next: h1 / 2},
		"its end was missed":                {found: instant(81, "U"), event: &began, report: meeting.Report{Ended: ended(81, "U", h1/60, h1)}, age: 2 * h1, asked: 1, state: meeting.Ended, end: h1},
		"all was missed":                    {found: instant(81, "U"), report: meeting.Report{Ended: ended(81, "X", h1/60, h1)}, age: 2 * h1, asked: 1, state: meeting.Ended, end: h1},
		"it runs":                           {found: instant(81, "U"), event: &began, report: meeting.Report{Known: true, Running: true}, age: 9 * h1, asked: 1, state: meeting.Running, next: h1 / 2},
		"it runs for long":                  {found: instant(81, "U"), event: &began, report: meeting.Report{Known: true, Running: true}, age: 15 * h1, asked: 1, state: meeting.Running, next: 2 * h1},
		"it runs, unheard of":               {found: instant(81, "U"), report: meeting.Report{Known: true, Running: true}, age: 13 * h1, asked: 1, next: h1 / 2},
		"nobody has entered":                {found: instant(81, "U"), report: idle, age: 12 * h1, asked: 1, state: meeting.Ended, missed: true},
		"nobody has, and it is gone":        {found: instant(81, "U"), age: 12 * h1, asked: 1, state: meeting.Ended, missed: true},
		"nobody, as far as is told":         {found: instant(81, "U"), report: meeting.Report{Known: true, NoPast: true}, age: 12 * h1, asked: 1, next: h1 / 2},
		"over, and nobody tells when":       {found: instant(81, "U"), event: &began, report: meeting.Report{NoPast: true}, age: 2 * h1, asked: 1, state: meeting.Ended},
		"over, and not told yet":            {found: instant(81, "U"), event: &began, report: idle, age: 2 * h1, asked: 1, state: meeting.Running, next: h1 / 2},
		"the service is down":               {found: instant(81, "U"), event: &began, err: down, age: 29*h1 + h1/2, asked: 1, state: meeting.Running, next: h1/2 + h1/60},
		"down for too long":                 {found: instant(81, "U"), event: &began, err: down, age: 30*h1 + h1/60, asked: 1, state: meeting.Ended},
		"never told of":                     {found: instant(81, "U"), err: meeting.ErrNotConnected, age: 30 * h1, asked: 1, state: meeting.Ended},
		"a room":                            {found: room, report: meeting.Report{Known: true, Ended: ended(81, "X", h1, 2*h1)}, age: 3 * h1, asked: 1, state: meeting.Ended, end: 2 * h1},
		"a room, used before only":          {found: room, report: meeting.Report{Known: true, Ended: ended(81, "X", -h1, -h1/2)}, age: 12 * h1, asked: 1, state: meeting.Ended, missed: true},
		"a room, used too late":             {found: room, report: meeting.Report{Known: true, Ended: ended(81, "X", 13*h1, 14*h1)}, age: 15 * h1, asked: 1, next: h1 * 2},
		"shared, before its end":            {found: planned, shared: true, age: 19 * h1, next: h1},
		"shared, late":                      {found: planned, shared: true, report: idle, age: 21 * h1, asked: 1, next: h1 / 2},
		"shared, and nobody came":           {found: planned, shared: true, report: idle, age: 26 * h1, asked: 1, state: meeting.Ended, missed: true},
		"shared, and not told of":           {found: planned, shared: true, age: 26 * h1, asked: 1, next: h1 / 2},
		"shared, and not told of for long":  {found: planned, shared: true, age: 50 * h1, asked: 1, state: meeting.Ended},
		"shared, it runs":                   {found: planned, shared: true, report: meeting.Report{Known: true, Running: true}, age: 20 * h1, asked: 1, state: meeting.Running, next: h1 / 2},
		"shared, its plan is told later":    {found: instant(81, ""), shared: true, report: meeting.Report{Known: true, PlannedEnd: now.Add(40 * h1)}, age: 2 * h1, asked: 1, next: 38 * h1},
		"shared, an old plan":               {found: instant(81, ""), shared: true, report: meeting.Report{Known: true, PlannedEnd: now.Add(-h1)}, age: 31 * h1, asked: 1, next: 2 * h1},
		"shared, a foreign one":             {found: instant(81, ""), shared: true, age: 100 * h1, asked: 1, next: 12 * h1},
		"shared, a foreign one, for a week": {found: instant(81, ""), shared: true, age: 7 * 24 * h1, asked: 1, state: meeting.Ended},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(c.found)
			h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) { return c.report, c.err }
			if c.shared {
				_, err := h.Share(t.Context(), meeting.ShareRequest{Place: place})
				require.NoError(t, err)
			} else {
				_, err := h.Start(t.Context(), meeting.Request{Place: place})
				require.NoError(t, err)
			}
			h.settle(t)
			if c.event != nil {
				require.NoError(t, h.Handle(t.Context(), *c.event))
			}
			h.now = now.Add(c.age)
			check := h.reconcile(t, 81)
			require.Equal(t, c.asked, check.Asked)
			require.ErrorIs(t, check.Trouble, c.err)

			view := h.poster.Posts()[0].View
			// The card of a meeting that was started here says from the beginning that it runs.
			require.Equal(t, c.state == meeting.Ended, view.State == meeting.Ended)
			require.Equal(t, c.shared && c.state == meeting.Running, view.State == meeting.Running)
			require.Equal(t, c.missed, view.Missed)
			want := time.Time{}
			if c.end != 0 {
				want = now.Add(c.end)
			}
			require.Equal(t, want, view.EndedAt)
			if c.state == meeting.Ended {
				require.Zero(t, check.Next)
				h.kv.Calls()
				require.Zero(t, h.reconcile(t, 81))
				_, writes := h.kv.Calls()
				require.Zero(t, writes, "again changes nothing")
				require.Equal(t, 1, h.poster.Posts()[0].Edits)
				return
			}
			require.Equal(t, c.next, check.Next.Sub(h.now))
		})
	}
}

// TestAPostWhoseIDGotLost is found again, whatever happens first.
func TestAPostWhoseIDGotLost(t *testing.T) {
	for name, first := range map[string]func(*house){
		"the next check": func(h *house) { h.now = now.Add(2 * time.Hour) },
		"an end": func(h *house) {
			require.Error(t, h.Handle(t.Context(), over(81, "U")))
			h.now = now.Add(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, "U"))
			h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) {
				return meeting.Report{Ended: ended(81, "U", time.Minute, 31*time.Minute)}, nil
			}
			_, err := h.Start(t.Context(), meeting.Request{Place: place})
			require.NoError(t, err)
			h.crash()
			first(h)
			require.Zero(t, h.reconcile(t, 81).Next)
			view := h.poster.Posts()[0].View
			require.Equal(t, meeting.Ended, view.State)
			require.Equal(t, now.Add(31*time.Minute), view.EndedAt)
		})
	}
	t.Run("the channel cannot be read", func(t *testing.T) {
		h := newHouse(instant(81, "U"))
		_, err := h.Start(t.Context(), meeting.Request{Place: place})
		require.NoError(t, err)
		h.crash()
		h.now = now.Add(31 * time.Hour)
		h.poster.Fail(1, errors.New("down"))
		check, err := h.Reconcile(t.Context(), 81, true)
		require.Error(t, err)
		require.False(t, check.Next.IsZero())
		h.reconcile(t, 81)
		require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
	})
}

// TestAMeetingThatCouldNotBePosted is closed when it is certain that there is no post: a call that fails may have made one.
func TestAMeetingThatCouldNotBePosted(t *testing.T) {
	for name, made := range map[string]bool{"no post": false, "a post of which the answer got lost": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, "U"))
			h.poster.Err, h.poster.Lost = errors.New("down"), made
			_, err := h.Start(t.Context(), meeting.Request{Place: place})
			require.Error(t, err)
			h.poster.Err = nil
			require.Equal(t, now.Add(time.Minute), h.due(t, 81))
			h.now = now.Add(2 * time.Minute)
			check := h.reconcile(t, 81)
			if made {
				require.NoError(t, h.Handle(t.Context(), over(81, "U")))
				require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
				return
			}
			require.Equal(t, h.now.Add(time.Minute), check.Next, "it may come yet")
			h.now = now.Add(10 * time.Minute)
			require.Zero(t, h.reconcile(t, 81).Next)
			require.Contains(t, string(h.kv.Values()["meeting_81"]), `"abandoned":true`)
			require.Zero(t, h.provider.Inspected)
		})
	}
}

// TestAnEndThatCannotBeShownIsTriedAgain, first soon and then less often, without any event.
func TestAnEndThatCannotBeShownIsTriedAgain(t *testing.T) {
	h := newRunningHouse(t)
	h.poster.Err = errors.New("down")
	h.now = now.Add(32 * time.Minute)
	require.Error(t, h.Handle(t.Context(), over(81, "U")))
	require.Equal(t, h.now.Add(time.Minute), h.due(t, 81))
	var pauses []time.Duration
	for range 8 {
		check, err := h.Reconcile(t.Context(), 81, true)
		require.Error(t, err)
		pauses = append(pauses, check.Next.Sub(h.now))
		h.now = check.Next
	}
	require.Equal(t, time.Minute, pauses[0])
	require.Greater(t, pauses[7], 4*time.Minute)
	h.poster.Err = nil
	require.Zero(t, h.reconcile(t, 81).Next)
	require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
	require.Zero(t, h.provider.Inspected)
}

// TestARecordThatDidNotLearnItsPostIsLookedAfterSoon, when all tries in the background have failed.
func TestARecordThatDidNotLearnItsPostIsLookedAfterSoon(t *testing.T) {
	h := newHouse(instant(81, "U"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Error(t, h.Handle(t.Context(), over(81, "U")))
	h.poster.Err = errors.New("down")
	h.now = now.Add(-time.Second) // An earlier time than that of the event.
	h.settle(t)
	require.Equal(t, h.now.Add(time.Minute), h.due(t, 81))
}

// due is when the agenda has a number looked after.
func (h *house) due(t *testing.T, number int64) time.Time {
	t.Helper()
	var shard struct{ Due map[int64]int64 }
	require.NoError(t, json.Unmarshal(h.kv.Values()[fmt.Sprintf("due_%d", number%128)], &shard))
	return time.Unix(shard.Due[number], 0).UTC()
}

// TestOneAnswerServesAll who show the meeting, and few questions are asked for many.
func TestOneAnswerServesAll(t *testing.T) {
	room := instant(81, "")
	rooms := []meeting.Meeting{room, room, room, room, room}
	h := newHouse(rooms...)
	for i := range rooms {
		userID := string(rune('v' + i))
		h.directory.People[userID] = meeting.Person{UserID: userID}
		_, err := h.Share(t.Context(), meeting.ShareRequest{Place: meeting.Place{UserID: userID, ChannelID: userID}})
		require.NoError(t, err)
	}
	h.settle(t)
	h.now = now.Add(3 * time.Hour)
	h.provider.Report = func(creator meeting.Person, _ int64, _ string) (meeting.Report, error) {
		if creator.UserID != "w" {
			return meeting.Report{}, meeting.ErrNotConnected
		}
		return meeting.Report{Known: true, Ended: ended(81, "X", time.Hour, 2*time.Hour)}, nil
	}
	check := h.reconcile(t, 81)
	require.Equal(t, 3, check.Asked)
	require.Zero(t, check.Next)
	for _, post := range h.poster.Posts() {
		require.Equal(t, now.Add(2*time.Hour), post.View.EndedAt)
	}
}

func TestReconcilingWithoutAsking(t *testing.T) {
	h := newRunningHouse(t)
	h.now = now.Add(3 * time.Hour)
	check, err := h.Reconcile(t.Context(), 81, false)
	require.NoError(t, err)
	require.Equal(t, meeting.Check{Next: h.now.Add(10 * time.Minute)}, check)
	h.now = now.Add(30 * time.Hour)
	_, err = h.Reconcile(t.Context(), 81, false)
	require.NoError(t, err)
	require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State, "in any case")

	require.Zero(t, h.reconcile(t, 999), "a record that has expired")
	h.kv.Err = errors.New("down")
	check, err = h.Reconcile(t.Context(), 81, true)
	require.ErrorIs(t, err, h.kv.Err)
	require.Equal(t, h.now.Add(time.Minute), check.Next)
}

// plain is a service that can neither be asked nor look for posts.
type plain struct{ meeting.Provider }

func TestAServiceThatCannotBeAsked(t *testing.T) {
	h := newRunningHouse(t)
	h.Provider = plain{&meetingtest.Provider{}}
	h.now = now.Add(3 * time.Hour)
	require.Zero(t, h.reconcile(t, 81).Asked)
	h.now = now.Add(30 * time.Hour)
	require.Zero(t, h.reconcile(t, 81).Next)
	require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
}

// signalAgenda tells that something was added.
type signalAgenda struct {
	kvstore.Agenda
	added func()
}

func (s signalAgenda) Add(ctx context.Context, n int64, at time.Time) error {
	err := s.Agenda.Add(ctx, n, at)
	s.added()
	return err
}

// raceStore lets something happen before a record is made.
type raceStore struct {
	meeting.Store
	before func()
}

func (r raceStore) Create(ctx context.Context, i meeting.Instance) error {
	r.before()
	return r.Store.Create(ctx, i)
}

// TestANumberThatIsWorkedOn when a room is used again is looked after all the same.
func TestANumberThatIsWorkedOn(t *testing.T) {
	h := newHouse(meeting.Meeting{Number: 7, Personal: true})
	agenda := kvstore.Agenda{KV: h.kv}
	added := make(chan struct{})
	h.Agenda = signalAgenda{agenda, sync.OnceFunc(func() { close(added) })}
	// The number is due for an earlier use of it.
	require.NoError(t, agenda.Add(t.Context(), 7, h.now.Add(-time.Minute)))
	store := h.Store
	h.Store = raceStore{store, func() {
		<-added
		for shard := range agenda.Shards() {
			claim, err := agenda.Claim(t.Context(), shard, h.now, h.now.Add(5*time.Minute), 50)
			require.NoError(t, err)
			if len(claim.Numbers) == 0 {
				continue
			}
			check, err := h.Reconcile(t.Context(), 7, true)
			require.NoError(t, err)
			next := map[int64]time.Time{}
			if !check.Next.IsZero() {
				next[7] = check.Next
			}
			require.NoError(t, agenda.Return(t.Context(), shard, claim, next))
		}
	}}
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	h.settle(t)
	found := 0
	for shard := range agenda.Shards() {
		claim, err := agenda.Claim(t.Context(), shard, h.now.Add(100*time.Hour), h.now.Add(101*time.Hour), 50)
		require.NoError(t, err)
		found += len(claim.Numbers)
	}
	require.Equal(t, 1, found, "somebody looks after the meeting")
}
