package meeting_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mattermost-plugin-zoom/server/jobs"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/meeting"
)

// TestEveryPostEnds plays random histories in which any event may get lost, processes die, the database and the service fail, and replicas
// are behind, with two nodes whose clocks differ. Every post ends, once, and as it really was or without saying when.
func TestEveryPostEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// A bubble has no deadline, which rapid would ask for.
		rapid.Check(struct{ testing.TB }{t}, func(t *rapid.T) {
			w := newLossyWorld(t)
			t.Repeat(map[string]func(*rapid.T){
				"post":  w.postAnything,
				"enter": w.enter,
				"leave": w.leave,
				"event": w.deliver,
				"wait":  w.pass,
				"fail":  w.fail,
				"":      func(*rapid.T) { w.sane() },
			})
			w.end()
		})
	})
}

// promise is a post, and when it has ended at the latest.
type promise struct {
	card
	deadline time.Time
	personal bool
}

// maxAhead is how far a server's clock is off at most, in seconds.
const maxAhead = 240

// node is one of several servers, by the clock that it has: so far ahead of the service's, which is right.
type node struct {
	*jobs.Reconciler
	service *meeting.Service
	ahead   time.Duration
}

type lossyWorld struct {
	*world
	nodes    []node
	promises map[string]promise // by the id of the record
	numbers  []int64
	// closed is when a record was first seen to have ended, and said what its post has said of that.
	closed map[string]time.Time
	said   map[string]meeting.View
	// silent tells that the service does not say what was; down that it fails.
	silent, down bool
}

func newLossyWorld(t *rapid.T) *lossyWorld {
	w := &lossyWorld{
		world:    &world{T: t, house: newHouse(), losses: true, shuffles: true},
		promises: map[string]promise{}, closed: map[string]time.Time{}, said: map[string]meeting.View{},
		silent: rapid.Bool().Draw(t, "the service does not tell what was"),
	}
	w.kv.Lag = rapid.IntRange(0, 2).Draw(t, "replica is behind by")
	w.provider.Report = w.report
	w.poster.BeforeShow = func(view meeting.View) {
		if view.State != meeting.Ended {
			return
		}
		if before, told := w.said[view.ID]; told {
			require.Equal(t, before, view, "it ended twice, and differently")
		}
		w.said[view.ID] = view
	}
	for range 2 {
		service, ahead := *w.Service, time.Duration(rapid.IntRange(-maxAhead, maxAhead).Draw(t, "clock is ahead by"))*time.Second
		service.Now = func() time.Time { return w.now.Add(ahead) }
		w.nodes = append(w.nodes, node{&jobs.Reconciler{
			Agenda: kvstore.Agenda{KV: w.kv}, Meetings: &service, Log: slog.New(slog.DiscardHandler), Now: service.Now,
			Random: func() float64 { return 0.9 },
		}, &service, ahead})
	}
	return w
}

// report is what the service knows, which is the truth.
func (w *lossyWorld) report(_ meeting.Person, number int64, uuid string) (meeting.Report, error) {
	if w.down {
		return meeting.Report{}, &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("down")}
	}
	report := meeting.Report{Known: true, NoPast: w.silent}
	for _, o := range w.occasions {
		switch {
		case o.number != number:
		case o.end.IsZero():
			report.Running = true
		case !w.silent && (uuid == "" || uuid == o.uuid):
			end := o.end.Truncate(time.Second)
			report.Ended = &meeting.Event{Number: number, UUID: o.uuid, State: meeting.Ended, StartedAt: o.start.Truncate(time.Second), EndedAt: end, At: end}
		}
	}
	return report, nil
}

