package zoom

import (
	"context"
	"net"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

// translate says in the domain's words what went wrong at Zoom.
func translate(err error) error {
	switch {
	case isNotConnected(err):
		return err
	case zoom.IsUserNotFound(err):
		return serviceError(meeting.ErrUnknownHost, err)
	case zoom.IsUserPending(err):
		return serviceError(meeting.ErrPendingHost, err)
	case zoom.IsNotAllowed(err):
		return serviceError(meeting.ErrNotAllowed, err)
	case zoom.IsSignInRefused(err), zoom.IsUnauthorized(err):
		return serviceError(meeting.ErrCredentials, err)
	case zoom.IsMissingScopes(err):
		return serviceError(meeting.ErrMissingScopes, err)
	case zoom.IsRateLimited(err):
		return serviceError(meeting.ErrRateLimited, err)
	default:
		return serviceError(otherKind(err), err)
	}
}

// isNotConnected tells whether somebody has to sign in first.
func isNotConnected(err error) bool {
	return errors.Is(err, meeting.ErrNotConnected) || errors.Is(err, meeting.ErrAccountNotConnected)
}

// otherKind tells failures apart that have no class at Zoom.
func otherKind(err error) error {
	var answer *zoom.APIError
	var network net.Error
	switch {
	case errors.As(err, &answer) && answer.Status >= 500:
		return meeting.ErrUnavailable
	case errors.As(err, &answer) && answer.Code == 0:
		// Zoom's own errors have a code.
		return meeting.ErrBadAnswer
	case errors.As(err, &answer):
		return meeting.ErrRejected
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return meeting.ErrSlow
	default:
		return meeting.ErrUnavailable
	}
}

func serviceError(kind, cause error) error {
	e := &meeting.ServiceError{Kind: kind, Cause: cause, Detail: cause.Error(), NotAsked: errors.Is(cause, zoom.ErrNotAsked)}
	var answer *zoom.APIError
	if errors.As(cause, &answer) {
		e.Detail, e.Scopes, e.RetryAt = strings.TrimPrefix(answer.Error(), "zoom answered "), answer.Scopes, answer.RetryAt
	}
	if kind == meeting.ErrSlow { //nolint:errorlint // a kind is never wrapped
		e.Detail = zoom.DefaultTimeout.String()
	}
	return e
}
