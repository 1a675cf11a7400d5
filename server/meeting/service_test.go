package meeting_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
)

var (
	now   = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	alice = meeting.Person{UserID: "u1", Username: "alice", Email: "alice@example.com", Zone: "Europe/Berlin"}
	place = meeting.Place{UserID: "u1", ChannelID: "c1", RootID: "r1"}
)

// house is the domain with doubles all around; what would run after an answer waits in later.
type house struct {
	*meeting.Service
	kv        *kvtest.KV
	poster    *meetingtest.Poster
	directory *meetingtest.Directory
	provider  *meetingtest.Provider
	log       *strings.Builder
	later     []func(context.Context)
	now       time.Time
	pauses    []time.Duration
	onWait    func()
}

func newHouse(meetings ...meeting.Meeting) *house {
	h := &house{
		kv: &kvtest.KV{}, poster: &meetingtest.Poster{}, provider: &meetingtest.Provider{Meetings: meetings},
		directory: &meetingtest.Directory{People: map[string]meeting.Person{"u1": alice}}, log: &strings.Builder{},
		now: now, onWait: func() {},
	}
	ids := 0
	h.Service = &meeting.Service{
		Provider: h.provider, Store: kvstore.Meetings{KV: h.kv}, Agenda: kvstore.Agenda{KV: h.kv}, Poster: h.poster, Directory: h.directory,
		Log: slog.New(slog.NewTextHandler(h.log, nil)), Now: func() time.Time { return h.now },
		NewID: func() string { ids++; return string(rune('a' + ids)) },
		After: func(task func(context.Context)) { h.later = append(h.later, task) },
		Wait: func(_ context.Context, d time.Duration) error {
			h.pauses = append(h.pauses, d)
			h.onWait()
			return nil
		},
	}
	return h
}

// newRunningHouse has one meeting, number 81 with UUID U, whose record knows its post.
func newRunningHouse(t *testing.T) *house {
	t.Helper()
	h := newHouse(instant(81, "U"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	h.settle(t)
	return h
}

// settle runs what waits.
func (h *house) settle(t *testing.T) {
	for _, task := range h.later {
		task(t.Context())
	}
	h.later = nil
}

func instant(number int64, uuid string) meeting.Meeting {
	return meeting.Meeting{Number: number, UUID: uuid, Topic: "Zoom Meeting", JoinURL: "https://zoom.example/j/1?pwd=p", Passcode: "p",
		StartURL: "https://zoom.example/s/1?zak=host"}
}

func TestStart(t *testing.T) {
	h := newHouse(instant(81, "U"))
	started, err := h.Start(t.Context(), meeting.Request{Place: place, Topic: "  Weekly \n sync "})
	require.NoError(t, err)
	require.Equal(t, []meeting.Options{{Topic: "Weekly sync"}}, h.provider.Asked)
	require.Equal(t, "post1", started.PostID)
	require.Equal(t, "https://zoom.example/s/1?zak=host", started.Meeting.StartURL)

	posts := h.poster.Posts()
	require.Len(t, posts, 1)
	require.Equal(t, place, posts[0].Place)
	require.Equal(t, meeting.View{
		ID: "b", Provider: "Zoom", Number: 81, UUID: "U", Topic: "Weekly sync", JoinURL: "https://zoom.example/j/1?pwd=p", Passcode: "p",
		CreatorUsername: "alice", CreatorZone: "Europe/Berlin", StartedAt: now,
	}, posts[0].View)

	reads, writes := h.kv.Calls()
	require.Equal(t, [2]int{2, 3}, [2]int{reads, writes}, "the channel's latest meeting and the agenda are read; they and the record are written")
	h.settle(t)
	reads, writes = h.kv.Calls()
	require.Equal(t, [2]int{1, 1}, [2]int{reads, writes}, "after the answer the record learns its post")
	for _, value := range h.kv.Values() {
		require.NotContains(t, string(value), "zak=")
	}
}

func TestTopics(t *testing.T) {
	for typed, want := range map[string]string{
		"":                         "",
		" \u200b\u200d\t ":         "",
		"a\x00b\u202ec\u200bd":     "abcd",
		"Team 👩\u200d🚀 – Ü\u00a0x": "Team 👩\u200d🚀 – Ü x",
		"می\u200cخواهم":            "می\u200cخواهم",
		"**bold** @all [x](y)":     "**bold** @all [x](y)",
		"bad \xff UTF-8":           "bad \ufffd UTF-8",
	} {
		h := newHouse(instant(81, "U"))
		_, err := h.Start(t.Context(), meeting.Request{Place: place, Topic: typed})
		require.NoError(t, err)
		require.Equal(t, []meeting.Options{{Topic: want}}, h.provider.Asked, "%q", typed)
	}
}

func TestStartFails(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		spoil func(*house)
		topic string
		want  error
		asked bool
	}{
		"topic too long":     {func(*house) {}, strings.Repeat("ü", 201), meeting.ErrTopicTooLong, false},
		"may not post":       {func(h *house) { h.directory.Err = meeting.ErrForbidden }, "", meeting.ErrForbidden, false},
		"the service fails":  {func(h *house) { h.provider.Err = meeting.ErrUnknownHost }, "", meeting.ErrUnknownHost, true},
		"the store fails":    {func(h *house) { h.kv.Err = boom }, "", boom, false},
		"posting fails":      {func(h *house) { h.poster.Err = boom }, "", boom, true},
		"longest good topic": {func(*house) {}, strings.Repeat("ü", 200), nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, "U"))
			c.spoil(h)
			_, err := h.Start(t.Context(), meeting.Request{Place: place, Topic: c.topic})
			require.ErrorIs(t, err, c.want)
			require.Equal(t, c.asked, len(h.provider.Asked) == 1, "asked the service")
			if c.want != nil {
				h.settle(t)
				require.Empty(t, h.poster.Posts())
			}
		})
	}
	t.Run("nobody", func(t *testing.T) {
		h := newHouse(instant(81, "U"))
		_, err := h.Start(t.Context(), meeting.Request{Place: meeting.Place{UserID: "u9"}})
		require.ErrorContains(t, err, "no user u9")
		require.Empty(t, h.provider.Asked)
	})
}

