package health_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
)

func TestWhenAdminsAreTold(t *testing.T) {
	const day = 24 * time.Hour
	type step struct {
		after time.Duration
		// what is "start", "good", or what deliver takes.
		what string
		told string
	}
	for name, steps := range map[string][]step{
		"all is well": {{0, "start", ""}, {time.Minute, "good", ""}, {2 * day, "start", ""}, {time.Minute, "good", ""}},
		"a refusal of the service's": {
			{0, "good", ""}, {time.Hour, "signature", "signature"},
			{time.Hour, "stale", ""}, {23*time.Hour - 1, "stale", ""}, {time.Minute, "stale", "stale"},
		},
		"a stranger, while all is well":      {{0, "start", ""}, {time.Hour, "good", ""}, {time.Hour, "start", ""}, {time.Hour, "!secret", ""}},
		"a stranger, and nobody meets":       {{0, "good", ""}, {2 * day, "!secret", ""}},
		"a stranger, within a day":           {{0, "good", ""}, {time.Minute, "start", ""}, {day - 2*time.Minute, "!secret", ""}},
		"a stranger, who may be the service": {{0, "good", ""}, {time.Minute, "start", ""}, {day, "!secret", "secret"}},
		"a stranger, before anything good":   {{0, "!secret", ""}, {time.Hour, "start", ""}, {time.Hour, "!secret", "secret"}},
		"silence":                            {{0, "start", ""}, {time.Hour, "start", ""}, {time.Hour, "start", "silent"}, {time.Hour, "start", ""}},
		"not long enough":                    {{0, "start", ""}, {time.Hour, "start", ""}, {time.Hour - time.Second, "start", ""}},
		"not often enough":                   {{0, "start", ""}, {3 * day, "start", ""}},
		"silence for days":                   {{0, "start", ""}, {0, "start", ""}, {2 * time.Hour, "start", "silent"}, {day, "start", "silent"}},
		"silence that ended": {
			{0, "start", ""}, {time.Hour, "start", ""}, {time.Minute, "good", ""}, {day, "start", ""}, {time.Hour, "start", ""},
		},
		"silence that a stranger breaks": {
			{0, "good", ""}, {time.Minute, "start", ""}, {0, "start", ""}, {time.Hour, "start", ""},
			{2 * time.Hour, "!secret", ""}, {0, "start", "silent"},
		},
		"silence since a refusal": {
			{0, "signature", "signature"}, {day, "start", ""}, {time.Hour, "start", ""}, {time.Hour, "start", "signature"},
		},
		"a refusal that was mended":  {{0, "signature", "signature"}, {2 * day, "start", ""}, {time.Minute, "good", ""}},
		"a refusal behind strangers": {{0, "!secret", ""}, {time.Second, "!secret", ""}, {time.Second, "no_token", "no_token"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCluster()
			node := c.node(t)
			for i, step := range steps {
				c.advance(step.after)
				switch step.what {
				case "start":
					node.Started()
				case "good":
					deliver(t, node, "")
				default:
					deliver(t, node, step.what)
				}
				var want []string
				if step.told != "" {
					want = []string{"a1 en " + step.told, "a2 de " + step.told}
				}
				require.Equal(t, want, c.told, "step %d", i)
				c.told = nil
			}
		})
	}
}

// TestAMinuteOfNewsIsOneWrite counts, for each kind.
func TestAMinuteOfNewsIsOneWrite(t *testing.T) {
	failure := &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("x")}
	for name, news := range map[string]func(*health.Notebook){
		"taken":   func(n *health.Notebook) { deliver(t, n, "") },
		"refused": func(n *health.Notebook) { deliver(t, n, "signature") },
		"strayed": func(n *health.Notebook) { deliver(t, n, "!secret") },
		"started": func(n *health.Notebook) { n.Started() },
		"failed":  func(n *health.Notebook) { n.Failed(failure) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCluster()
			node := c.node(t)
			calls := func(reads, writes int) {
				t.Helper()
				r, w := c.kv.Calls()
				require.Equal(t, []int{reads, writes}, []int{r, w})
			}
			news(node)
			calls(1, 1)
			for range 1000 {
				news(node)
			}
			c.advance(time.Minute - 1)
			news(node)
			calls(0, 0)
			c.advance(1)
			news(node)
			calls(1, 1)
		})
	}
}

// TestNothingIsDoneBeforeTheAnswer leaves the background task undone.
func TestNothingIsDoneBeforeTheAnswer(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	var tasks []func(context.Context)
	node.After = func(task func(context.Context)) { tasks = append(tasks, task) }
	deliver(t, node, "signature")
	node.Started()
	reads, writes := c.kv.Calls()
	require.Zero(t, reads+writes)
	require.Empty(t, c.told)
	require.Len(t, tasks, 2)
	for _, task := range tasks {
		task(t.Context())
	}
	reads, writes = c.kv.Calls()
	require.Equal(t, []int{1, 1}, []int{reads, writes}, "the first has written all")
	require.Len(t, c.told, 2)
}

func TestWhatIsCollectedComesWithTheNextWrite(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	deliver(t, node, "")
	for range 3 {
		c.advance(time.Second)
		node.Started()
	}
	c.advance(time.Second)
	first := c.clock()
	require.Equal(t, 1, c.notes(t).Starts)
	own, err := node.Notes(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, own.Starts, "a node knows its own")

	deliver(t, node, "") // within the minute of the first
	c.advance(time.Minute)
	node.Started()
	notes := c.notes(t)
	require.Equal(t, first, notes.Taken)
	require.Equal(t, 1, notes.Starts, "those before it count no more")
	require.Equal(t, c.clock(), notes.FirstStart)
}

