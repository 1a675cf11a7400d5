package meeting

import (
	"context"
	"sync"
	"time"

	"github.com/pkg/errors"
)

// RecentWindow is how long after a start a second one in the same channel needs to be confirmed: two people who click at once want one
// meeting.
const RecentWindow = 30 * time.Second

// latestTries and latestPause are how often and after which pause to look who was faster.
const (
	latestTries = 3
	latestPause = 50 * time.Millisecond
)

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

// Start makes a meeting hosted by the request's user and posts it. It returns a *TooManyStartsError, before the service is asked, or what
// the Provider returns.
func (s *Service) Start(ctx context.Context, request Request) (Outcome, error) {
	topic, err := cleanTopic(request.Topic)
	if err != nil {
		return Outcome{}, err
	}
	host, latest, err := s.admitToStart(ctx, request.Place)
	if err != nil {
		return Outcome{}, err
	}
	if s.isRecent(latest) && !request.Force {
		return Outcome{Recent: s.recent(latest)}, nil
	}
	created, err := s.create(ctx, host, request, topic)
	if err != nil {
		return s.connect(ctx, host, Wanted{Start: &request}, err)
	}

	instance := s.instance(created, host, request.Place)
	// The card of a meeting that was started here says so at once.
	instance.Shown = Running
	if instance.reusable() {
		// The service may mean another occurrence.
		instance.UUID = ""
	}
	noted := s.follow(ctx, instance)
	var faster *Recent
	if err = s.Store.Create(ctx, instance); err == nil {
		faster = s.giveWay(ctx, instance, latest)
	}
	noted()
	if err != nil {
		return Outcome{}, errors.Wrap(err, "store the meeting")
	}
	if faster != nil && !request.Force {
		s.abandon(ctx, instance)
		return Outcome{Recent: faster}, nil
	}
	postID, err := s.post(ctx, request.Place, instance)
	if err != nil {
		return Outcome{}, err
	}
	if s.Watcher != nil {
		s.Watcher.Started()
	}
	return Outcome{PostID: postID, Meeting: created}, nil
}

// admitToStart returns who asks, if they may post there, and what was started last in the channel.
func (s *Service) admitToStart(ctx context.Context, place Place) (host Person, latest Instance, err error) {
	var unread error
	var reading sync.WaitGroup
	reading.Go(func() { latest, unread = s.Store.Latest(ctx, place.ChannelID) })
	host, err = s.admit(ctx, place)
	reading.Wait()
	if err == nil {
		err = errors.Wrap(unread, "look for a recent meeting")
	}
	return host, latest, err
}

func (s *Service) isRecent(latest Instance) bool {
	return latest.ID != "" && latest.State != Ended && !latest.Unposted && s.Now().Before(latest.CreatedAt.Add(RecentWindow))
}

func (s *Service) recent(latest Instance) *Recent {
	return &Recent{View: s.view(latest), PostID: latest.PostID}
}

// giveWay makes the instance the latest of its channel, or returns the meeting that somebody else has started there while the service was
// creating this one. The question that this serves is a convenience: when the Store fails, both get their meeting.
func (s *Service) giveWay(ctx context.Context, instance, seen Instance) *Recent {
	first, err := s.Store.SetLatest(ctx, instance, seen)
	for range latestTries {
		if first || err != nil {
			break
		}
		var faster Instance
		if faster, err = s.Store.Latest(ctx, instance.ChannelID); err == nil && s.isRecent(faster) {
			return s.recent(faster)
		}
		// A replica may not have seen yet who was faster.
		if s.Wait(ctx, latestPause) != nil {
			break
		}
	}
	if err != nil {
		s.Log.Warn("A meeting could not be saved as the latest in its channel", "meeting", instance.Number, "cause", err)
	}
	return nil
}
