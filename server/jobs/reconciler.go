package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	// firstWait is how long after its start a node looks at what may have been left behind.
	firstWait = 2 * time.Second
	// interval is how often it looks.
	interval = time.Minute
	// claimTime is how long a claim holds, and workTime how much of it is used.
	claimTime, workTime = 5 * time.Minute, 4 * time.Minute
	// claimLimit bounds a claim, and with it what is done twice after a crash.
	claimLimit = 50
	// maxQuestions bounds the questions to the service between two looks, each of two calls at most: 4 calls a second. Zoom allows 30 and
	// more of this kind, on its smallest paid plan, and shares them among all apps of the account.
	// Source: https://developers.zoom.us/docs/api/rate-limits/.
	maxQuestions = 120
	// firstPause is how long the service is left alone when it does not answer; each time it doubles, up to longestPause.
	firstPause, longestPause = time.Minute, 30 * time.Minute
)

// Claim is the right to work on some meeting numbers until it ends.
type Claim struct {
	Numbers []int64
	Until   time.Time
}

// Agenda is when which meeting number is due, in shards.
type Agenda interface {
	Shards() int
	// Claim returns numbers of a shard that are due now and that nobody has claimed, at most limit.
	Claim(ctx context.Context, shard int, now, until time.Time, limit int) (Claim, error)
	// Return ends a claim and says when its numbers are due again; those that are left out are done.
	Return(ctx context.Context, shard int, claim Claim, next map[int64]time.Time) error
}

// Meetings is a *meeting.Service.
type Meetings interface {
	Reconcile(ctx context.Context, number int64, ask bool) (meeting.Check, error)
}

// Reconciler works off the Agenda.
type Reconciler struct {
	Agenda   Agenda
	Meetings Meetings
	Log      *slog.Logger
	Now      func() time.Time
	// Wait returns after d, or with an error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error
	// Random returns a number from 0 to below 1, so that nodes do not do the same at the same time.
	Random func() float64

	// silentUntil is when the service may be asked again, and pause how long it is left alone next time.
	silentUntil time.Time
	pause       time.Duration
}

// Run works until ctx ends.
func (r *Reconciler) Run(ctx context.Context) {
	for wait := firstWait; r.Wait(ctx, r.jitter(wait)) == nil; wait = interval {
		r.Look(ctx)
	}
}

// jitter is d, up to a fifth more or less.
func (r *Reconciler) jitter(d time.Duration) time.Duration {
	return d + time.Duration((r.Random()-0.5)*0.4*float64(d))
}

// Look does once what is due. It begins with any shard, so that none is always the last.
func (r *Reconciler) Look(ctx context.Context) {
	questions := maxQuestions
	shards := r.Agenda.Shards()
	first := int(r.Random() * float64(shards))
	var failures int
	var failure error
	for i := range shards {
		if ctx.Err() != nil {
			return
		}
		failed, err := r.work(ctx, (first+i)%shards, &questions)
		if err != nil {
			failures, failure = failures+failed, err
		}
	}
	if failure != nil && ctx.Err() == nil {
		r.Log.Warn("Some meetings could not be checked and will be tried again", "meetings", failures, "one_cause", failure)
	}
}

// work does what is due in a shard. It returns how many numbers failed, and one of the causes.
func (r *Reconciler) work(ctx context.Context, shard int, questions *int) (failed int, failure error) {
	now := r.Now()
	claim, err := r.Agenda.Claim(ctx, shard, now, now.Add(claimTime), claimLimit)
	if err != nil {
		return 1, err
	}
	if len(claim.Numbers) == 0 {
		return 0, nil
	}
	working, cancel := context.WithTimeout(ctx, workTime)
	defer cancel()
	next := map[int64]time.Time{}
	for _, number := range claim.Numbers {
		if working.Err() != nil {
			// Another look, or another node, goes on with it.
			next[number] = r.Now()
			continue
		}
		ask := *questions > 0 && !r.Now().Before(r.silentUntil)
		check, err := r.Meetings.Reconcile(working, number, ask)
		*questions -= check.Asked
		if err != nil {
			failed, failure = failed+1, err
		}
		r.heed(check)
		if !check.Next.IsZero() {
			next[number] = r.later(check.Next)
		}
	}
	// What was done is noted even when time is up or the plugin stops.
	if err := r.Agenda.Return(context.WithoutCancel(ctx), shard, claim, next); err != nil {
		failed, failure = failed+1, err
	}
	return failed, failure
}

// later spreads what was done together, by a fifth of the time at most and never early.
func (r *Reconciler) later(at time.Time) time.Time {
	spread := min(max(at.Sub(r.Now()), 0)/5, interval)
	return at.Add(time.Duration(r.Random() * float64(spread)))
}

// heed leaves a service alone that wants to be, or cannot answer.
func (r *Reconciler) heed(check meeting.Check) {
	if check.Asked == 0 {
		return
	}
	if !errors.Is(check.Trouble, meeting.ErrRateLimited) && !errors.Is(check.Trouble, meeting.ErrUnavailable) {
		r.pause = 0
		return
	}
	r.pause = min(max(2*r.pause, firstPause), longestPause)
	r.silentUntil = r.Now().Add(r.jitter(r.pause))
	var service *meeting.ServiceError
	if errors.As(check.Trouble, &service) && service.RetryAt.After(r.silentUntil) {
		r.silentUntil = service.RetryAt.Add(r.jitter(firstPause))
	}
	r.Log.Info("Pausing checks with the meeting service", "until", r.silentUntil, "cause", check.Trouble)
}
