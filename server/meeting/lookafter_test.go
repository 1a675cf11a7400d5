package meeting_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

// TestWhatMovesOnEarlyIsLookedAfterEarly, though the agenda has it for the end of its plan, a week later.
func TestWhatMovesOnEarlyIsLookedAfterEarly(t *testing.T) {
	for name, c := range map[string]struct {
		found  meeting.Meeting
		shared bool
		crash  bool
		event  meeting.Event
		within time.Duration
	}{
		"a planned one starts":        {planned(7 * 24 * time.Hour), true, false, running(81, "U"), 2 * time.Hour},
		"a planned one ends":          {planned(7 * 24 * time.Hour), true, false, over(81, "U"), 2 * time.Hour},
		"a planned one without post":  {planned(7 * 24 * time.Hour), true, true, over(81, "U"), time.Minute},
		"an instant one without post": {instant(81, ""), false, true, over(81, "U"), time.Minute},
		"an instant one ends":         {instant(81, ""), false, false, over(81, "U"), 2 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(c.found)
			var err error
			if c.shared {
				_, err = h.Share(t.Context(), meeting.ShareRequest{Place: place})
			} else {
				_, err = h.Start(t.Context(), meeting.Request{Place: place})
			}
			require.NoError(t, err)
			if c.crash {
				h.crash()
			}
			h.settle(t)
			h.now = now.Add(32 * time.Minute)
			require.NoError(t, h.Handle(t.Context(), c.event))
			require.False(t, h.due(t, 81).After(h.now.Add(c.within)), h.due(t, 81))
			h.now = h.due(t, 81)
			h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) {
				return meeting.Report{Ended: ended(81, "U", time.Minute, 31*time.Minute)}, nil
			}
			h.reconcile(t, 81)
			require.Equal(t, now.Add(31*time.Minute), h.poster.Posts()[0].View.EndedAt)
		})
	}
}

// TestWhatMovesOnLateIsLookedAfterSoon, though the agenda looks at it twice a day by then.
func TestWhatMovesOnLateIsLookedAfterSoon(t *testing.T) {
	h := newHouse(instant(81, ""))
	h.share(t, place)
	h.now = now.Add(50 * time.Hour)
	require.True(t, h.kv.Expire("due_81"), "somebody has looked, and comes again in 12 hours")
	began := running(81, "U")
	began.StartedAt, began.At = h.now, h.now
	require.NoError(t, h.Handle(t.Context(), began))
	require.Equal(t, h.now.Add(2*time.Hour), h.due(t, 81))
}

// planned is a meeting that is to be over then.
func planned(in time.Duration) meeting.Meeting {
	m := instant(81, "")
	m.PlannedEnd = now.Add(in)
	return m
}

// TestAMeetingThatIsPutOff is given up only after its new plan.
func TestAMeetingThatIsPutOff(t *testing.T) {
	h := newHouse(planned(20 * time.Hour))
	h.share(t, place)
	h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) {
		return meeting.Report{Known: true, PlannedEnd: now.Add(70 * time.Hour)}, nil
	}
	h.now = now.Add(27 * time.Hour)
	require.Equal(t, now.Add(70*time.Hour), h.reconcile(t, 81).Next)
	require.Equal(t, meeting.Waiting, h.poster.Posts()[0].View.State)
	h.now = now.Add(76 * time.Hour)
	h.reconcile(t, 81)
	require.True(t, h.poster.Posts()[0].View.Missed)
}

// TestEndsStayUntilTheyAreShown, however many there are of a number, and however long showing them fails.
func TestEndsStayUntilTheyAreShown(t *testing.T) {
	personal := instant(81, "")
	personal.Personal = true
	use := func(t *testing.T, times int) *house {
		h := newHouse(slices.Repeat([]meeting.Meeting{personal}, times)...)
		h.kv.Now = func() time.Time { return h.now }
		for range times {
			_, err := h.Start(t.Context(), meeting.Request{Place: place, Personal: true, Force: true})
			require.NoError(t, err)
			h.settle(t)
			h.now = h.now.Add(time.Minute)
		}
		return h
	}
	allEnd := func(t *testing.T, h *house) {
		for {
			check, _ := h.Reconcile(t.Context(), 81, true)
			if check.Next.IsZero() {
				break
			}
			h.now = check.Next
		}
		for i, post := range h.poster.Posts() {
			require.Equal(t, meeting.Ended, post.View.State, i)
		}
	}
	t.Run("nobody came to many", func(t *testing.T) {
		h := use(t, 25)
		h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) { return meeting.Report{Known: true}, nil }
		h.now = now.Add(21 * time.Hour)
		h.poster.Fail(1, errors.New("down"))
		allEnd(t, h)
	})
	t.Run("one event ends many", func(t *testing.T) {
		h := use(t, 150)
		end := over(81, "U")
		end.EndedAt, end.At = h.now, h.now
		h.poster.Fail(1, errors.New("down"))
		require.Error(t, h.Handle(t.Context(), end))
		h.now = h.now.Add(3 * time.Hour)
		allEnd(t, h)
	})
	t.Run("the server is down for days", func(t *testing.T) {
		h := use(t, 1)
		h.now = now.Add(31 * time.Minute)
		h.poster.Err = errors.New("down")
		require.Error(t, h.Handle(t.Context(), over(81, "U")))
		h.poster.Err = nil
		h.now = now.Add(62 * time.Hour)
		allEnd(t, h)
	})
}

