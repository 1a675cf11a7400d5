package meeting_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mattermost-plugin-zoom/server/meeting"
)

// TestNoPostEverEndsWrongly plays random histories of three channels, two personal rooms and the outside world. The model knows what really
// happened in each room, the plugin only the events, which come late, twice, in any order, or not at all.
func TestNoPostEverEndsWrongly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{T: t, house: newHouse(), losses: rapid.Bool().Draw(t, "events get lost"), shuffles: rapid.Bool().Draw(t, "events are reordered")}
		t.Repeat(map[string]func(*rapid.T){
			"post":    w.post,
			"enter":   w.enter,
			"leave":   w.leave,
			"deliver": w.deliver,
			"wait":    w.wait,
			"":        w.check,
		})
		w.finish()
	})
}

// occasion is an occurrence of a room, as it really was.
type occasion struct {
	number     int64
	uuid       string
	start, end time.Time // end is zero while it runs
}

// card is a post, with what the model knows about it.
type card struct {
	number  int64
	at      time.Time
	started bool // here; else shared
}

type world struct {
	*rapid.T
	*house
	losses, shuffles bool

	occasions []*occasion
	queue     []meeting.Event // told by the service, not delivered yet
	cards     []card          // in the order of the posts
}

var rooms = []int64{500, 600}

func (w *world) room(t *rapid.T) int64 { return rapid.SampledFrom(rooms).Draw(t, "room") }

// running is the occurrence that a room has now, nil for none.
func (w *world) running(number int64) *occasion {
	for _, o := range w.occasions {
		if o.number == number && o.end.IsZero() {
			return o
		}
	}
	return nil
}

// post starts a meeting in a personal room, or shares the room; whoever shares it may or may not know that it runs.
func (w *world) post(t *rapid.T) {
	number := w.room(t)
	where := meeting.Place{UserID: "u1", ChannelID: rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(t, "channel")}
	known := w.running(number) != nil && rapid.Bool().Draw(t, "known to run")
	w.provider.Meetings = []meeting.Meeting{{Number: number, UUID: w.oldUUID(number), Personal: true, Running: known}}
	var err error
	started := rapid.Bool().Draw(t, "started here")
	if !started {
		_, err = w.Share(t.Context(), meeting.ShareRequest{Place: where, Reference: "room"})
	} else {
		w.provider.Meetings[0].Running = false
		_, err = w.Start(t.Context(), meeting.Request{Place: where, Personal: true, Force: true})
	}
	require.NoError(t, err)
	w.cards = append(w.cards, card{number, w.now, started})
	for _, task := range w.later {
		task(t.Context())
	}
	w.later = nil
	w.now = w.now.Add(2 * time.Second)
}

// oldUUID is what the service may answer about a room: the UUID of an occurrence that is over.
func (w *world) oldUUID(number int64) (uuid string) {
	for _, o := range w.occasions {
		if o.number == number {
			uuid = o.uuid
		}
	}
	return uuid
}

func (w *world) enter(t *rapid.T) {
	number := w.room(t)
	if w.running(number) != nil {
		t.Skip("runs already")
	}
	o := &occasion{number: number, uuid: fmt.Sprintf("o%d", len(w.occasions)), start: w.now}
	w.occasions = append(w.occasions, o)
	w.tell(meeting.Event{Number: number, UUID: o.uuid, State: meeting.Running, StartedAt: o.start.Truncate(time.Second), At: w.now})
	// Nobody is in and out again within a second.
	w.now = w.now.Add(time.Second)
}

func (w *world) leave(t *rapid.T) {
	o := w.running(w.room(t))
	if o == nil {
		t.Skip("runs not")
		return
	}
	o.end = w.now
	w.tell(meeting.Event{Number: o.number, UUID: o.uuid, State: meeting.Ended, StartedAt: o.start.Truncate(time.Second),
		EndedAt: o.end.Truncate(time.Second), At: w.now})
}

func (w *world) tell(event meeting.Event) { w.queue = append(w.queue, event) }

func (w *world) deliver(t *rapid.T) {
	if len(w.queue) == 0 {
		t.Skip("nothing to tell")
	}
	i := 0
	if w.shuffles {
		i = rapid.IntRange(0, len(w.queue)-1).Draw(t, "which")
	}
	event := w.queue[i]
	w.queue = append(w.queue[:i:i], w.queue[i+1:]...)
	if w.losses && rapid.IntRange(0, 3).Draw(t, "lost if 0") == 0 {
		return
	}
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		require.NoError(t, w.Handle(t.Context(), event))
	}
}

func (w *world) wait(t *rapid.T) {
	w.now = w.now.Add(time.Duration(rapid.IntRange(1, 6*3_600_000).Draw(t, "ms")) * time.Millisecond)
}

// check is what must hold at any time.
func (w *world) check(t *rapid.T) {
	posts := w.poster.Posts()
	require.Len(t, posts, len(w.cards), "events make no posts")
	for i, post := range posts {
		if post.View.State != meeting.Ended {
			continue
		}
		o := w.meant(w.cards[i], post.View.UUID)
		require.NotNil(t, o, "post %d ended with %s, which it cannot be about", i, post.View.UUID)
		require.False(t, o.end.IsZero(), "post %d ended while its meeting runs", i)
		require.Equal(t, o.end.Truncate(time.Second), post.View.EndedAt)
	}
}

// meant is the occurrence of that UUID, if people who follow the card can have been in it.
func (w *world) meant(c card, uuid string) *occasion {
	for _, o := range w.occasions {
		late := c.started && o.start.After(c.at.Add(12*time.Hour))
		if o.number == c.number && o.uuid == uuid && !late && (o.end.IsZero() || o.end.After(c.at)) {
			return o
		}
	}
	return nil
}

// finish delivers what is left, in any order, and sees that without losses every card has found its meeting; and in order, the first one.
func (w *world) finish() {
	if w.shuffles {
		rand.New(rand.NewPCG(1, uint64(len(w.queue)))).Shuffle(len(w.queue), func(i, j int) { w.queue[i], w.queue[j] = w.queue[j], w.queue[i] })
	}
	for _, event := range w.queue {
		require.NoError(w, w.Handle(w.Context(), event))
	}
	w.check(w.T)
	if w.losses {
		return
	}
	for i, post := range w.poster.Posts() {
		first := w.firstAfter(w.cards[i])
		switch {
		case first == nil:
			require.NotEqual(w, meeting.Ended, post.View.State)
		case !w.shuffles:
			require.Equal(w, !first.end.IsZero(), post.View.State == meeting.Ended, "post %d", i)
			if !first.end.IsZero() {
				require.Equal(w, first.uuid, post.View.UUID)
			}
		case !first.end.IsZero() && post.View.State != meeting.Ended:
			// It was bound to a later one, whose start was told first, and which still runs.
			require.NotNil(w, w.running(w.cards[i].number), "post %d never ends", i)
		}
	}
}

// firstAfter is the first occurrence that people who follow the card can be in.
func (w *world) firstAfter(c card) *occasion {
	for _, o := range w.occasions {
		if found := w.meant(c, o.uuid); found != nil {
			return found
		}
	}
	return nil
}
