package oauth

import (
	"context"
	"fmt"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/sync/singleflight"
)

// renewBefore is how long before its end a token is no longer used: a call in flight must not outlive it.
const renewBefore = time.Minute

// Source gives out the access tokens of those who have signed in, and ends that.
type Source struct {
	App         App
	Connections Connections
	Now         func() time.Time
	// Wait returns after d, or with an error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error

	// Track is told when a refresh begins, and calls what it returns when that has ended: it must not be cut off between the service's
	// answer and its save. Nil is nobody.
	Track func() (done func())

	flight singleflight.Group
}

// Status is what owners may know of their connection.
type Status struct {
	Identity Identity
	// ConnectedAt is when the owner signed in, RefreshedAt when the present token was given out, Expires when that ends.
	ConnectedAt, RefreshedAt, Expires time.Time
	// Reconnect tells that the owner has to sign in again.
	Reconnect bool
}

// Token returns a token of owner that is good for a minute at least. It returns ErrNotConnected, ErrReconnect, or what kept the App
// from refreshing it; the connection stays in the last case.
func (s *Source) Token(ctx context.Context, owner string) (Token, error) {
	return s.token(ctx, owner, "")
}

// Replace returns another token than the one which the service rejected although it should be good. A replacement that is rejected
// at once ends the connection: ErrReconnect. Else it is like Token.
func (s *Source) Replace(ctx context.Context, owner string, rejected Token) (Token, error) {
	return s.token(ctx, owner, rejected.Access)
}

// Status returns what is stored of owner, or ErrNotConnected.
func (s *Source) Status(ctx context.Context, owner string) (Status, error) {
	connection, err := s.Connections.Load(ctx, owner)
	if errors.Is(err, ErrReconnect) {
		return Status{Reconnect: true}, nil
	}
	return Status{
		Identity: connection.Identity, ConnectedAt: connection.ConnectedAt, RefreshedAt: connection.RefreshedAt,
		Expires: connection.Token.Expires, Reconnect: err == nil && !s.usable(connection),
	}, err
}

// Disconnect removes the connection of owner and revokes it. It returns ErrNotConnected; or ErrNotRevoked, which is to be logged only,
// since the connection is gone.
func (s *Source) Disconnect(ctx context.Context, owner string) error {
	// A service may say yes to the revocation of a token that has ended, and do nothing (RFC 7009, section 2.2). So it is renewed first;
	// when that fails, revoking will tell.
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	if _, err := s.Token(ctx, owner); errors.Is(err, ErrNotConnected) {
		return err
	}
	pause := firstPause
	for {
		connection, err := s.Connections.Load(ctx, owner)
		if errors.Is(err, ErrNotConnected) {
			return nil
		}
		if err != nil {
			return err
		}
		// What a refresh in flight brings would stay good at the service.
		if !s.leased(connection) {
			removed, err := s.Connections.Remove(ctx, owner, connection)
			if err != nil {
				return err
			}
			if removed {
				return s.revoke(ctx, connection)
			}
		}
		if err := s.pause(ctx, &pause); err != nil {
			return err
		}
	}
}

func (s *Source) revoke(ctx context.Context, connection Connection) error {
	if !s.usable(connection) {
		return ErrNotRevoked
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := s.App.Revoke(ctx, connection.Token.Access); err != nil {
		return fmt.Errorf("%w: %w", ErrNotRevoked, err)
	}
	return nil
}

// Deauthorized removes the connections as a user of the service who has ended them there at that time; who has signed in since then stays
// connected. It returns their owners, none for a user whom nobody is connected as. Calling it again does what is left to do.
func (s *Source) Deauthorized(ctx context.Context, serviceUserID string, at time.Time) (owners []string, err error) {
	listed, err := s.Connections.Owners(ctx, serviceUserID)
	if err != nil {
		return nil, err
	}
	for _, owner := range listed {
		removed, err := s.removeAs(ctx, owner, serviceUserID, at)
		if err != nil {
			return owners, err
		}
		if removed {
			owners = append(owners, owner)
		}
	}
	return owners, nil
}

// removeAs removes the connection of owner if it is as this user of the service and was made before.
func (s *Source) removeAs(ctx context.Context, owner, serviceUserID string, before time.Time) (removed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	pause := firstPause
	for {
		connection, err := s.Connections.Load(ctx, owner)
		if errors.Is(err, ErrNotConnected) || errors.Is(err, ErrReconnect) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if connection.Identity.UserID != serviceUserID || connection.ConnectedAt.After(before) {
			return false, nil
		}
		if removed, err := s.Connections.Remove(ctx, owner, connection); removed || err != nil {
			return removed, err
		}
		if err := s.pause(ctx, &pause); err != nil {
			return false, err
		}
	}
}

// usable tells whether the token can be opened and was made with the app of today.
func (s *Source) usable(connection Connection) bool {
	return connection.Token.Access != "" && connection.App == s.App.ID()
}

// leased tells whether somebody refreshes the connection. A lease that ends later than any can was taken by a clock that is wrong.
func (s *Source) leased(connection Connection) bool {
	until := connection.Lease.Until
	return s.Now().Before(until) && !until.After(s.Now().Add(2*leaseTime))
}
