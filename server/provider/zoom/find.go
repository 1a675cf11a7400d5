package zoom

import (
	"cmp"
	"context"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

var (
	_ meeting.Provider  = (*Provider)(nil)
	_ meeting.Finder    = (*Provider)(nil)
	_ meeting.Inspector = (*Provider)(nil)
)

// Find implements meeting.Finder. The credentials of the server could look up any meeting of the account; what Zoom says of one goes only to
// its host, so that nobody can pull a colleague's meeting into a channel by typing its number. A look-up that fails costs the details, not
// the share.
func (p *Provider) Find(ctx context.Context, sharer meeting.Person, typed string) (meeting.Meeting, error) {
	current, err := p.ready()
	if err != nil {
		return meeting.Meeting{}, err
	}
	reference, err := zoom.ParseReference(typed, current.config.URL)
	switch {
	case errors.Is(err, zoom.ErrStartLink):
		return meeting.Meeting{}, meeting.ErrHostLink
	case errors.Is(err, zoom.ErrForeignLink):
		return meeting.Meeting{}, meeting.ErrForeignLink
	case errors.Is(err, zoom.ErrNamedRoom):
		return meeting.Meeting{}, meeting.ErrPersonalLink
	case errors.Is(err, zoom.ErrOtherLink):
		return meeting.Meeting{}, meeting.ErrOtherLink
	case err != nil:
		return meeting.Meeting{}, errors.Wrap(meeting.ErrBadReference, err.Error())
	}
	found := meeting.Meeting{Number: reference.Number, JoinURL: reference.JoinURL}
	own := p.lookUp(ctx, current, sharer, reference.Number)
	found.Ahead = current.ahead()
	if own == nil {
		return found, nil
	}
	found.Topic, found.Passcode, found.Running = own.Topic, own.Password, own.Status == "started"
	if isWebURL(own.JoinURL) {
		found.JoinURL = own.JoinURL
	}
	found.Number = cmp.Or(linkNumber(own.JoinURL), own.ID)
	found.Personal = own.Type == zoom.PersonalRoom || found.Number != own.ID
	found.PlannedEnd = plannedEnd(own)
	return found, nil
}

// FindRoom implements meeting.Finder. It needs no right to make meetings.
func (p *Provider) FindRoom(ctx context.Context, sharer meeting.Person) (meeting.Meeting, error) {
	current, err := p.ready()
	if err != nil {
		return meeting.Meeting{}, err
	}
	as, err := p.as(current, sharer)
	if err != nil {
		return meeting.Meeting{}, err
	}
	user, err := as.GetUser(ctx, as.user)
	if err != nil {
		return meeting.Meeting{}, as.failed(ctx, err)
	}
	room, err := roomOf(user)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if own := p.lookUp(ctx, current, sharer, room.Number); own != nil {
		room.Topic, room.Passcode, room.Running = own.Topic, own.Password, own.Status == "started"
	}
	room.Ahead = current.ahead()
	return room, nil
}

// roomOf is the personal room of a user who may use it.
func roomOf(user *zoom.User) (meeting.Meeting, error) {
	switch {
	case user.Status == "pending":
		return meeting.Meeting{}, serviceError(meeting.ErrPendingHost, errors.New("zoom: the user is pending"))
	case user.Status == "inactive":
		return meeting.Meeting{}, serviceError(meeting.ErrInactiveHost, errors.New("zoom: the user is inactive"))
	case user.PMI <= 0 || !isWebURL(user.PersonalMeetingURL):
		return meeting.Meeting{}, serviceError(meeting.ErrNotAllowed, errors.New("zoom: the user has no personal meeting room"))
	}
	return meeting.Meeting{Number: user.PMI, JoinURL: user.PersonalMeetingURL, Personal: true}, nil
}

// lookUp returns what Zoom says of a meeting, nil unless sharer is its host.
func (p *Provider) lookUp(ctx context.Context, s *session, sharer meeting.Person, number int64) *zoom.Meeting {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	as, err := p.as(s, sharer)
	if err != nil {
		return nil
	}
	m, err := as.GetMeeting(ctx, number)
	var hosts bool
	if err == nil && m.ID == number {
		hosts, err = as.hosts(ctx, m)
	}
	if err != nil {
		if !zoom.IsMeetingNotFound(err) && !zoom.IsUserNotFound(err) && !isNotConnected(err) {
			s.lookups.Do(func() { p.Log.Warn("A shared meeting could not be looked up, so its post has no topic", "cause", err) })
		}
		return nil
	}
	if !hosts {
		return nil
	}
	return m
}

// sameAddress compares in lower case. Folding would take letters of other alphabets for those of this one.
func sameAddress(a, b string) bool {
	return a != "" && strings.ToLower(a) == strings.ToLower(b) //nolint:staticcheck // see above
}
