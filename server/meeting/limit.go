package meeting

import (
	"context"
	"sync"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/time/rate"
)

const (
	// LimitWindow is how long it takes until somebody who has reached a StartLimit may start as many meetings again.
	LimitWindow = 10 * time.Minute
	// ChannelFactor is how many times as many meetings may be started in a channel, by anybody, as by one person.
	ChannelFactor = 3

	// maxBuckets bounds what a StartLimit remembers: people, and as many channels. sweepInterval is how often it looks what to forget.
	maxBuckets    = 10_000
	sweepInterval = time.Minute
)

// StartLimit bounds how many meetings a person may start, and how many may be started in a channel: so many at once, and then one whenever
// the same part of LimitWindow has passed. It is in the memory of this process: in a cluster of n nodes up to n times as many pass, and a
// restart forgives. The zero StartLimit bounds nothing; it is safe for concurrent use.
type StartLimit struct {
	mu       sync.Mutex
	starts   int
	people   buckets
	channels buckets
}

// Set puts another limit in force, at once and with nothing counted yet; 0 means none. The same one again changes nothing.
func (l *StartLimit) Set(starts int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if starts == l.starts {
		return
	}
	l.starts, l.people, l.channels = starts, newBuckets(starts), newBuckets(ChannelFactor*starts)
}

// Starts is the limit in force.
func (l *StartLimit) Starts() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.starts
}

// take counts a start, or returns a *TooManyStartsError and counts nothing.
func (l *StartLimit) take(now time.Time, place Place) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.starts <= 0 {
		return nil
	}
	person, channel := l.people.of(place.UserID, now), l.channels.of(place.ChannelID, now)
	forPerson, forChannel := l.people.wait(person, now), l.channels.wait(channel, now)
	if wait := max(forPerson, forChannel); wait > 0 {
		return &TooManyStartsError{InChannel: forChannel > forPerson, RetryAt: now.Add(wait)}
	}
	person.AllowN(now, 1)
	channel.AllowN(now, 1)
	return nil
}

// giveBack uncounts a start that take has counted.
func (l *StartLimit) giveBack(now time.Time, place Place) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.starts <= 0 {
		return
	}
	// A Reservation could not be cancelled any more: its time to act is over.
	l.people.of(place.UserID, now).AllowN(now, -1)
	l.channels.of(place.ChannelID, now).AllowN(now, -1)
}

// buckets are token buckets of one size, by user or channel.
type buckets struct {
	size  int
	byID  map[string]*rate.Limiter
	swept time.Time
}

func newBuckets(size int) buckets { return buckets{size: size, byID: map[string]*rate.Limiter{}} }

// of returns the bucket of an id, a full one for an id that is new. Full ones are forgotten; should so many be in use that this is not
// enough, any other is.
func (b *buckets) of(id string, now time.Time) *rate.Limiter {
	if bucket := b.byID[id]; bucket != nil {
		return bucket
	}
	if now.Sub(b.swept) >= sweepInterval {
		b.swept = now
		for id, bucket := range b.byID {
			if bucket.TokensAt(now) >= float64(b.size) {
				delete(b.byID, id)
			}
		}
	}
	for id := range b.byID {
		if len(b.byID) < maxBuckets {
			break
		}
		delete(b.byID, id)
	}
	bucket := rate.NewLimiter(b.rate(), b.size)
	b.byID[id] = bucket
	return bucket
}

func (b *buckets) rate() rate.Limit { return rate.Every(LimitWindow / time.Duration(b.size)) }

// wait is how long until the bucket has a token.
func (b *buckets) wait(bucket *rate.Limiter, now time.Time) time.Duration {
	lacks := 1 - bucket.TokensAt(now)
	return max(0, time.Duration(lacks/float64(b.rate())*float64(time.Second)))
}

// create makes the meeting of a request, unless too many were started. What never came to the service, such as the start of somebody who
// has to sign in first, does not count; it does when it goes on.
func (s *Service) create(ctx context.Context, host Person, request Request, topic string) (Meeting, error) {
	if s.Limit == nil {
		return s.Provider.Create(ctx, host, Options{Topic: topic, Personal: request.Personal})
	}
	if err := s.Limit.take(s.Now(), request.Place); err != nil {
		return Meeting{}, err
	}
	created, err := s.Provider.Create(ctx, host, Options{Topic: topic, Personal: request.Personal})
	var asked *ServiceError
	if err != nil && (!errors.As(err, &asked) || asked.NotAsked) {
		s.Limit.giveBack(s.Now(), request.Place)
	}
	return created, err
}
