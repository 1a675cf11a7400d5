package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stormTime is how long people meet at least, while something goes wrong and after it.
const stormTime = 4 * time.Second

// players act at the same time.
const players = 4

// playStorm lets people meet on two nodes while something goes wrong, ends most of the meetings, and looks at all posts and records.
func (w *world) playStorm(t *testing.T, storm storm, other *node) {
	t.Run(storm.name, func(t *testing.T) {
		w.tally.faults++
		w.spray.mu.Lock()
		w.spray.targets = []string{w.s.webhookURL(webhookSecret), webhookAt(other.mm.URL)}
		w.spray.mu.Unlock()
		w.s.sim.Subscribe(w.spray.url, false)
		w.s.sim.SetSkew(storm.skew)
		defer w.s.sim.SetSkew(0)
		w.worksAgain(t)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var playing sync.WaitGroup
		for i := range players {
			p := &player{
				world: w, nodes: []string{w.s.mm.URL, other.mm.URL},
				dice: rand.New(rand.NewPCG(w.seed, uint64(100+w.tally.faults*players+i))), //nolint:gosec // The same seed must give the same game.
			}
			playing.Go(func() { p.play(ctx, t) })
		}
		began := time.Now()
		w.pause(t, stormTime/4)
		if storm.fault != nil {
			w.orphans += storm.orphans
			storm.fault(t, w, other)
		}
		w.pause(t, max(stormTime-time.Since(began), stormTime/4))
		stop()
		playing.Wait()
		w.worksAgain(t)
		w.endMost(t)
		w.recover(t)
	})
}

func webhookAt(node string) string { return node + "/plugins/zoom/webhook?secret=sec%2Bret-in-the-url" }

// worksAgain waits until a meeting can be started at the first node.
func (w *world) worksAgain(t *testing.T) {
	t.Helper()
	channel := w.channels[0]
	require.Eventually(t, func() bool {
		got := w.click(t, w.s.mm.URL, "bob", map[string]any{"channel_id": channel, "force": true})
		return got.status == http.StatusOK
	}, 40*time.Second, 200*time.Millisecond)
}

// endMost ends what runs at Zoom, and most of what nobody has entered yet.
func (w *world) endMost(t *testing.T) {
	t.Helper()
	posts, _ := w.posts(t)
	for _, p := range posts {
		meeting, found := w.s.sim.Meeting(p.Number)
		if found && (meeting.Running || p.Status != "ENDED" && w.dice.IntN(4) != 0) {
			require.NoError(t, w.s.sim.End(p.Number))
		}
	}
}

// player is somebody who starts, shares, enters, leaves and ends meetings.
type player struct {
	*world
	dice    *rand.Rand
	nodes   []string
	numbers []int64
}

func (p *player) play(ctx context.Context, t *testing.T) {
	for ctx.Err() == nil {
		p.act(t)
		select {
		case <-time.After(time.Duration(p.dice.IntN(60)) * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func (p *player) act(t *testing.T) {
	user, node := []string{"alice", "bob"}[p.dice.IntN(2)], p.nodes[p.dice.IntN(2)]
	body := map[string]any{"channel_id": p.channels[p.dice.IntN(6)], "force": true}
	what := p.dice.IntN(10)
	switch {
	case what < 2 || len(p.numbers) == 0:
		body["topic"] = fmt.Sprintf("Meeting %d", len(p.numbers))
	case what == 2:
		body["personal"] = true
	case what == 3:
		number := p.any()
		if meeting, found := p.s.sim.Meeting(number); !found || !meeting.Running {
			return
		}
		body["meeting_id"] = number
	case what < 7:
		_ = p.s.sim.Join(p.any(), []string{"Alice", "Bob", "A guest"}[p.dice.IntN(3)])
		return
	case what == 7:
		_ = p.s.sim.Leave(p.any(), []string{"Alice", "Bob", "A guest"}[p.dice.IntN(3)])
		return
	default:
		p.end(p.any())
		return
	}
	if got := p.click(t, node, user, body); got.status == http.StatusOK {
		p.numbers = append(p.numbers, got.MeetingID)
	}
}

// end ends a meeting that runs. Of what nobody enters, some should be left.
func (p *player) end(number int64) {
	if meeting, found := p.s.sim.Meeting(number); found && meeting.Running {
		_ = p.s.sim.End(number)
	}
}

func (p *player) any() int64 { return p.numbers[p.dice.IntN(len(p.numbers))] }
