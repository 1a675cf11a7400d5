package meeting_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

// share shares the provider's next meeting and returns its post.
func (h *house) share(t *testing.T, where meeting.Place) (index int) {
	t.Helper()
	_, err := h.Share(t.Context(), meeting.ShareRequest{Place: where, Reference: "typed"})
	require.NoError(t, err)
	h.settle(t)
	return len(h.poster.Posts()) - 1
}

func room(running bool) meeting.Meeting {
	return meeting.Meeting{Number: 500, UUID: "of some occurrence", Topic: "Alice's room", JoinURL: "https://zoom.example/j/500", Running: running}
}

// occurrence is what the service tells of one that lasted from and to so many minutes after now.
func occurrence(uuid string, from, to int) (start, end meeting.Event) {
	at := func(minutes int) time.Time { return now.Add(time.Duration(minutes) * time.Minute) }
	start = meeting.Event{Number: 500, UUID: uuid, State: meeting.Running, StartedAt: at(from), At: at(from)}
	end = meeting.Event{Number: 500, UUID: uuid, State: meeting.Ended, StartedAt: at(from), EndedAt: at(to), At: at(to)}
	return start, end
}

func TestShare(t *testing.T) {
	h := newHouse(room(false))
	outcome, err := h.Share(t.Context(), meeting.ShareRequest{Place: place, Reference: "500"})
	require.NoError(t, err)
	h.settle(t)
	require.Equal(t, []string{"500"}, h.provider.Sought)
	require.Equal(t, "post1", outcome.PostID)
	require.Equal(t, int64(500), outcome.Meeting.Number)
	posts := h.poster.Posts()
	require.Equal(t, place, posts[0].Place)
	require.Equal(t, meeting.View{
		ID: "b", Provider: "Zoom", Number: 500, Topic: "Alice's room", JoinURL: "https://zoom.example/j/500", CreatorUsername: "alice", CreatorZone: "Europe/Berlin", Shared: true,
	}, posts[0].View)
}

// TestSinceWhenASharedMeetingRunsIsNotGuessed: it may have run for an hour when it is shared.
func TestSinceWhenASharedMeetingRunsIsNotGuessed(t *testing.T) {
	h := newHouse(room(true))
	h.share(t, place)
	require.Equal(t, meeting.Running, h.poster.Posts()[0].View.State)
	require.Zero(t, h.poster.Posts()[0].View.StartedAt)
	start, end := occurrence("1", -60, 30)
	require.NoError(t, h.Handle(t.Context(), start))
	require.NoError(t, h.Handle(t.Context(), end))
	require.Equal(t, start.StartedAt, h.poster.Posts()[0].View.StartedAt)
}

// TestTheTopicOfASharedMeetingIsOneLine: it comes from Zoom, where others may have typed it.
func TestTheTopicOfASharedMeetingIsOneLine(t *testing.T) {
	odd := room(false)
	odd.Topic = " a\u202eb\n" + strings.Repeat("x", 300)
	h := newHouse(odd)
	h.share(t, place)
	require.Equal(t, "ab "+strings.Repeat("x", 197), h.poster.Posts()[0].View.Topic)
}

func TestShareTheOwnRoom(t *testing.T) {
	h := newHouse(room(false))
	_, err := h.Share(t.Context(), meeting.ShareRequest{Place: place, Personal: true})
	require.NoError(t, err)
	require.Equal(t, []string{"the room"}, h.provider.Sought)
	require.True(t, h.poster.Posts()[0].View.Shared)
}

func TestShareFails(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*house)
		want  error
	}{
		"may not post":      {func(h *house) { h.directory.Err = meeting.ErrForbidden }, meeting.ErrForbidden},
		"not a meeting":     {func(h *house) { h.provider.Err = meeting.ErrBadReference }, meeting.ErrBadReference},
		"cannot be shared":  {func(h *house) { h.Provider = onlyStarts{h.provider} }, meeting.ErrCannotShare},
		"the store fails":   {func(h *house) { h.kv.Err = errBoom }, errBoom},
		"posting it failed": {func(h *house) { h.poster.Err = errBoom }, errBoom},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(room(false))
			c.spoil(h)
			_, err := h.Share(t.Context(), meeting.ShareRequest{Place: place, Reference: "500"})
			require.ErrorIs(t, err, c.want)
			require.Empty(t, h.poster.Posts())
		})
	}
}

var errBoom = errors.New("boom")

// onlyStarts hides that the provider can find meetings.
type onlyStarts struct{ provider meeting.Provider }

func (o onlyStarts) Name() string { return o.provider.Name() }

func (o onlyStarts) Create(ctx context.Context, host meeting.Person, options meeting.Options) (meeting.Meeting, error) {
	return o.provider.Create(ctx, host, options)
}

