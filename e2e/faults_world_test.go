package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// world is where faults are played: channels of its own, a Zoom that sends events again after fractions of a second, and what people did.
type world struct {
	s    *server
	seed uint64
	// dice are for what is decided one after the other.
	dice *rand.Rand
	// spray takes the events of Zoom.
	spray *spray

	mu       sync.Mutex
	clicks   []click
	channels []string
	tally    tally

	// back is by how much, in all, what had happened was made to be longer ago.
	back []time.Duration
	// real is when people were in which meeting in truth, by UUID.
	real map[string]gathering
	// chapter counts how often all was looked at, and closed is in which it was first seen that a post says nobody came, by its id.
	chapter int
	closed  map[string]int
	// orphans is how many records without a post may be left for ever: the gap that cannot be closed.
	orphans int
}

// click is one start or share, and what came of it: status is 0 without an answer.
type click struct {
	answer
	status  int
	channel string
}

// gathering is when people were in a meeting.
type gathering struct {
	number int64
	zoomtest.Occurrence
	// age is how often what had happened was made older before it took place, and chapter in which that was.
	age, chapter int
	// skew is how far Zoom's clock was ahead.
	skew time.Duration
}

// over is when it was over by Mattermost's clock, in ms since 1970.
func (g gathering) over() int64 { return g.EndedAt.Add(-g.skew).UnixMilli() }

// tally counts what was played.
type tally struct {
	faults, clicks, posts, deliveries, byEvents, byLooking, missed, flickers, wrong int
}

func (t *tally) add(more tally) {
	t.faults += more.faults
	t.clicks += more.clicks
	t.posts += more.posts
	t.deliveries += more.deliveries
	t.byEvents += more.byEvents
	t.byLooking += more.byLooking
	t.missed += more.missed
	t.flickers += more.flickers
	t.wrong += more.wrong
}

func (t *tally) String(failed bool) string {
	text := fmt.Sprintf("%d faults, %d starts and shares, %d posts, %d deliveries; ended by events %d, by looking after them %d (%d did not take place); %d flickered",
		t.faults, t.clicks, t.posts, t.deliveries, t.byEvents, t.byLooking, t.missed, t.flickers)
	if failed {
		return text + fmt.Sprintf(" | **FAILED**, %d findings |", t.wrong)
	}
	return text + " | lost 0, doubled 0 |"
}

func newWorld(t *testing.T, s *server, seed uint64) *world {
	t.Helper()
	w := &world{
		s: s, seed: seed, dice: rand.New(rand.NewPCG(seed, 1)), //nolint:gosec // The same seed must give the same game.
		back: []time.Duration{0}, real: map[string]gathering{}, closed: map[string]int{},
	}
	s.switchTo(func(account *zoomtest.Config) { account.RetryMinute = 20 * time.Millisecond })
	t.Cleanup(s.sim.Close)
	w.spray = newSpray(t, seed)
	for range 6 {
		w.freshChannel(t)
	}
	return w
}

// freshChannel is one of this world.
func (w *world) freshChannel(t *testing.T) string {
	t.Helper()
	id := w.s.freshChannel(t)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.channels = append(w.channels, id)
	return id
}

// click starts or shares at a node. Nodes may be away.
func (w *world) click(t *testing.T, node, user string, body map[string]any) click {
	c := click{channel: body["channel_id"].(string)}
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, node+"/plugins/zoom/api/v1/meetings", bytes.NewReader(raw))
	if err == nil {
		request.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + w.s.clients[user].AuthToken}}
		c.status, c.answer = ask(request)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clicks = append(w.clicks, c)
	w.tally.clicks++
	return c
}

func ask(request *http.Request) (status int, got answer) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, got
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(response.Body)
	if err != nil || json.Unmarshal(reply, &got) != nil {
		return 0, answer{}
	}
	return response.StatusCode, got
}

// knowsItsPost waits until the record does, milliseconds after the answer.
func (w *world) knowsItsPost(t *testing.T, c click) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, i := range w.instances(t) {
			if i.PostID == c.PostID {
				return true
			}
		}
		return false
	}, 10*time.Second, 10*time.Millisecond)
}

// age makes all that has happened here be that much longer ago, and lets what is open be due.
func (w *world) age(t *testing.T, by time.Duration) {
	t.Helper()
	w.remember(t)
	w.s.sim.Backdate(by)
	w.back = append(w.back, w.back[len(w.back)-1]+by)
	w.rewrite(t, `meeting\_%`, func(record map[string]any) bool {
		changed := false
		instances, _ := record["instances"].([]any)
		for _, one := range instances {
			instance, _ := one.(map[string]any)
			if channel, _ := instance["channel_id"].(string); !slices.Contains(w.channels, channel) {
				continue
			}
			for _, name := range []string{"created_at", "started_at", "ended_at", "planned_end"} {
				number, _ := instance[name].(json.Number) // An older version does not know all.
				if at, err := number.Int64(); err == nil && at != 0 {
					instance[name], changed = at-by.Milliseconds(), true
				}
			}
		}
		return changed
	})
	w.rewrite(t, `due\_%`, func(shard map[string]any) bool {
		due, _ := shard["due"].(map[string]any)
		claimed, _ := shard["claimed"].(map[string]any)
		for number := range due {
			due[number] = 1
		}
		for number := range claimed {
			due[number] = 1
		}
		shard["claimed"] = map[string]any{}
		return true
	})
}

// remember keeps when people were really in the meetings.
func (w *world) remember(t *testing.T) {
	t.Helper()
	for _, number := range w.numbers(t) {
		for _, o := range w.s.sim.Occurrences(number) {
			if _, known := w.real[o.UUID]; known || o.EndedAt.IsZero() {
				continue
			}
			w.real[o.UUID] = gathering{number, o, len(w.back) - 1, w.chapter, w.s.sim.Skew()}
		}
	}
}

// rewrite edits records of the plugin, again when somebody else does.
func (w *world) rewrite(t *testing.T, pattern string, edit func(map[string]any) bool) {
	t.Helper()
	for key := range w.stored(t, pattern) {
		require.Eventually(t, func() bool {
			raw, found := w.stored(t, key)[key]
			if !found {
				return true
			}
			record := decode(t, raw)
			if !edit(record) {
				return true
			}
			after, err := json.Marshal(record)
			require.NoError(t, err)
			result, err := w.s.db.ExecContext(t.Context(), `UPDATE pluginkeyvaluestore SET pvalue = $3
				WHERE pluginid = 'zoom' AND pkey = $1 AND pvalue = $2`, key, raw, after)
			require.NoError(t, err)
			changed, err := result.RowsAffected()
			require.NoError(t, err)
			return changed == 1
		}, 10*time.Second, time.Millisecond)
	}
}

func decode(t *testing.T, raw []byte) (record map[string]any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&record))
	return record
}
