package meeting_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

// TestASecondStartInTheChannelIsAQuestion starts a meeting in c1, and then another.
func TestASecondStartInTheChannelIsAQuestion(t *testing.T) {
	elsewhere := meeting.Place{UserID: "u1", ChannelID: "c2"}
	for name, c := range map[string]struct {
		after     time.Duration
		request   meeting.Request
		meanwhile func(*testing.T, *house)
		asks      bool
	}{
		"at once":               {0, meeting.Request{Place: place}, nil, true},
		"29 s later":            {29 * time.Second, meeting.Request{Place: place}, nil, true},
		"30 s later":            {30 * time.Second, meeting.Request{Place: place}, nil, false},
		"in a thread":           {0, meeting.Request{Place: meeting.Place{UserID: "u1", ChannelID: "c1", RootID: "r9"}}, nil, true},
		"with another topic":    {0, meeting.Request{Place: place, Topic: "Other"}, nil, true},
		"in the personal room":  {0, meeting.Request{Place: place, Personal: true}, nil, true},
		"insisting":             {0, meeting.Request{Place: place, Force: true}, nil, false},
		"in another channel":    {0, meeting.Request{Place: elsewhere}, nil, false},
		"the first has ended":   {0, meeting.Request{Place: place}, func(t *testing.T, h *house) { require.NoError(t, h.Handle(t.Context(), over(81, "U"))) }, false},
		"the first was a share": {0, meeting.Request{Place: elsewhere}, func(t *testing.T, h *house) { h.share(t, elsewhere) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, "U"), instant(82, "V"), instant(83, "W"))
			first, err := h.Start(t.Context(), meeting.Request{Place: place, Topic: "Weekly"})
			require.NoError(t, err)
			h.settle(t)
			if c.meanwhile != nil {
				c.meanwhile(t, h)
			}
			asked, posted := len(h.provider.Asked), len(h.poster.Posts())
			h.now = now.Add(c.after)
			second, err := h.Start(t.Context(), c.request)
			require.NoError(t, err)
			if !c.asks {
				require.Nil(t, second.Recent)
				require.NotEmpty(t, second.PostID)
				return
			}
			require.Empty(t, second.PostID)
			require.Equal(t, int64(81), second.Recent.Number)
			require.Equal(t, "Weekly", second.Recent.Topic)
			require.Equal(t, "alice", second.Recent.CreatorUsername)
			require.Equal(t, "https://zoom.example/j/1?pwd=p", second.Recent.JoinURL)
			require.Equal(t, first.PostID, second.Recent.PostID)
			require.Len(t, h.provider.Asked, asked, "the service is not asked")
			require.Len(t, h.poster.Posts(), posted)
		})
	}
}

// TestTwoWhoClickAtOnce get one meeting: the second is posted while the service still makes the first.
func TestTwoWhoClickAtOnce(t *testing.T) {
	for name, force := range map[string]bool{"asked": false, "insisting": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(82, "V"), instant(81, "U"))
			h.provider.BeforeCreate = func() {
				h.provider.BeforeCreate = nil
				_, err := h.Start(t.Context(), meeting.Request{Place: place})
				require.NoError(t, err)
			}
			slower, err := h.Start(t.Context(), meeting.Request{Place: place, Force: force})
			require.NoError(t, err)
			h.settle(t)
			if force {
				require.Len(t, h.poster.Posts(), 2)
				return
			}
			require.Equal(t, int64(82), slower.Recent.Number)
			require.Len(t, h.poster.Posts(), 1)
			require.NoError(t, h.Handle(t.Context(), over(81, "U")), "nobody waits for a post of the other")
			require.NoError(t, h.Handle(t.Context(), over(82, "V")))
			require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
		})
	}
}

// TestAReplicaThatHasNotSeenWhoWasFaster gets time to.
func TestAReplicaThatHasNotSeenWhoWasFaster(t *testing.T) {
	h := newHouse(instant(82, "V"), instant(81, "U"))
	h.provider.BeforeCreate = func() {
		h.provider.BeforeCreate = nil
		_, err := h.Start(t.Context(), meeting.Request{Place: place})
		require.NoError(t, err)
		h.kv.Stale = true
	}
	h.onWait = func() { h.kv.Stale = len(h.pauses) < 2 }
	slower, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.NotNil(t, slower.Recent)
	require.Len(t, h.poster.Posts(), 1)
}

// TestPeopleCanInsistAgainAndAgain starts a third meeting after the second has replaced the first as the latest.
func TestPeopleCanInsistAgainAndAgain(t *testing.T) {
	h := newHouse(instant(81, "U"), instant(82, "V"), instant(83, "W"))
	for _, request := range []meeting.Request{{Place: place}, {Place: place, Force: true}} {
		_, err := h.Start(t.Context(), request)
		require.NoError(t, err)
	}
	third, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Equal(t, int64(82), third.Recent.Number, "the latest")
}
