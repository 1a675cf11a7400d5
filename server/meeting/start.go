package meeting

import (
	"context"
	"time"

	"github.com/pkg/errors"
)

// RecentWindow is how long after a start a second one in the same channel needs to be confirmed: two people who click at once want one
// meeting.
const RecentWindow = 30 * time.Second

// Request asks for a new meeting.
type Request struct {
	Place
	// Topic may be empty: the service chooses one.
	Topic string
	// Personal asks for the personal room of the user.
	Personal bool
	// Force starts a meeting even if one was started here a moment ago.
	Force bool
}

// Start makes a meeting hosted by the request's user and posts it.
func (s *Service) Start(ctx context.Context, request Request) (Outcome, error) {
	topic, err := cleanTopic(request.Topic)
	if err != nil {
		return Outcome{}, err
	}
	host, err := s.admit(ctx, request.Place)
	if err != nil {
		return Outcome{}, err
	}
	latest, err := s.Store.Latest(ctx, request.ChannelID)
	if err != nil {
		return Outcome{}, errors.Wrap(err, "look for a recent meeting")
	}
	if s.isRecent(latest) && !request.Force {
		return Outcome{Recent: s.recent(latest)}, nil
	}
	created, err := s.Provider.Create(ctx, host, Options{Topic: topic, Personal: request.Personal})
	if err != nil {
		return Outcome{}, err
	}

	instance := s.instance(created, host, request.Place)
	// The card of a meeting that was started here says so at once.
	instance.Shown = Running
	if instance.reusable() {
		// The service may mean another occurrence.
		instance.UUID = ""
	}
	if err := s.Store.Create(ctx, instance); err != nil {
		return Outcome{}, errors.Wrap(err, "store the meeting")
	}
	first, err := s.Store.SetLatest(ctx, instance, latest)
	if err != nil {
		return Outcome{}, errors.Wrap(err, "note the meeting as the latest of its channel")
	}
	if !first && !request.Force {
		faster, err := s.giveWay(ctx, instance)
		if faster != nil || err != nil {
			return Outcome{Recent: faster}, err
		}
	}
	postID, err := s.post(ctx, request.Place, instance)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{PostID: postID, Meeting: created}, nil
}

func (s *Service) isRecent(latest Instance) bool {
	return latest.ID != "" && latest.State != Ended && s.Now().Before(latest.CreatedAt.Add(RecentWindow))
}

func (s *Service) recent(latest Instance) *Recent {
	return &Recent{View: s.view(latest), PostID: latest.PostID}
}

// giveWay returns the meeting that somebody else has started in the channel while the service was creating this one, and closes this one's
// record. What nobody has heard of nobody will enter, and at the service it expires by itself.
func (s *Service) giveWay(ctx context.Context, instance Instance) (*Recent, error) {
	faster, err := s.Store.Latest(ctx, instance.ChannelID)
	if err != nil {
		return nil, errors.Wrap(err, "look for a recent meeting")
	}
	if !s.isRecent(faster) {
		return nil, nil
	}
	_, err = s.edit(ctx, instance, func(i *Instance) bool {
		i.State = Ended
		return true
	})
	return s.recent(faster), errors.Wrap(err, "give way to another meeting")
}
