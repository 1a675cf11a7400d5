package oauth

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/pkg/errors"
)

const (
	// leaseTime outlives the one call that is made under a lease and the write after it.
	leaseTime = 15 * time.Second
	// renewTimeout is for somebody else's lease to end, and then for an own call.
	renewTimeout = 30 * time.Second
	// firstPause and longestPause are between two looks at what another process does.
	firstPause   = 20 * time.Millisecond
	longestPause = 500 * time.Millisecond
	// saveTries is how often to try to store a token that exists nowhere else.
	saveTries = 6
	// atOnce is how soon after it was given out the rejection of a replacement means that no other will do.
	atOnce = time.Minute
)

// token returns a good token other than the rejected one.
func (s *Source) token(ctx context.Context, owner, rejected string) (Token, error) {
	connection, err := s.load(ctx, owner)
	if err != nil {
		return Token{}, err
	}
	if s.good(connection, rejected) {
		return connection.Token, nil
	}
	// The refresh must outlive the caller who happened to come first: others wait for it, and what it gives must be stored.
	result := s.flight.DoChan(owner+" "+rejected, func() (token any, err error) {
		if s.Track != nil {
			defer s.Track()()
		}
		// Singleflight would let it end the process.
		defer func() {
			if cause := recover(); cause != nil {
				err = errors.Errorf("panic: %v", cause)
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewTimeout)
		defer cancel()
		return s.renew(ctx, owner, rejected)
	})
	select {
	case <-ctx.Done():
		return Token{}, errors.Wrap(ctx.Err(), "refresh a token")
	case done := <-result:
		if done.Err != nil {
			return Token{}, done.Err
		}
		return done.Val.(Token), nil
	}
}

// load returns the connection of owner if its token can be used.
func (s *Source) load(ctx context.Context, owner string) (Connection, error) {
	connection, err := s.Connections.Load(ctx, owner)
	if err == nil && !s.usable(connection) {
		err = ErrReconnect
	}
	return connection, err
}

func (s *Source) good(connection Connection, rejected string) bool {
	return connection.Token.Access != rejected && s.Now().Before(connection.Token.Expires.Add(-renewBefore))
}

// renew looks for a good token until this process or another has refreshed it.
func (s *Source) renew(ctx context.Context, owner, rejected string) (Token, error) {
	pause := firstPause
	for {
		connection, err := s.load(ctx, owner)
		if err != nil {
			return Token{}, err
		}
		if s.good(connection, rejected) {
			return connection.Token, nil
		}
		held, won, err := s.lease(ctx, owner, connection)
		if err != nil {
			return Token{}, err
		}
		// A write may have taken so long that another process takes the lease before this one has its answer.
		if won && s.Now().Add(callTimeout).Before(held.Lease.Until) {
			token, done, err := s.refresh(ctx, owner, held, rejected)
			if done || err != nil {
				return token, err
			}
		}
		if err := s.pause(ctx, &pause); err != nil {
			return Token{}, err
		}
	}
}

// lease takes the lease of a connection, unless somebody has it or the connection is not what is stored any more.
func (s *Source) lease(ctx context.Context, owner string, connection Connection) (held Connection, won bool, err error) {
	if s.leased(connection) {
		return Connection{}, false, nil
	}
	connection.Lease = Lease{Holder: rand.Text(), Until: s.Now().Add(leaseTime)}
	return s.Connections.Swap(ctx, owner, connection)
}

// refresh replaces the token of a connection whose lease is held. It is not done when somebody has replaced the connection meanwhile.
func (s *Source) refresh(ctx context.Context, owner string, held Connection, rejected string) (token Token, done bool, err error) {
	at := s.Now()
	fresh, err := s.fetch(ctx, held, rejected)
	// Whatever the service has said is stored, even if all time is up.
	ctx = context.WithoutCancel(ctx)
	if errors.Is(err, ErrInvalidGrant) {
		removed, failure := s.Connections.Remove(ctx, owner, held)
		if failure == nil && removed {
			failure = errors.WithMessage(ErrReconnect, err.Error())
		}
		return Token{}, false, failure
	}
	next := held
	next.Lease = Lease{}
	if err != nil {
		// A lease that cannot be given back ends by itself; the service's failure is what the caller has to know.
		_, _, _ = s.Connections.Swap(ctx, owner, next)
		return Token{}, false, errors.Wrap(err, "refresh a token")
	}
	if fresh.Refresh == "" {
		// The one that was used stays good (RFC 6749, section 6).
		fresh.Refresh = held.Token.Refresh
	}
	next.Token, next.RefreshedAt, next.Replacement = fresh, at, held.Token.Access == rejected
	saved, err := s.save(ctx, owner, next)
	return fresh, saved, err
}

// fetch asks the service for a new token, unless its last answer to that was no good either.
func (s *Source) fetch(ctx context.Context, held Connection, rejected string) (Token, error) {
	if held.Token.Access == rejected && held.Replacement && s.Now().Before(held.RefreshedAt.Add(atOnce)) {
		return Token{}, ErrInvalidGrant
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return s.App.Refresh(ctx, held.Token.Refresh)
}

// save stores what the service gave. A write that failed may have been done all the same; then the next one finds the connection
// replaced, and renew finds the token.
func (s *Source) save(ctx context.Context, owner string, next Connection) (saved bool, err error) {
	pause := firstPause
	for range saveTries {
		if _, saved, err = s.Connections.Swap(ctx, owner, next); err == nil {
			return saved, nil
		}
		if waitErr := s.pause(ctx, &pause); waitErr != nil {
			return false, waitErr
		}
	}
	return false, errors.Wrap(err, "store a refreshed token")
}

// pause waits, the next time longer.
func (s *Source) pause(ctx context.Context, pause *time.Duration) error {
	d := *pause
	*pause = min(2*d, longestPause)
	return errors.Wrap(s.Wait(ctx, d), "wait for another process")
}