func running(number int64, uuid string) meeting.Event {
	return meeting.Event{Number: number, UUID: uuid, State: meeting.Running, StartedAt: now.Add(time.Minute), At: now.Add(time.Minute)}
}

func over(number int64, uuid string) meeting.Event {
	return meeting.Event{Number: number, UUID: uuid, State: meeting.Ended, StartedAt: now.Add(time.Minute),
		EndedAt: now.Add(31 * time.Minute), At: now.Add(32 * time.Minute)}
}

// TestEvents plays events against one meeting, number 81, whose create call answered the UUID of the case.
func TestEvents(t *testing.T) {
	bare := func(state meeting.State, at time.Duration) meeting.Event {
		return meeting.Event{Number: 81, State: state, At: now.Add(at)}
	}
	early, skewed := over(81, "X"), over(81, "X")
	early.StartedAt = now.Add(-time.Hour)
	skewed.StartedAt = now.Add(-4 * time.Minute)
	backwards := over(81, "U")
	backwards.EndedAt = now

	type span struct{ start, end time.Duration } // since now
	half := &span{time.Minute, 31 * time.Minute}
	for name, c := range map[string]struct {
		uuid   string
		events []meeting.Event
		want   *span // nil: has not ended
		final  string
	}{
		"started and ended":                    {"U", []meeting.Event{running(81, "U"), over(81, "U")}, half, "U"},
		"only started":                         {"U", []meeting.Event{running(81, "U")}, nil, ""},
		"ended before started":                 {"U", []meeting.Event{over(81, "U"), running(81, "U")}, half, "U"},
		"all of it twice":                      {"U", []meeting.Event{running(81, "U"), running(81, "U"), over(81, "U"), over(81, "U")}, half, "U"},
		"UUID unknown until the first event":   {"", []meeting.Event{running(81, "X"), over(81, "X")}, half, "X"},
		"the create call's UUID was not right": {"U", []meeting.Event{running(81, "X"), over(81, "X")}, half, "X"},
		"bound: another occurrence is foreign": {"U", []meeting.Event{running(81, "U"), over(81, "X")}, nil, ""},
		"after the end nothing moves it":       {"U", []meeting.Event{over(81, "U"), running(81, "X"), over(81, "X")}, half, "U"},
		"another number":                       {"U", []meeting.Event{over(82, "U")}, nil, ""},
		"started long before ours":             {"U", []meeting.Event{early}, nil, ""},
		"ended 6 minutes before, no times":     {"U", []meeting.Event{bare(meeting.Ended, -6*time.Minute)}, nil, ""},
		"ended before ours, no times":          {"U", []meeting.Event{bare(meeting.Ended, -time.Hour)}, nil, ""},
		"the service's clock is behind":        {"U", []meeting.Event{skewed}, &span{-4 * time.Minute, 31 * time.Minute}, "X"},
		"the first event has no UUID":          {"U", []meeting.Event{bare(meeting.Running, time.Minute), over(81, "X")}, half, "X"},
		"no times, no UUID, as in 2017": {"", []meeting.Event{bare(meeting.Running, 2*time.Minute), bare(meeting.Ended, 9*time.Minute)},
			&span{2 * time.Minute, 9 * time.Minute}, ""},
		"only an end without times": {"", []meeting.Event{bare(meeting.Ended, 9*time.Minute)}, &span{0, 9 * time.Minute}, ""},
		"clocks that disagree":      {"U", []meeting.Event{backwards}, &span{time.Minute, 0}, "U"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, c.uuid))
			_, err := h.Start(t.Context(), meeting.Request{Place: place})
			require.NoError(t, err)
			h.settle(t)
			for _, event := range c.events {
				require.NoError(t, h.Handle(t.Context(), event))
			}
			view := h.poster.Posts()[0].View
			require.Equal(t, c.want != nil, view.State == meeting.Ended)
			if c.want != nil {
				require.Equal(t, *c.want, span{view.StartedAt.Sub(now), view.EndedAt.Sub(now)})
				require.Equal(t, c.final, view.UUID)
			}
		})
	}
}

