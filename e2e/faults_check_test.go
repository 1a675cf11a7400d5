package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
)

// recover waits until all has ended: by the events that Zoom sends, a few times, or else by the look after what got lost, for which hours
// are made to have passed. Then nothing may be wrong.
func (w *world) recover(t *testing.T) {
	t.Helper()
	w.s.sim.Settle()
	w.spray.work.Wait()
	w.remember(t)
	w.waitUntil(time.Second, func() bool { return w.hasEnded(t) })
	posts, _ := w.posts(t)
	for _, p := range posts {
		if p.Status != "ENDED" {
			w.tally.byLooking++
		}
	}
	for _, age := range []time.Duration{3 * time.Hour, 11 * time.Hour, 8 * 24 * time.Hour} {
		if w.hasEnded(t) {
			break
		}
		w.age(t, age)
		w.restart(t)
		w.waitUntil(20*time.Second, func() bool { return w.hasEnded(t) || !w.isBusy(t) })
	}
	var wrong []string
	w.waitUntil(5*time.Second, func() bool {
		open, orphans := w.open(t)
		wrong = slices.Concat(open, w.wrong(t))
		if len(orphans) > w.orphans {
			wrong = append(wrong, orphans...)
		}
		return len(wrong) == 0
	})
	w.chapter++
	w.tally.wrong += len(wrong)
	w.count(t)
	for _, one := range wrong[:min(len(wrong), 20)] {
		t.Log(one)
	}
	require.Empty(t, len(wrong), "findings")
}

func (w *world) hasEnded(t *testing.T) bool {
	t.Helper()
	open, orphans := w.open(t)
	return len(open) == 0 && len(orphans) <= w.orphans
}

// isBusy tells whether there is something to look after now.
func (w *world) isBusy(t *testing.T) bool {
	t.Helper()
	for _, raw := range w.stored(t, `due\_%`) {
		var shard struct{ Due, Claimed map[string]int64 }
		require.NoError(t, json.Unmarshal(raw, &shard))
		for _, due := range shard.Due {
			if due <= time.Now().Unix() {
				return true
			}
		}
		if len(shard.Claimed) > 0 {
			return true
		}
	}
	return false
}

func (w *world) waitUntil(limit time.Duration, done func() bool) {
	for end := time.Now().Add(limit); !done() && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
}

// count brings the tally up to date.
func (w *world) count(t *testing.T) {
	t.Helper()
	posts, versions := w.posts(t)
	w.tally.posts, w.tally.missed, w.tally.flickers = len(posts), 0, 0
	for id, p := range posts {
		if p.Missed {
			w.tally.missed++
		}
		if isFlicker(append(versions[id], p)) {
			w.tally.flickers++
		}
	}
	w.tally.byEvents = w.tally.posts - w.tally.byLooking
	w.tally.deliveries = len(w.s.sim.Deliveries()) + w.spray.doubled
}

// shownPost is the post of a meeting, or an earlier version of it, which Mattermost keeps at each edit.
type shownPost struct {
	id, channel string
	createAt    int64
	deleted     bool
	// replacedAt is when an earlier version was replaced.
	replacedAt int64

	Number   int64  `json:"meeting_id"`
	UUID     string `json:"meeting_uuid"`
	Status   string `json:"meeting_status"`
	Record   string `json:"meeting_record"`
	Start    int64  `json:"meeting_start_time"`
	End      int64  `json:"meeting_end_time"`
	Missed   bool   `json:"meeting_missed"`
	Shared   bool   `json:"meeting_shared"`
	Personal bool   `json:"meeting_personal"`
}

// isFlicker tells whether a post went back for a moment. Mattermost has no edit on a condition, so of two nodes that show a post at once the
// slower may overwrite what the other has shown; it notices and shows it again. What was replaced within the same ms has no order.
func isFlicker(versions []shownPost) bool {
	for i, later := range versions {
		for _, earlier := range versions[:i] {
			if later.rank() < earlier.rank() && later.replacedAt != earlier.replacedAt {
				return true
			}
		}
	}
	return false
}

// rank orders what a post says of its meeting.
func (p shownPost) rank() int { return slices.Index([]string{"SHARED", "STARTED", "ENDED"}, p.Status) }

// posts returns the posts of meetings in this world's channels by id, and their earlier versions, the oldest first.
func (w *world) posts(t *testing.T) (posts map[string]shownPost, versions map[string][]shownPost) {
	t.Helper()
	rows, err := w.s.db.QueryContext(t.Context(), `SELECT id, originalid, channelid, createat, deleteat <> 0, updateat, props FROM posts
		WHERE type = 'custom_zoom' AND channelid = ANY($1) ORDER BY updateat`, pq.Array(w.channels))
	require.NoError(t, err)
	defer rows.Close()
	posts, versions = map[string]shownPost{}, map[string][]shownPost{}
	for rows.Next() {
		var p shownPost
		var original string
		var props []byte
		require.NoError(t, rows.Scan(&p.id, &original, &p.channel, &p.createAt, &p.deleted, &p.replacedAt, &props))
		require.NoError(t, json.Unmarshal(props, &p))
		if original != "" {
			versions[original] = append(versions[original], p)
			continue
		}
		posts[p.id] = p
	}
	require.NoError(t, rows.Err())
	return posts, versions
}

// storedMeeting is an instance in the plugin's store.
type storedMeeting struct {
	number    string
	ID        string `json:"id"`
	ChannelID string `json:"channel_id"`
	PostID    string `json:"post_id"`
	State     int    `json:"state"`
	Abandoned bool   `json:"abandoned"`
}