// TestTheLifeOfASharedMeeting shares the room at minute 0; the zeroth occurrence is over by then, the first runs or is yet to come.
func TestTheLifeOfASharedMeeting(t *testing.T) {
	zerothStart, zerothEnd := occurrence("0", -20, -10)
	runningStart, runningEnd := occurrence("1", -5, 30)
	nextStart, nextEnd := occurrence("2", 5, 35)
	laterStart, laterEnd := occurrence("3", 60, 90)
	bare := func(state meeting.State, minutes int) meeting.Event {
		return meeting.Event{Number: 500, State: state, At: now.Add(time.Duration(minutes) * time.Minute)}
	}
	type events = []meeting.Event
	for name, c := range map[string]struct {
		running bool
		events  events
		want    meeting.State
		uuid    string
	}{
		"nothing happens":                   {false, nil, meeting.Waiting, ""},
		"known to run":                      {true, nil, meeting.Running, ""},
		"it starts":                         {false, events{nextStart}, meeting.Running, "2"},
		"it starts and ends":                {false, events{nextStart, nextEnd}, meeting.Ended, "2"},
		"told the wrong way round":          {false, events{nextEnd, nextStart}, meeting.Ended, "2"},
		"told twice":                        {false, events{nextStart, nextStart, nextEnd, nextEnd}, meeting.Ended, "2"},
		"an earlier one, told late":         {false, events{zerothStart, zerothEnd}, meeting.Waiting, ""},
		"an earlier one, told late, known":  {true, events{zerothStart, zerothEnd}, meeting.Running, ""},
		"it ran already":                    {false, events{runningEnd}, meeting.Ended, "1"},
		"it ran already, start told late":   {false, events{runningStart, runningEnd}, meeting.Ended, "1"},
		"it was known to run":               {true, events{runningEnd}, meeting.Ended, "1"},
		"known to run, start told late":     {true, events{runningStart, runningEnd}, meeting.Ended, "1"},
		"known to run, its end was lost":    {true, events{laterStart, laterEnd}, meeting.Ended, "3"},
		"bound: another one ends":           {false, events{nextStart, laterEnd}, meeting.Running, "2"},
		"bound: an end without a UUID":      {false, events{nextStart, bare(meeting.Ended, 35)}, meeting.Running, "2"},
		"after its end another one":         {false, events{nextStart, nextEnd, laterStart}, meeting.Ended, "2"},
		"2017, no UUID, no times":           {false, events{bare(meeting.Running, 5), bare(meeting.Ended, 35)}, meeting.Ended, ""},
		"no UUID at first":                  {false, events{bare(meeting.Running, 5), nextStart, laterEnd, nextEnd}, meeting.Ended, "2"},
		"another number, as of another one": {false, events{over(501, "2")}, meeting.Waiting, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(room(c.running))
			h.share(t, place)
			for _, event := range c.events {
				require.NoError(t, h.Handle(t.Context(), event))
			}
			view := h.poster.Posts()[0].View
			require.Equal(t, c.want, view.State)
			if c.want == meeting.Ended {
				require.Equal(t, c.uuid, view.UUID)
				require.False(t, view.EndedAt.Before(now))
			}
			require.Len(t, h.poster.Posts(), 1, "an event never makes a post")
		})
	}
}

// TestASharedMeetingThatIsKnownToRun says so from the beginning.
func TestASharedMeetingThatIsKnownToRun(t *testing.T) {
	start, _ := occurrence("1", 5, 30)
	h := newHouse(room(true))
	h.share(t, place)
	require.NoError(t, h.Handle(t.Context(), start))
	require.Zero(t, h.poster.Posts()[0].Edits)
}

// TestARoomThatIsEnteredMuchLater is no longer what a start there was about; who shared the room may wait for long.
func TestARoomThatIsEnteredMuchLater(t *testing.T) {
	personal := room(false)
	personal.Personal = true
	for minutes, want := range map[int]meeting.State{12 * 60: meeting.Ended, 12*60 + 1: meeting.Waiting} {
		h := newHouse(personal, personal)
		_, err := h.Start(t.Context(), meeting.Request{Place: place, Personal: true})
		require.NoError(t, err)
		h.settle(t)
		h.share(t, place)
		start, end := occurrence("1", minutes, minutes+30)
		require.NoError(t, h.Handle(t.Context(), start))
		require.NoError(t, h.Handle(t.Context(), end))
		require.Equal(t, want, h.poster.Posts()[0].View.State)
		require.Equal(t, meeting.Ended, h.poster.Posts()[1].View.State)
	}
}