// postAnything starts a meeting of its own or in a room, or shares a room, perhaps with a plan; and perhaps the process dies thereafter.
func (w *lossyWorld) postAnything(t *rapid.T) {
	kind := rapid.SampledFrom([]string{"instant", "room", "shared", "planned"}).Draw(t, "kind")
	number := w.room(t)
	if kind == "instant" {
		number = int64(1000 + len(w.promises))
	}
	node := w.node(t)
	m := meeting.Meeting{Number: number, Personal: kind == "room", Ahead: -node.ahead}
	const longest, hour = 30 * time.Hour, time.Hour
	p := promise{card: card{number, w.now, kind == "instant" || kind == "room"}, personal: m.Personal}
	where := meeting.Place{UserID: "u1", ChannelID: "c1"}
	var err error
	switch kind {
	case "planned":
		m.PlannedEnd = w.now.Add(time.Duration(rapid.IntRange(1, 48).Draw(t, "hours")) * hour)
		// It may be seen to run at the last moment, and then to have been another occurrence, which began thereafter.
		p.deadline = m.PlannedEnd.Add(3*longest + hour)
	case "shared":
		p.deadline = w.now.Add(7*24*hour + 2*longest + hour)
	default:
		// Whoever enters at the last moment may stay.
		p.deadline = w.now.Add(2*longest + hour)
	}
	w.provider.Meetings = []meeting.Meeting{m}
	if p.started {
		_, err = node.service.Start(t.Context(), meeting.Request{Place: where, Personal: m.Personal, Force: true})
	} else {
		_, err = node.service.Share(t.Context(), meeting.ShareRequest{Place: where, Reference: "room"})
	}
	if err == nil {
		posts := w.poster.Posts()
		w.promises[posts[len(posts)-1].View.ID] = p
		w.numbers = append(w.numbers, number)
	}
	if rapid.Bool().Draw(t, "the process dies") {
		w.later = nil
	}
	for _, task := range w.later {
		task(t.Context())
	}
	w.later = nil
	w.now = w.now.Add(2 * time.Second)
}

func (w *lossyWorld) node(t *rapid.T) node { return rapid.SampledFrom(w.nodes).Draw(t, "node") }

// anyNumber is one that was posted, or a room.
func (w *lossyWorld) anyNumber(t *rapid.T) int64 {
	return rapid.SampledFrom(append(slices.Clone(rooms), w.numbers...)).Draw(t, "number")
}

func (w *lossyWorld) enter(t *rapid.T) {
	number := w.anyNumber(t)
	if w.running(number) != nil || number >= 1000 && slices.ContainsFunc(w.occasions, func(o *occasion) bool { return o.number == number }) {
		return
	}
	o := &occasion{number: number, uuid: fmt.Sprintf("o%d", len(w.occasions)), start: w.now}
	w.occasions = append(w.occasions, o)
	w.tell(meeting.Event{Number: number, UUID: o.uuid, State: meeting.Running, StartedAt: o.start.Truncate(time.Second), At: w.now})
	w.now = w.now.Add(time.Second)
}

func (w *lossyWorld) leave(t *rapid.T) {
	if o := w.running(w.anyNumber(t)); o != nil {
		w.stop(o)
	}
}

func (w *lossyWorld) stop(o *occasion) {
	o.end = w.now
	end := o.end.Truncate(time.Second)
	w.tell(meeting.Event{Number: o.number, UUID: o.uuid, State: meeting.Ended, StartedAt: o.start.Truncate(time.Second), EndedAt: end, At: w.now})
}

// deliver tells the plugin, or does not.
func (w *lossyWorld) deliver(t *rapid.T) {
	if len(w.queue) == 0 {
		return
	}
	i := rapid.IntRange(0, len(w.queue)-1).Draw(t, "which")
	event := w.queue[i]
	w.queue = slices.Delete(slices.Clone(w.queue), i, i+1)
	for range rapid.IntRange(0, 2).Draw(t, "times") {
		_ = w.node(t).service.Handle(t.Context(), event) // What fails is worth sending again, but this service may not.
	}
	w.note()
}

// fail makes the server or the service fail for a while.
func (w *lossyWorld) fail(t *rapid.T) {
	w.poster.Fail(rapid.IntRange(1, 3).Draw(t, "posts"), errors.New("down"))
	w.down = rapid.Bool().Draw(t, "the service is down")
}

