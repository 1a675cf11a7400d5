package zoom

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

// lookupTimeout bounds a question to Zoom whose answer is good to have.
const lookupTimeout = 3 * time.Second

// Create implements meeting.Provider.
func (p *Provider) Create(ctx context.Context, host meeting.Person, options meeting.Options) (meeting.Meeting, error) {
	current, err := p.ready()
	if err != nil {
		return meeting.Meeting{}, err
	}
	request := zoom.CreateMeeting{Type: zoom.InstantMeeting, Topic: options.Topic}
	if options.Personal {
		request.Settings = &zoom.MeetingSettings{UsePMI: true}
	}
	as, err := p.as(current, host)
	if err != nil {
		return meeting.Meeting{}, err
	}
	created, err := as.CreateMeeting(ctx, as.user, request)
	if err != nil {
		room, err := as.insteadOf(ctx, options, err)
		room.Ahead = current.ahead()
		return room, err
	}
	m := meeting.Meeting{
		Number: created.ID, UUID: created.UUID, Topic: created.Topic, JoinURL: created.JoinURL, Passcode: created.Password,
		StartURL: created.StartURL, Personal: options.Personal, Ahead: current.ahead(),
	}
	if options.Personal {
		m.Number = cmp.Or(linkNumber(created.JoinURL), created.PMI, created.ID)
	}
	if !isWebURL(m.JoinURL) {
		return meeting.Meeting{}, &meeting.ServiceError{Kind: meeting.ErrBadAnswer, Detail: "a new meeting without a join link",
			Cause: errors.New("zoom: the new meeting has no join link")}
	}
	if !isWebURL(m.StartURL) {
		m.StartURL = ""
	}
	return m, nil
}

// linkNumber is the number by which people enter a meeting and under which Zoom tells what happens: a meeting in a personal room has a
// number of its own besides, which events never carry. It is 0 when the link holds none.
func linkNumber(joinURL string) int64 {
	link, err := zoom.ParseReference(joinURL, joinURL)
	if err != nil {
		return 0
	}
	return link.Number
}

// insteadOf tells what a refused host can do. Somebody who may not make meetings still has their room.
func (c caller) insteadOf(ctx context.Context, options meeting.Options, refused error) (meeting.Meeting, error) {
	if !zoom.IsUserNotFound(refused) && !zoom.IsUserPending(refused) && !zoom.IsNotAllowed(refused) {
		return meeting.Meeting{}, c.failed(ctx, refused)
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	user, err := c.GetUser(ctx, c.user)
	if err != nil {
		return meeting.Meeting{}, translate(refused)
	}
	room, why := roomOf(user)
	switch {
	case errors.Is(why, meeting.ErrPendingHost), errors.Is(why, meeting.ErrInactiveHost):
		return meeting.Meeting{}, why
	case options.Personal && zoom.IsNotAllowed(refused) && why == nil:
		room.Topic = options.Topic
		return room, nil
	default:
		return meeting.Meeting{}, translate(refused)
	}
}

func isWebURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Host != ""
}