// instances are those of this world's channels.
func (w *world) instances(t *testing.T) (found []storedMeeting) {
	t.Helper()
	for key, raw := range w.stored(t, `meeting\_%`) {
		var record struct{ Instances []storedMeeting }
		require.NoError(t, json.Unmarshal(raw, &record))
		for _, i := range record.Instances {
			if slices.Contains(w.channels, i.ChannelID) {
				i.number = key
				found = append(found, i)
			}
		}
	}
	return found
}

// stored are the plugin's values whose keys are like that.
func (w *world) stored(t *testing.T, pattern string) map[string][]byte {
	t.Helper()
	rows, err := w.s.db.QueryContext(t.Context(), "SELECT pkey, pvalue FROM pluginkeyvaluestore WHERE pluginid = 'zoom' AND pkey LIKE $1", pattern)
	require.NoError(t, err)
	defer rows.Close()
	values := map[string][]byte{}
	for rows.Next() {
		var key string
		var raw []byte
		require.NoError(t, rows.Scan(&key, &raw))
		values[key] = raw
	}
	require.NoError(t, rows.Err())
	return values
}

// numbers are those of all meetings that were posted here.
func (w *world) numbers(t *testing.T) (numbers []int64) {
	t.Helper()
	posts, _ := w.posts(t)
	for _, p := range posts {
		numbers = append(numbers, p.Number)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// open are the posts that have not ended, and their records. Orphans are records without a post that have not ended: nobody sees them, and
// they expire.
func (w *world) open(t *testing.T) (open, orphans []string) {
	t.Helper()
	posts, _ := w.posts(t)
	posted := map[string]bool{}
	for _, p := range posts {
		posted[p.Record] = true
		if p.Status != "ENDED" {
			open = append(open, fmt.Sprintf("lost: post %s of meeting %d is %s", p.id, p.Number, p.Status))
		}
	}
	for _, i := range w.instances(t) {
		text := fmt.Sprintf("lost: record %s of %s with post %q is open", i.ID, i.number, i.PostID)
		switch {
		case i.State == 2:
		case posted[i.ID]:
			open = append(open, text)
		default:
			orphans = append(orphans, text)
		}
	}
	return open, orphans
}

// wrong is all that must never be, when nothing is open.
func (w *world) wrong(t *testing.T) (wrong []string) {
	t.Helper()
	found := func(format string, values ...any) { wrong = append(wrong, fmt.Sprintf(format, values...)) }
	posts, versions := w.posts(t)
	clicked, byRecord := map[string]int{}, map[string]string{}
	for _, c := range w.clicks {
		if c.Outcome == "started" || c.status == 0 || c.status >= 500 {
			clicked[c.channel]++
		}
		if c.Outcome != "started" {
			continue
		}
		if p, made := posts[c.PostID]; !made || p.deleted || p.channel != c.channel || p.Number != c.MeetingID {
			found("lost: post %s of a click in %s is %+v", c.PostID, c.channel, p)
		}
	}
	posted := map[string]int{}
	for id, p := range posts {
		posted[p.channel]++
		if other := byRecord[p.Record]; other != "" || p.Record == "" {
			found("doubled: posts %s and %s are of record %q", id, other, p.Record)
		}
		byRecord[p.Record] = id
		w.checkTimes(p, found)
		for _, v := range versions[id] {
			if v.Status == "ENDED" && (v.Start != p.Start || v.End != p.End || v.Missed != p.Missed) {
				found("doubled: post %s ended as %+v and then as %+v", id, v, p)
			}
		}
	}
	for channel, count := range posted {
		if count > clicked[channel] {
			found("doubled: %d posts of %d clicks in %s", count, clicked[channel], channel)
		}
	}
	for _, i := range w.instances(t) {
		if p := byRecord[i.ID]; p != i.PostID {
			found("wrong place: record %s of %s knows post %q, its post is %q", i.ID, i.number, i.PostID, p)
		}
	}
	return wrong
}

// slack is what the plugin knows of a difference of clocks, in ms: Zoom tells whole seconds.
const slack = 1500

// checkTimes compares what a post says with when people were there.
func (w *world) checkTimes(p shownPost, found func(format string, values ...any)) {
	if p.Missed || p.Shared && p.End == 0 {
		if _, seen := w.closed[p.id]; !seen {
			w.closed[p.id] = w.chapter
		}
		for _, o := range w.real {
			if o.number == p.Number && o.chapter <= w.closed[p.id] && o.over() > p.createAt+slack {
				found("wrong time: post %s says that nobody came to %d, where people were until %s", p.id, p.Number, o.EndedAt)
			}
		}
		return
	}
	o, known := w.real[p.UUID]
	if !known || o.number != p.Number {
		found("wrong time: post %s of meeting %d says it was occurrence %q", p.id, p.Number, p.UUID)
		return
	}
	if (p.Shared || p.Personal) && o.over() < p.createAt-slack {
		found("wrong time: post %s of %d is older than its occurrence, which ended at %s", p.id, p.Number, o.EndedAt)
	}
	second := func(at time.Time) int64 { return at.Truncate(time.Second).UnixMilli() }
	if !slices.ContainsFunc(w.back[o.age:], func(back time.Duration) bool {
		back -= w.back[o.age]
		return p.Start == second(o.StartedAt.Add(-back)) && p.End == second(o.EndedAt.Add(-back))
	}) {
		found("wrong time: post %s of %d says %d to %d, it was %d to %d", p.id, p.Number, p.Start, p.End, second(o.StartedAt), second(o.EndedAt))
	}
}