func (w *lossyWorld) pass(t *rapid.T) {
	w.wait(t, time.Duration(rapid.IntRange(1, 300).Draw(t, "minutes"))*time.Minute)
}

// longestStay is how long people stay at most.
const longestStay = 29 * time.Hour

// wait lets time go on. Both nodes look when something is due, and at the end.
func (w *lossyWorld) wait(t *rapid.T, d time.Duration) {
	until := w.now.Add(d)
	for w.now.Before(until) {
		at := until
		for _, due := range w.due() {
			at = earlier(at, due)
		}
		for _, o := range w.occasions {
			if o.end.IsZero() {
				at = earlier(at, o.start.Add(longestStay))
			}
		}
		if w.now = w.now.Add(time.Minute); at.After(w.now) {
			w.now = at
		}
		w.kv.CatchUp()
		for _, o := range w.occasions {
			if o.end.IsZero() && !w.now.Before(o.start.Add(longestStay)) {
				w.stop(o)
			}
		}
		for _, node := range w.nodes {
			node.Look(t.Context())
			w.note()
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// due is when somebody has something to do.
func (w *lossyWorld) due() (times []time.Time) {
	for key, value := range w.kv.Values() {
		var shard struct{ Due, Claimed map[string]int64 }
		if !strings.HasPrefix(key, "due_") {
			continue
		}
		require.NoError(w, json.Unmarshal(value, &shard))
		for _, of := range []map[string]int64{shard.Due, shard.Claimed} {
			for _, seconds := range of {
				times = append(times, time.Unix(seconds, 0).UTC())
			}
		}
	}
	return times
}

// note sees which records have ended.
func (w *lossyWorld) note() {
	for _, value := range w.kv.Values() {
		var record struct {
			Instances []struct {
				ID    string
				State meeting.State
			}
		}
		_ = json.Unmarshal(value, &record)
		for _, i := range record.Instances {
			if _, known := w.closed[i.ID]; !known && i.State == meeting.Ended {
				w.closed[i.ID] = w.now
			}
		}
	}
}

// sane is what must hold at any time.
func (w *lossyWorld) sane() {
	for _, post := range w.poster.Posts() {
		p := w.promises[post.View.ID]
		if post.View.State != meeting.Ended {
			continue
		}
		meant := func(o *occasion) bool {
			late := p.personal && o.start.After(p.at.Add(12*time.Hour))
			return o.number == p.number && !late && o.start.Before(w.closed[post.View.ID]) && (o.end.IsZero() || o.end.After(p.at))
		}
		switch {
		case post.View.Missed:
			require.False(w, slices.ContainsFunc(w.occasions, meant), "%v took place", p)
		case !post.View.EndedAt.IsZero():
			require.True(w, slices.ContainsFunc(w.occasions, func(o *occasion) bool {
				return meant(o) && o.uuid == post.View.UUID && o.end.Truncate(time.Second).Equal(post.View.EndedAt)
			}), "%v ended with what it was not", p)
		default:
			// One server's clock says when the post was made, another's when it is over.
			over := p.at.Add(30*time.Hour - 2*maxAhead*time.Second)
			require.True(w, w.silent || !w.closed[post.View.ID].Before(over), "%v ended early, not knowing when", p)
		}
	}
}

// end lets all failures pass, and time go on until every promise must have been kept.
func (w *lossyWorld) end() {
	w.poster.Fail(0, nil)
	w.down = rapid.Bool().Draw(w.T, "the service stays down")
	last := w.now.Add(48 * time.Hour) // What was not posted has been due by then.
	for _, p := range w.promises {
		if p.deadline.After(last) {
			last = p.deadline
		}
	}
	w.wait(w.T, last.Sub(w.now)+time.Hour)
	w.sane()
	for _, post := range w.poster.Posts() {
		p := w.promises[post.View.ID]
		require.Equal(w, meeting.Ended, post.View.State, "%v is still open", p)
		require.False(w, w.closed[post.View.ID].After(p.deadline), "%v ended late", p)
	}
	require.Empty(w, w.due(), "nothing is left to do")
}
