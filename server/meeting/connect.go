package meeting

import (
	"context"

	"github.com/pkg/errors"
)

// Wanted is what somebody wanted to do: one of the two, or nothing.
type Wanted struct {
	Start *Request
	Share *ShareRequest
}

// Connect leads somebody to where they sign in to the service. See NotConnectedError.
type Connect struct {
	URL           string
	ForAll, Again bool
}

// connect answers somebody who has to sign in to the service before they can have what they want; all other failures are returned, and those
// of the service told to the Watcher.
func (s *Service) connect(ctx context.Context, person Person, wanted Wanted, cause error) (Outcome, error) {
	var failure *ServiceError
	if s.Watcher != nil && errors.As(cause, &failure) {
		s.Watcher.Failed(failure)
	}
	if s.Connector == nil || !errors.Is(cause, ErrNotConnected) {
		return Outcome{}, cause
	}
	var connect Connect
	var missing *NotConnectedError
	if errors.As(cause, &missing) {
		connect.ForAll, connect.Again = missing.ForAll, missing.Again
	}
	var err error
	if connect.URL, err = s.Connector.ConnectURL(ctx, person, wanted); err != nil {
		return Outcome{}, errors.Wrap(err, "lead to the sign-in")
	}
	return Outcome{Connect: &connect}, nil
}

// Resume does what somebody wanted who has signed in since. There is nothing to do for the zero Wanted. It counts as any start does: a link
// to the sign-in can be followed more than once.
func (s *Service) Resume(ctx context.Context, wanted Wanted) (Outcome, error) {
	switch {
	case wanted.Start != nil:
		return s.Start(ctx, *wanted.Start)
	case wanted.Share != nil:
		return s.Share(ctx, *wanted.Share)
	default:
		return Outcome{}, nil
	}
}