func TestAStartThatIsWrittenLate(t *testing.T) {
	c := newCluster()
	slow, other := c.node(t), c.node(t)
	var late func(context.Context)
	slow.After = func(task func(context.Context)) { late = task }
	slow.Started()
	c.advance(time.Second)
	deliver(t, other, "")
	late(t.Context())
	require.Zero(t, c.notes(t).Starts, "the service has told since")
}

func TestAClusterTellsOnce(t *testing.T) {
	for name, lag := range map[string]int{"": 0, "a replica is behind": 2} {
		t.Run(name, func(t *testing.T) {
			c := newCluster()
			c.kv.Lag = lag
			var nodes sync.WaitGroup
			for range 4 {
				node := c.node(t)
				nodes.Go(func() {
					deliver(t, node, "signature")
					node.Started()
				})
			}
			nodes.Wait()
			require.ElementsMatch(t, []string{"a1 en signature", "a2 de signature"}, c.told)
			c.kv.Lag = 0
			require.Equal(t, 4, c.notes(t).Starts)
			require.Empty(t, c.log)
		})
	}
}

func TestADatabaseThatFailsFailsNobody(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	c.kv.Err = errors.New("down")
	deliver(t, node, "signature")
	node.Started()
	require.Empty(t, c.told)
	require.Contains(t, c.log.String(), "down")
	_, err := node.Notes(t.Context())
	require.ErrorIs(t, err, c.kv.Err)
	c.kv.Err = nil
	c.advance(time.Minute)
	deliver(t, node, "signature")
	require.Len(t, c.told, 2)
}

func TestAdminsWhoCannotBeTold(t *testing.T) {
	c := newCluster()
	c.tellErr = map[string]error{"a1": errors.New("no channel")}
	deliver(t, c.node(t), "stale")
	require.Equal(t, []string{"a2 de stale"}, c.told, "the others are")
	require.Contains(t, c.log.String(), "no channel")

	c = newCluster()
	c.adminsErr = errors.New("no list")
	deliver(t, c.node(t), "stale")
	require.Contains(t, c.log.String(), "no list")
}

func TestFailures(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	for _, kind := range []error{meeting.ErrUnknownHost, meeting.ErrPendingHost, meeting.ErrInactiveHost, meeting.ErrNotAllowed} {
		node.Failed(&meeting.ServiceError{Kind: kind, Cause: errors.New("x")})
	}
	require.Empty(t, c.kv.Values(), "the person is told")
	node.Failed(&meeting.ServiceError{
		Kind: meeting.ErrMissingScopes, Scopes: []string{"a:b"}, Detail: strings.Repeat("ü", 400), Cause: errors.New("secret"),
	})
	require.Equal(t, health.Failure{At: c.clock(), Code: "a_code", Detail: strings.Repeat("ü", 300), Scopes: []string{"a:b"}},
		c.notes(t).Failure)
	require.NotContains(t, string(c.kv.Values()["health"]), "secret")
	require.Empty(t, c.told)
}

func TestWhatCannotBeReadCountsForNothing(t *testing.T) {
	c := newCluster()
	_, err := health.Receiver{Service: service{meeting.ErrEventMalformed}, Notebook: c.node(t)}.Receive(nil, nil, nil)
	require.ErrorIs(t, err, meeting.ErrEventMalformed)
	require.Empty(t, c.kv.Values())
}

// TestNotes tells what became known since, also what is not written down yet.
func TestNotes(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	begun := c.clock()
	after := func(minutes int) time.Time { return begun.Add(time.Duration(minutes) * time.Minute) }
	tells := func(want health.Notes, trouble health.Trouble) {
		t.Helper()
		notes, err := node.Notes(t.Context())
		require.NoError(t, err)
		require.Equal(t, trouble, notes.Trouble(c.clock()))
		for _, at := range []*time.Time{&notes.Taken, &notes.Refused.At, &notes.Stray.At, &notes.Failure.At, &notes.FirstStart, &notes.LastStart} {
			*at = at.UTC()
		}
		notes.Told = time.Time{}
		require.Equal(t, want, notes)
	}
	tells(health.Notes{}, "")
	deliver(t, node, "")
	for range 3 {
		c.advance(time.Minute)
		node.Started()
	}
	node.Failed(&meeting.ServiceError{Kind: meeting.ErrUnavailable, Detail: "503", Cause: errors.New("x")})
	c.advance(2 * time.Hour)
	want := health.Notes{Taken: begun, Starts: 3, FirstStart: after(1), LastStart: after(3), Failure: health.Failure{At: after(3), Code: "a_code", Detail: "503"}}
	tells(want, health.Silent)
	deliver(t, node, "!secret")
	deliver(t, node, "signature")
	want.Refused, want.Stray = health.Refused{At: after(123), Reason: "signature"}, health.Refused{At: after(123), Reason: "secret"}
	tells(want, "signature")
	c.advance(time.Minute)
	deliver(t, node, "")
	want.Taken, want.Starts, want.FirstStart = after(124), 0, time.Time{}
	tells(want, "")
}

// TestTheLastStart is known without a write of its own.
func TestTheLastStart(t *testing.T) {
	c := newCluster()
	node := c.node(t)
	node.Started()
	c.advance(20 * time.Second)
	node.Failed(&meeting.ServiceError{Kind: meeting.ErrCredentials, Cause: errors.New("x")})
	c.advance(20 * time.Second)
	node.Started()
	notes, err := node.Notes(t.Context())
	require.NoError(t, err)
	require.True(t, notes.LastStart.After(notes.Failure.At))
	require.False(t, c.notes(t).LastStart.After(c.notes(t).Failure.At), "two starts within a minute are one write")
	deliver(t, node, "")
	require.Equal(t, c.clock(), c.notes(t).LastStart.UTC(), "it comes with the next news, and stays when events come")
}