func TestAMeetingMayEndBeforeItsRecordKnowsThePost(t *testing.T) {
	h := newHouse(instant(81, "U"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Error(t, h.Handle(t.Context(), over(81, "U")), "it is worth sending again")
	require.False(t, h.poster.Posts()[0].View.State == meeting.Ended)
	h.settle(t)
	require.True(t, h.poster.Posts()[0].View.State == meeting.Ended)
}

// TestAMeetingThatNeverLearnedItsPostIsGivenUp: the process died before.
func TestAMeetingThatNeverLearnedItsPostIsGivenUp(t *testing.T) {
	h := newHouse(instant(81, "U"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Error(t, h.Handle(t.Context(), over(81, "U")))
	h.now = now.Add(10 * time.Minute)
	require.NoError(t, h.Handle(t.Context(), over(81, "U")))
	require.Contains(t, h.log.String(), "without a post")
}

// TestAStartAfterOneThatCouldNotBePosted is not asked about what nobody has seen.
func TestAStartAfterOneThatCouldNotBePosted(t *testing.T) {
	h := newHouse(instant(81, "U"), instant(82, "V"))
	h.poster.Fail(1, errors.New("down"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.Error(t, err)
	again, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Nil(t, again.Recent)
	require.Equal(t, "post1", again.PostID)
}

func TestAStartThatCouldNotBePosted(t *testing.T) {
	h := newHouse(instant(81, "U"), instant(82, "V"))
	h.poster.Err = errors.New("down")
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.Error(t, err)
	require.NoError(t, h.Handle(t.Context(), over(81, "U")), "nothing is left to be shown")
	require.NoError(t, h.Handle(t.Context(), over(81, "")))
	h.poster.Err = nil
	again, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	require.Nil(t, again.Recent, "nobody has seen the first")
	require.Len(t, h.poster.Posts(), 1)
}

// TestTheRecordLearnsItsPostInTheEnd makes the first tries fail: a database that is down, a replica that has not seen the record, an
// end that cannot be shown.
func TestTheRecordLearnsItsPostInTheEnd(t *testing.T) {
	down := errors.New("down")
	for name, c := range map[string]struct {
		spoil, mend func(*house)
	}{
		"database": {func(h *house) { h.kv.Err = down }, func(h *house) { h.kv.Err = nil }},
		"replica":  {func(h *house) { h.kv.Stale = true }, func(h *house) { h.kv.Stale = false }},
		"posting":  {func(h *house) { h.poster.Err = down }, func(h *house) { h.poster.Err = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(instant(81, "U"))
			_, err := h.Start(t.Context(), meeting.Request{Place: place})
			require.NoError(t, err)
			if name == "posting" {
				require.Error(t, h.Handle(t.Context(), over(81, "U")))
			}
			c.spoil(h)
			h.onWait = func() {
				if len(h.pauses) == 2 {
					c.mend(h)
				}
			}
			h.settle(t)
			require.Len(t, h.pauses, 2)
			require.Empty(t, h.log.String())
			require.NoError(t, h.Handle(t.Context(), over(81, "U")))
			require.True(t, h.poster.Posts()[0].View.State == meeting.Ended)
		})
	}
}

// TestEachRecordLearnsItsOwnPost starts two meetings of one number: a personal room.
func TestEachRecordLearnsItsOwnPost(t *testing.T) {
	room := instant(81, "")
	room.Personal = true
	h := newHouse(room, room)
	for range 2 {
		_, err := h.Start(t.Context(), meeting.Request{Place: place, Personal: true, Force: true})
		require.NoError(t, err)
	}
	h.settle(t)
	require.NoError(t, h.Handle(t.Context(), over(81, "B")))
	for _, post := range h.poster.Posts() {
		require.Equal(t, meeting.Ended, post.View.State)
		require.Equal(t, 1, post.Edits)
	}
}

func TestAnEndThatCouldNotBeShownIsShownWhenItIsSentAgain(t *testing.T) {
	for _, uuid := range []string{"U", "not the create call's", ""} {
		h := newRunningHouse(t)
		h.poster.Err = errors.New("database is down")
		require.Error(t, h.Handle(t.Context(), over(81, uuid)))
		h.poster.Err = nil
		require.NoError(t, h.Handle(t.Context(), over(81, uuid)))
		require.True(t, h.poster.Posts()[0].View.State == meeting.Ended, uuid)
	}
}

// TestAnEndWithoutUUIDOfABoundMeetingIsShownWhenItIsSentAgain: its start came with a UUID, its end without.
func TestAnEndWithoutUUIDOfABoundMeetingIsShownWhenItIsSentAgain(t *testing.T) {
	h := newRunningHouse(t)
	require.NoError(t, h.Handle(t.Context(), running(81, "U")))
	h.poster.Err = errors.New("database is down")
	require.Error(t, h.Handle(t.Context(), over(81, "")))
	h.poster.Err = nil
	require.NoError(t, h.Handle(t.Context(), over(81, "")))
	require.True(t, h.poster.Posts()[0].View.State == meeting.Ended)
}

func TestAPostThatIsGoneEndsQuietly(t *testing.T) {
	h := newRunningHouse(t)
	h.poster.Err = errors.Wrap(meeting.ErrPostGone, "deleted")
	require.NoError(t, h.Handle(t.Context(), over(81, "U")))
	require.NotContains(t, h.log.String(), "level=ERROR")
}

func TestTheStoreFailing(t *testing.T) {
	h := newHouse(instant(81, "U"))
	_, err := h.Start(t.Context(), meeting.Request{Place: place})
	require.NoError(t, err)
	h.kv.Err = errors.New("down")
	require.ErrorIs(t, h.Handle(t.Context(), over(81, "U")), h.kv.Err, "transient, so that it is sent again")
	h.settle(t)
	require.Contains(t, h.log.String(), "could not be saved in its record")
}

func TestWhatAnEventCosts(t *testing.T) {
	h := newRunningHouse(t)
	for _, c := range []struct {
		name          string
		event         meeting.Event
		reads, writes int
	}{
		{"foreign", over(999, "F"), 1, 0},
		{"started", running(81, "U"), 1, 1},
		{"the same again", running(81, "U"), 1, 0},
		{"another occurrence", over(81, "X"), 1, 0},
		{"ended", over(81, "U"), 1, 1},
		{"ended again", over(81, "U"), 1, 0},
		{"another occurrence after the end", over(81, "X"), 1, 0},
	} {
		h.kv.Calls()
		require.NoError(t, h.Handle(t.Context(), c.event), c.name)
		reads, writes := h.kv.Calls()
		require.Equal(t, [2]int{c.reads, c.writes}, [2]int{reads, writes}, c.name)
	}
	require.Equal(t, 2, h.poster.Posts()[0].Edits, "only what is about it is shown")
}
