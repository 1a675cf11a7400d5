package meeting_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

// newLimitedHouse has users u1 to u9 and channels of any name.
func newLimitedHouse(starts int) *house {
	meetings := make([]meeting.Meeting, 200)
	for i := range meetings {
		meetings[i] = instant(int64(1000+i), "")
	}
	h := newHouse(meetings...)
	for i := range 10 {
		id := fmt.Sprint("u", i)
		h.directory.People[id] = meeting.Person{UserID: id, Username: id}
	}
	h.Limit = &meeting.StartLimit{}
	h.Limit.Set(starts)
	return h
}

// click starts a meeting, whatever was started there before.
func (h *house) click(t *testing.T, user, channel string) error {
	t.Helper()
	_, err := h.Start(t.Context(), meeting.Request{Place: meeting.Place{UserID: user, ChannelID: channel}, Force: true})
	return err
}

// requireTooMany tells that a start is refused and touches nothing, and until when.
func (h *house) requireTooMany(t *testing.T, user, channel string, inChannel bool, wait time.Duration) {
	t.Helper()
	h.kv.Calls() // It counts anew.
	asked, posted := len(h.provider.Asked), len(h.poster.Posts())
	err := h.click(t, user, channel)
	require.ErrorIs(t, err, meeting.ErrTooManyStarts)
	var tooMany *meeting.TooManyStartsError
	require.ErrorAs(t, err, &tooMany)
	require.Equal(t, inChannel, tooMany.InChannel)
	require.WithinDuration(t, h.now.Add(wait), tooMany.RetryAt, time.Microsecond)
	_, writes := h.kv.Calls()
	require.Zero(t, writes)
	require.Len(t, h.provider.Asked, asked)
	require.Len(t, h.poster.Posts(), posted)
}

func TestAPersonStartsSoManyMeetings(t *testing.T) {
	h := newLimitedHouse(20)
	for i := range 20 {
		require.NoError(t, h.click(t, "u1", fmt.Sprint("c", i)))
	}
	h.requireTooMany(t, "u1", "c99", false, 30*time.Second)
	h.requireTooMany(t, "u1", "c99", false, 30*time.Second)
	require.NoError(t, h.click(t, "u2", "c99"), "somebody else")
	h.now = h.now.Add(29 * time.Second)
	h.requireTooMany(t, "u1", "c99", false, time.Second)
	h.now = h.now.Add(time.Second)
	require.NoError(t, h.click(t, "u1", "c99"))
	h.requireTooMany(t, "u1", "c99", false, 30*time.Second)
	h.now = h.now.Add(meeting.LimitWindow)
	for range 20 {
		require.NoError(t, h.click(t, "u1", "c0"))
	}
	h.requireTooMany(t, "u1", "c99", false, 30*time.Second)
}

func TestInAChannelAreStartedSoManyMeetings(t *testing.T) {
	h := newLimitedHouse(2)
	for i := range 6 {
		require.NoError(t, h.click(t, fmt.Sprint("u", i/2), "c1"))
	}
	h.requireTooMany(t, "u5", "c1", true, 100*time.Second)
	for range 2 {
		require.NoError(t, h.click(t, "u5", "c2"), "the channel's refusal took nothing from the person")
	}
	// Both limits are reached, and the later one says so.
	h.requireTooMany(t, "u5", "c1", false, 300*time.Second)
	h.requireTooMany(t, "u5", "c3", false, 300*time.Second)
	h.now = h.now.Add(100 * time.Second)
	require.NoError(t, h.click(t, "u6", "c1"), "the person's refusals took nothing from the channel")
}

