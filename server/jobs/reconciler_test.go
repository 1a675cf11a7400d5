package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/jobs"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

// meetings does with each number what do says, and notes it.
type meetings struct {
	do   func(ctx context.Context, number int64, ask bool) (meeting.Check, error)
	done []string
}

func (m *meetings) Reconcile(ctx context.Context, number int64, ask bool) (meeting.Check, error) {
	m.done = append(m.done, fmt.Sprintf("%d %t", number, ask))
	return m.do(ctx, number, ask)
}

type office struct {
	*jobs.Reconciler
	kv       *kvtest.KV
	agenda   kvstore.Agenda
	meetings *meetings
	log      *strings.Builder
	now      time.Time
}

// newOffice has numbers that are due.
func newOffice(t *testing.T, numbers ...int64) *office {
	t.Helper()
	o := &office{kv: &kvtest.KV{}, log: &strings.Builder{}, now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)}
	o.meetings = &meetings{do: func(context.Context, int64, bool) (meeting.Check, error) { return meeting.Check{}, nil }}
	o.agenda = kvstore.Agenda{KV: o.kv}
	o.Reconciler = &jobs.Reconciler{
		Agenda: o.agenda, Meetings: o.meetings, Log: slog.New(slog.NewTextHandler(o.log, nil)), Now: func() time.Time { return o.now },
		Random: func() float64 { return 0.5 },
		Wait: func(ctx context.Context, d time.Duration) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(d):
				return nil
			}
		},
	}
	for _, number := range numbers {
		require.NoError(t, o.agenda.Add(t.Context(), number, o.now))
	}
	return o
}

// look returns what was done, one minute after the last look.
func (o *office) look(t *testing.T) []string {
	t.Helper()
	o.meetings.done = nil
	o.Look(t.Context())
	o.now = o.now.Add(time.Minute)
	return o.meetings.done
}

func TestWhatIsDueIsDoneUntilItIsDone(t *testing.T) {
	o := newOffice(t, 64, 65, 1)
	next := o.now.Add(5 * time.Minute)
	o.meetings.do = func(_ context.Context, number int64, _ bool) (meeting.Check, error) {
		if number == 64 {
			return meeting.Check{Next: next}, nil
		}
		return meeting.Check{}, nil
	}
	require.Equal(t, []string{"64 true", "65 true", "1 true"}, o.look(t), "all shards, from any of them")
	for range 5 {
		require.Empty(t, o.look(t))
	}
	require.Equal(t, []string{"64 true"}, o.look(t))
	require.Empty(t, o.log.String())
}

func TestWhatFailsIsDoneAgain(t *testing.T) {
	o := newOffice(t, 64, 65)
	o.meetings.do = func(_ context.Context, number int64, _ bool) (meeting.Check, error) {
		return meeting.Check{Next: o.now.Add(time.Minute)}, errors.Errorf("boom %d", number)
	}
	require.Len(t, o.look(t), 2)
	require.Equal(t, 1, strings.Count(o.log.String(), "could not be checked"), "told once")
	o.look(t)
	require.Len(t, o.look(t), 2)

	o.kv.Err = errors.New("the database is down")
	require.Empty(t, o.look(t))
	require.Contains(t, o.log.String(), "the database is down")
}

// TestTheServiceIsLeftAlone while it does not answer; what needs no answer goes on.
func TestTheServiceIsLeftAlone(t *testing.T) {
	const silent = 20 * time.Minute
	for name, c := range map[string]struct {
		trouble func(now time.Time) error
		asked   []int // minutes at which the service was asked, of the first 30
	}{
		"not for one who is not connected": {func(time.Time) error { return meeting.ErrNotConnected }, []int{0, 3, 6, 9, 12, 15, 18, 21, 24, 27}},
		"down, longer and longer": {func(time.Time) error {
			return &meeting.ServiceError{Kind: meeting.ErrSlow, Cause: errors.New("down")}
		}, []int{0, 3, 6, 12, 21}},
		"until it wants to be asked": {func(now time.Time) error {
			return &meeting.ServiceError{Kind: meeting.ErrRateLimited, RetryAt: now.Add(silent), Cause: errors.New("429")}
		}, []int{0, 21}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, 64)
			var asked []int
			minute := 0
			o.meetings.do = func(_ context.Context, _ int64, ask bool) (meeting.Check, error) {
				check := meeting.Check{Next: o.now.Add(150 * time.Second)}
				if ask {
					asked = append(asked, minute)
					check.Asked, check.Trouble = 1, c.trouble(o.now)
				}
				return check, nil
			}
			for minute = range 30 {
				o.look(t)
			}
			require.Equal(t, c.asked, asked)
		})
	}
}

func TestQuestionsAreBounded(t *testing.T) {
	var numbers []int64
	for i := range int64(200) {
		numbers = append(numbers, 1+i)
	}
	o := newOffice(t, numbers...)
	asked := 0
	o.meetings.do = func(_ context.Context, _ int64, ask bool) (meeting.Check, error) {
		if !ask {
			return meeting.Check{}, nil
		}
		asked++
		return meeting.Check{Asked: 1}, nil
	}
	require.Len(t, o.look(t), 200)
	require.Equal(t, 120, asked)
}

// TestANodeThatDies leaves what it has claimed to another one.
func TestANodeThatDies(t *testing.T) {
	o := newOffice(t, 64)
	o.meetings.do = func(context.Context, int64, bool) (meeting.Check, error) { panic("killed") }
	require.Panics(t, func() { o.look(t) })
	o.meetings.do = func(context.Context, int64, bool) (meeting.Check, error) { return meeting.Check{}, nil }
	for range 5 {
		require.Empty(t, o.look(t), "it may still be at it")
	}
	require.Equal(t, []string{"64 true"}, o.look(t))
}

// punctual returns nothing when time is up.
type punctual struct{ kvstore.Agenda }

func (p punctual) Return(ctx context.Context, shard int, claim jobs.Claim, next map[int64]time.Time) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return p.Agenda.Return(ctx, shard, claim, next)
}

// TestRun looks soon after a start, since something may have been left, then every minute, and stops at once, leaving nothing claimed.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, 64, 192)
		o.now = time.Now()
		o.Now = time.Now
		o.Agenda = punctual{o.agenda}
		started := make(chan struct{})
		o.meetings.do = func(ctx context.Context, _ int64, _ bool) (meeting.Check, error) {
			close(started)
			<-ctx.Done()
			return meeting.Check{Next: time.Now()}, ctx.Err()
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			o.Run(ctx)
			close(ended)
		}()
		at := time.Now()
		require.NoError(t, o.agenda.Add(t.Context(), 64, at))
		require.NoError(t, o.agenda.Add(t.Context(), 192, at))
		<-started
		require.Equal(t, 2*time.Second, time.Since(at))
		stop()
		<-ended
		require.Equal(t, 2*time.Second, time.Since(at))
		require.Len(t, o.meetings.done, 1)
		require.Empty(t, o.log.String(), "stopping is no failure")

		o.meetings.do = func(context.Context, int64, bool) (meeting.Check, error) { return meeting.Check{}, nil }
		o.now = time.Now()
		o.meetings.done = nil
		o.Look(t.Context())
		require.Len(t, o.meetings.done, 2, "nothing stays claimed")
	})
}