// TestNobodysMeetingIsDrivenOut by others who share its number: they are refused.
func TestNobodysMeetingIsDrivenOut(t *testing.T) {
	h := newHouse(slices.Repeat([]meeting.Meeting{room(false)}, 22)...)
	for range 20 {
		h.share(t, place)
	}
	_, err := h.Share(t.Context(), meeting.ShareRequest{Place: place, Reference: "500"})
	require.ErrorIs(t, err, meeting.ErrTooManyUses)
	require.Len(t, h.poster.Posts(), 20)
	start, end := occurrence("1", 5, 30)
	h.now = now.Add(30 * time.Minute)
	require.NoError(t, h.Handle(t.Context(), start))
	require.NoError(t, h.Handle(t.Context(), end))
	for i, post := range h.poster.Posts() {
		require.Equal(t, meeting.Ended, post.View.State, i)
	}
	h.share(t, place)
}

// TestEverybodyIsAskedInTurn: who started the meeting at every look, and those who share it some at a time.
func TestEverybodyIsAskedInTurn(t *testing.T) {
	own := instant(81, "")
	own.Personal = true
	h := newHouse(append(slices.Repeat([]meeting.Meeting{instant(81, "")}, 5), own)...)
	for i := range 5 {
		id := string(rune('v' + i))
		h.directory.People[id] = meeting.Person{UserID: id}
		h.share(t, meeting.Place{UserID: id, ChannelID: id})
	}
	_, err := h.Start(t.Context(), meeting.Request{Place: place, Personal: true})
	require.NoError(t, err)
	h.settle(t)
	asked := map[string]int{}
	h.provider.Report = func(creator meeting.Person, _ int64, _ string) (meeting.Report, error) {
		asked[creator.UserID]++
		return meeting.Report{}, meeting.ErrNotConnected
	}
	h.now = now.Add(3 * time.Hour)
	late := rand.New(rand.NewPCG(1, 1))
	looks := 0
	for ; h.now.Before(now.Add(9 * time.Hour)); looks++ {
		h.now = h.reconcile(t, 81).Next.Add(time.Duration(late.IntN(60)) * time.Second) // A look is never quite in time.
	}
	require.Less(t, looks, 14, "every half hour, no more")
	require.Equal(t, looks, asked["u1"])
	require.Len(t, asked, 6)
}

// TestAnEarlierPluginsMeetingEndsBesideOurs: both can have posted the same room.
func TestAnEarlierPluginsMeetingEndsBesideOurs(t *testing.T) {
	h := newHouse(room(true))
	var told []meeting.Event
	h.Earlier = earlierPlugin(func(event meeting.Event) { told = append(told, event) })
	h.share(t, place)
	start, end := occurrence("1", -5, 30)
	require.NoError(t, h.Handle(t.Context(), start))
	require.NoError(t, h.Handle(t.Context(), end))
	require.Equal(t, []meeting.Event{end}, told)
	require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
}

type earlierPlugin func(meeting.Event)

func (e earlierPlugin) End(_ context.Context, event meeting.Event) error {
	e(event)
	return nil
}

// TestSinceWhenItRunsIsToldByTheServicesClock, as events tell it.
func TestSinceWhenItRunsIsToldByTheServicesClock(t *testing.T) {
	found := room(false)
	found.Ahead = 4 * time.Minute
	h := newHouse(found)
	h.share(t, place)
	h.provider.Report = func(meeting.Person, int64, string) (meeting.Report, error) {
		return meeting.Report{Known: true, Running: true}, nil
	}
	h.now = now.Add(3 * time.Hour)
	h.reconcile(t, 500)
	require.Equal(t, h.now.Add(4*time.Minute), h.poster.Posts()[0].View.StartedAt)
}
