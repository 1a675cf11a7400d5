package zoom

import (
	"context"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

var (
	_ meeting.Provider = (*Provider)(nil)
	_ meeting.Finder   = (*Provider)(nil)
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
	case errors.Is(err, zoom.ErrNamedRoom):
		return meeting.Meeting{}, meeting.ErrPersonalLink
	case err != nil:
		return meeting.Meeting{}, errors.Wrap(meeting.ErrBadReference, err.Error())
	}
	found := meeting.Meeting{Number: reference.Number, JoinURL: reference.JoinURL}
	own := current.lookUp(ctx, sharer, reference.Number)
	if own == nil {
		return found, nil
	}
	found.Topic, found.Passcode, found.Running = own.Topic, own.Password, own.Status == "started"
	found.Personal = own.Type == zoom.PersonalRoom || own.PMI == own.ID
	if isWebURL(own.JoinURL) {
		found.JoinURL = own.JoinURL
	}
	return found, nil
}

// FindRoom implements meeting.Finder. It needs no right to make meetings.
func (p *Provider) FindRoom(ctx context.Context, sharer meeting.Person) (meeting.Meeting, error) {
	current, err := p.ready()
	if err != nil {
		return meeting.Meeting{}, err
	}
	user, err := current.client.GetUser(ctx, sharer.Email)
	if err != nil {
		return meeting.Meeting{}, translate(err)
	}
	room, err := roomOf(user)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if own := current.lookUp(ctx, sharer, room.Number); own != nil {
		room.Topic, room.Passcode, room.Running = own.Topic, own.Password, own.Status == "started"
	}
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
func (s *session) lookUp(ctx context.Context, sharer meeting.Person, number int64) *zoom.Meeting {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	m, err := s.client.GetMeeting(ctx, number)
	if err != nil || m.ID != number {
		return nil
	}
	if m.HostEmail != "" {
		if strings.EqualFold(m.HostEmail, sharer.Email) {
			return m
		}
		return nil
	}
	user, err := s.client.GetUser(ctx, sharer.Email)
	if err != nil || user.ID == "" || user.ID != m.HostID {
		return nil
	}
	return m
}