func TestWhatDoesNotCountAsAStart(t *testing.T) {
	here := meeting.Request{Place: meeting.Place{UserID: "u1", ChannelID: "c1"}}
	for name, try := range map[string]func(t *testing.T, h *house){
		"a question about a recent meeting": func(t *testing.T, h *house) {
			outcome, err := h.Start(t.Context(), here)
			require.NoError(t, err)
			require.NotNil(t, outcome.Recent)
		},
		"a share": func(t *testing.T, h *house) { h.share(t, here.Place) },
		"one who may not post": func(t *testing.T, h *house) {
			h.directory.Err = meeting.ErrForbidden
			require.ErrorIs(t, h.click(t, "u1", "c1"), meeting.ErrForbidden)
			h.directory.Err = nil
		},
		"one who has to sign in": func(t *testing.T, h *house) {
			h.provider.Err = meeting.ErrNotConnected
			require.ErrorIs(t, h.click(t, "u1", "c1"), meeting.ErrNotConnected)
			h.provider.Err = nil
		},
		"nothing is set up": func(t *testing.T, h *house) {
			h.provider.Err = &meeting.NotConfiguredError{}
			require.ErrorIs(t, h.click(t, "u1", "c1"), meeting.ErrNotConfigured)
			h.provider.Err = nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newLimitedHouse(2)
			require.NoError(t, h.click(t, "u1", "c1"))
			for range 9 {
				try(t, h)
			}
			require.NoError(t, h.click(t, "u1", "c1"))
			h.requireTooMany(t, "u1", "c1", false, 300*time.Second)
		})
	}
}

// TestAFailureOfTheServiceCounts, since it was asked.
func TestAFailureOfTheServiceCounts(t *testing.T) {
	h := newLimitedHouse(2)
	h.provider.Err = &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("x")}
	for range 2 {
		require.ErrorIs(t, h.click(t, "u1", "c1"), meeting.ErrUnavailable)
	}
	h.requireTooMany(t, "u1", "c1", false, 300*time.Second)
}

// TestAStartThatGoesOnAfterTheSignInCounts once.
func TestAStartThatGoesOnAfterTheSignInCounts(t *testing.T) {
	h := newLimitedHouse(1)
	wanted := meeting.Wanted{Start: &meeting.Request{Place: meeting.Place{UserID: "u1", ChannelID: "c1"}, Force: true}}
	h.provider.Err = meeting.ErrNotConnected
	require.ErrorIs(t, h.click(t, "u1", "c1"), meeting.ErrNotConnected)
	h.provider.Err = nil
	_, err := h.Resume(t.Context(), wanted)
	require.NoError(t, err)
	_, err = h.Resume(t.Context(), wanted)
	require.ErrorIs(t, err, meeting.ErrTooManyStarts, "the link was followed again")
}

func TestAnotherLimitIsInForceAtOnce(t *testing.T) {
	h := newLimitedHouse(1)
	require.NoError(t, h.click(t, "u1", "c1"))
	h.requireTooMany(t, "u1", "c1", false, meeting.LimitWindow)
	h.Limit.Set(1)
	h.requireTooMany(t, "u1", "c1", false, meeting.LimitWindow)
	h.Limit.Set(0)
	for range 50 {
		require.NoError(t, h.click(t, "u1", "c1"))
	}
	h.Limit.Set(2)
	require.NoError(t, h.click(t, "u1", "c1"))
	require.NoError(t, h.click(t, "u1", "c1"))
	h.requireTooMany(t, "u1", "c1", false, 300*time.Second)
}

// TestAtOnceNoMorePass than may.
func TestAtOnceNoMorePass(t *testing.T) {
	limit := &meeting.StartLimit{}
	limit.Set(5)
	passed := make(chan bool)
	for i := range 100 {
		go func() { passed <- meeting.Take(limit, now, "u1", fmt.Sprint("c", i)) == nil }()
	}
	count := 0
	for range 100 {
		if <-passed {
			count++
		}
	}
	require.Equal(t, 5, count)
}

// TestALimitForgets what is full again, and has a bound however many come.
func TestALimitForgets(t *testing.T) {
	limit := &meeting.StartLimit{}
	limit.Set(1)
	at := now
	for i := range 100 {
		require.NoError(t, meeting.Take(limit, at, fmt.Sprint("u", i), fmt.Sprint("c", i)))
		at = at.Add(time.Minute)
	}
	people, channels := meeting.Remembered(limit)
	require.LessOrEqual(t, people, 11, "those of the last ten minutes")
	require.LessOrEqual(t, channels, 11)
	require.Error(t, meeting.Take(limit, at, "u99", "c0"))

	for i := range 25_000 {
		require.NoError(t, meeting.Take(limit, at, fmt.Sprint("v", i), fmt.Sprint("d", i)))
	}
	people, channels = meeting.Remembered(limit)
	require.Equal(t, 10_000, people)
	require.Equal(t, 10_000, channels)
	require.Error(t, meeting.Take(limit, at, "v24999", "d0"), "the newest is not forgotten")
}
