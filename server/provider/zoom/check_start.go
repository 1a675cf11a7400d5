package zoom

import (
	"context"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/zoom"
)

var _ setup.StartChecker = (*Provider)(nil)

// CheckStart implements setup.StartChecker. A start would meet the Breaker too, so this does.
func (p *Provider) CheckStart(ctx context.Context, person meeting.Person) error {
	current, err := p.ready()
	if err != nil {
		return err
	}
	as, err := p.as(current, person)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	user, err := as.GetUser(ctx, as.user)
	switch {
	case err == nil:
		return whyNoHost(user)
	case zoom.IsMissingScopes(err), zoom.IsRateLimited(err):
		return nil // Neither says that a meeting could not be made.
	}
	err = as.failed(ctx, err)
	if errors.Is(err, meeting.ErrRejected) {
		return nil // Nobody knows what it is about.
	}
	var failure *meeting.ServiceError
	if errors.As(err, &failure) && errors.Is(err, meeting.ErrSlow) {
		failure.Detail = lookupTimeout.String()
	}
	return err
}

// whyNoHost is why a user whom Zoom knows cannot be the host of a meeting; nil for who can, as far as Zoom tells.
func whyNoHost(user *zoom.User) error {
	if _, why := roomOf(user); errors.Is(why, meeting.ErrPendingHost) || errors.Is(why, meeting.ErrInactiveHost) {
		return why
	}
	return nil
}