// TestARoomInSeveralChannels uses one room in two channels at once, in a third one later, and outside.
func TestARoomInSeveralChannels(t *testing.T) {
	first, firstEnd := occurrence("1", 5, 30)
	second, secondEnd := occurrence("2", 45, 60)
	h := newHouse(room(false), room(false), room(false))
	states := func() (states []meeting.State) {
		for _, post := range h.poster.Posts() {
			states = append(states, post.View.State)
		}
		return states
	}
	h.share(t, place)
	h.now = now.Add(time.Minute)
	h.share(t, meeting.Place{UserID: "u1", ChannelID: "c2"})
	require.NoError(t, h.Handle(t.Context(), first))
	require.Equal(t, []meeting.State{meeting.Running, meeting.Running}, states())
	h.now = now.Add(40 * time.Minute)
	h.share(t, meeting.Place{UserID: "u1", ChannelID: "c3"})
	require.NoError(t, h.Handle(t.Context(), firstEnd), "told late")
	require.Equal(t, []meeting.State{meeting.Ended, meeting.Ended, meeting.Waiting}, states())
	require.NoError(t, h.Handle(t.Context(), second))
	require.NoError(t, h.Handle(t.Context(), secondEnd))
	require.Equal(t, []meeting.State{meeting.Ended, meeting.Ended, meeting.Ended}, states())
	require.Equal(t, now.Add(30*time.Minute), h.poster.Posts()[1].View.EndedAt)
	require.Equal(t, now.Add(60*time.Minute), h.poster.Posts()[2].View.EndedAt)
}

func TestAStartInThePersonalRoom(t *testing.T) {
	personal := room(false)
	personal.Personal, personal.StartURL = true, "https://zoom.example/s/500?zak=host"
	h := newHouse(personal)
	outcome, err := h.Start(t.Context(), meeting.Request{Place: place, Personal: true, Topic: "T"})
	require.NoError(t, err)
	h.settle(t)
	require.Equal(t, []meeting.Options{{Topic: "T", Personal: true}}, h.provider.Asked)
	require.Equal(t, personal.StartURL, outcome.Meeting.StartURL)
	view := h.poster.Posts()[0].View
	require.True(t, view.Personal)
	require.False(t, view.Shared)
	require.Empty(t, view.UUID, "the one of the create call may be that of an occurrence that is over")

	_, privateEnd := occurrence("of some occurrence", -20, -10)
	require.NoError(t, h.Handle(t.Context(), privateEnd))
	start, end := occurrence("1", 1, 30)
	require.NoError(t, h.Handle(t.Context(), start))
	require.Zero(t, h.poster.Posts()[0].Edits, "the card of a start needs no edit until the end")
	require.NoError(t, h.Handle(t.Context(), end))
	require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
}

// TestTwoNodesLeaveNoStaleCard lets one node handle the end while another is about to show the start.
func TestTwoNodesLeaveNoStaleCard(t *testing.T) {
	start, end := occurrence("1", 5, 30)
	for name, farBehind := range map[string]bool{"": false, "a replica knows not even of the start": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(room(false))
			kv := &replicas{KV: h.kv}
			h.Store = kvstore.Meetings{KV: kv}
			h.share(t, place)
			before := h.kv.Values()["meeting_500"]
			h.poster.BeforeShow = func(view meeting.View) {
				if view.State != meeting.Running {
					return
				}
				h.poster.BeforeShow = nil
				require.NoError(t, h.Handle(t.Context(), end))
				require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
				if farBehind {
					kv.old = before
				}
			}
			require.NoError(t, h.Handle(t.Context(), start))
			require.Equal(t, meeting.Ended, h.poster.Posts()[0].View.State)
		})
	}
}

// replicas answer one read with what is old.
type replicas struct {
	*kvtest.KV
	old []byte
}

func (r *replicas) Get(ctx context.Context, key string) ([]byte, error) {
	if old := r.old; old != nil {
		r.old = nil
		return old, nil
	}
	return r.KV.Get(ctx, key)
}

// TestAStartThatCouldNotBeShownIsShownWhenItIsSentAgain: its post is of a shared meeting.
func TestAStartThatCouldNotBeShownIsShownWhenItIsSentAgain(t *testing.T) {
	start, _ := occurrence("1", 5, 30)
	h := newHouse(room(false))
	h.share(t, place)
	h.poster.Err = errBoom
	require.ErrorIs(t, h.Handle(t.Context(), start), errBoom)
	h.poster.Err = nil
	require.NoError(t, h.Handle(t.Context(), start))
	require.Equal(t, meeting.Running, h.poster.Posts()[0].View.State)
	require.NoError(t, h.Handle(t.Context(), start))
	require.Equal(t, 1, h.poster.Posts()[0].Edits, "and then no more")
}
