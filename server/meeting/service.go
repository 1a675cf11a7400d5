package meeting

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/pkg/errors"
)

// Service starts and shares meetings and handles their events. It keeps no state of its own, but for the Limit's.
type Service struct {
	Provider  Provider
	Store     Store
	Poster    Poster
	Directory Directory
	// Connector is nil for a service that nobody has to sign in to.
	Connector Connector
	// Earlier is nil when there was no other plugin.
	Earlier Earlier
	// Limit is nil when people may start as many meetings as they like.
	Limit *StartLimit
	// Watcher is nil when nobody wants to know.
	Watcher Watcher
	// Agenda is nil when nobody calls Reconcile.
	Agenda Agenda
	Log    *slog.Logger
	Now    func() time.Time
	// NewID returns a unique id for an instance.
	NewID func() string
	// After runs a task that the caller need not wait for.
	After func(task func(ctx context.Context))
	// Wait returns after d, or with an error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error
}

// Outcome is what came of a request: a post, or a question.
type Outcome struct {
	// PostID is the post that was made; empty when there is a question.
	PostID  string
	Meeting Meeting
	// Recent asks whether to join this meeting, which somebody has just started in the channel, or to insist with Request.Force; nil when
	// there is no question.
	Recent *Recent
	// Connect is what the person has to do first; nil when they need not.
	Connect *Connect
}

// Recent is a meeting that was started a moment ago.
type Recent struct {
	View
	// PostID may be empty for an instant.
	PostID string
}

// admit returns who asks, if they may post there. Both are asked at once, since somebody waits.
func (s *Service) admit(ctx context.Context, place Place) (Person, error) {
	var forbidden error
	var asking sync.WaitGroup
	asking.Go(func() { forbidden = s.Directory.MayPost(ctx, place) })
	person, err := s.Directory.Person(ctx, place.UserID)
	asking.Wait()
	if forbidden != nil {
		return Person{}, forbidden
	}
	return person, err
}

// instance is the record of a meeting that person is about to post.
func (s *Service) instance(m Meeting, person Person, place Place) Instance {
	return Instance{
		ID: s.NewID(), Number: m.Number, UUID: m.UUID, Topic: m.Topic, JoinURL: m.JoinURL, Passcode: m.Passcode,
		ChannelID: place.ChannelID, CreatorID: person.UserID, CreatorUsername: person.Username, CreatorZone: person.Zone, Personal: m.Personal,
		State: Waiting, CreatedAt: s.Now(), Ahead: m.Ahead,
	}
}

// post shows a meeting that has been stored.
func (s *Service) post(ctx context.Context, place Place, instance Instance) (postID string, err error) {
	postID, err = s.Poster.Post(ctx, place, s.view(instance))
	if err != nil {
		s.doubt(ctx, instance)
		return "", errors.Wrap(err, "post the meeting")
	}
	s.After(func(ctx context.Context) { s.attach(ctx, instance, postID) })
	return postID, nil
}

// doubt notes that a meeting has no post, as far as is known. Reconcile finds it all the same, or closes the record.
func (s *Service) doubt(ctx context.Context, instance Instance) {
	_, err := s.edit(ctx, instance, func(i *Instance) bool {
		i.Unposted = true
		return true
	})
	if err != nil {
		s.Log.Warn("A meeting could not be posted, and its record could not be updated", "meeting", instance.Number, "cause", err)
	}
	s.lookAfter(ctx, instance.Number, s.Now().Add(soon))
}

// abandon closes the record of a meeting that has no post and will get none. What nobody has heard of nobody will enter, and at the service
// it expires by itself.
func (s *Service) abandon(ctx context.Context, instance Instance) {
	_, err := s.edit(ctx, instance, func(i *Instance) bool {
		if i.PostID != "" {
			return false
		}
		i.State, i.Abandoned = Ended, true
		return true
	})
	if err != nil {
		s.Log.Warn("The record of a meeting that has no post could not be closed", "meeting", instance.Number, "cause", err)
	}
}
