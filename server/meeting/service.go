package meeting

import (
	"context"
	"log/slog"
	"time"

	"github.com/pkg/errors"
)

// attachPauses are between the tries to let a record learn its post.
var attachPauses = []time.Duration{200 * time.Millisecond, time.Second, 5 * time.Second}

// postGrace is how long after its creation a meeting that ended waits for its post: Zoom's first retry comes after 5 minutes.
const postGrace = 10 * time.Minute

// Service starts meetings and handles their events. It keeps no state of its own.
type Service struct {
	Provider  Provider
	Store     Store
	Poster    Poster
	Directory Directory
	Log       *slog.Logger
	Now       func() time.Time
	// NewID returns a unique id for an instance.
	NewID func() string
	// After runs a task that the caller need not wait for.
	After func(task func(ctx context.Context))
	// Wait returns after d, or with an error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error
}

// Request asks for a meeting.
type Request struct {
	Place
	// Topic may be empty: the service chooses one.
	Topic string
}

// Started is the outcome of a start.
type Started struct {
	PostID  string
	Meeting Meeting
}

// Start makes a meeting hosted by the request's user and posts it.
func (s *Service) Start(ctx context.Context, request Request) (Started, error) {
	topic, err := cleanTopic(request.Topic)
	if err != nil {
		return Started{}, err
	}
	if err := s.Directory.MayPost(ctx, request.Place); err != nil {
		return Started{}, err
	}
	host, err := s.Directory.Host(ctx, request.UserID)
	if err != nil {
		return Started{}, err
	}
	created, err := s.Provider.Create(ctx, host, Options{Topic: topic})
	if err != nil {
		return Started{}, err
	}

	instance := Instance{
		ID: s.NewID(), Number: created.Number, UUID: created.UUID, Topic: created.Topic, JoinURL: created.JoinURL,
		Passcode: created.Passcode, ChannelID: request.ChannelID, CreatorID: host.UserID, CreatorUsername: host.Username,
		State: Waiting, CreatedAt: s.Now(),
	}
	if err := s.Store.Create(ctx, instance); err != nil {
		return Started{}, errors.Wrap(err, "store the meeting")
	}
	postID, err := s.Poster.Started(ctx, request.Place, s.view(instance))
	if err != nil {
		return Started{}, errors.Wrap(err, "post the meeting")
	}
	s.After(func(ctx context.Context) { s.attach(ctx, instance, postID) })
	return Started{PostID: postID, Meeting: created}, nil
}

// attach lets the record learn its post, or the post would never say that the meeting ended. A database that fails, or a replica that
// has not seen the record yet, gets time to recover.
func (s *Service) attach(ctx context.Context, created Instance, postID string) {
	err := s.tryAttach(ctx, created, postID)
	for _, pause := range attachPauses {
		if err == nil || s.Wait(ctx, pause) != nil {
			break
		}
		err = s.tryAttach(ctx, created, postID)
	}
	if err != nil {
		s.Log.Error("A meeting's record did not learn its post, which may never say that the meeting ended",
			"meeting", created.Number, "post", postID, "cause", err)
	}
}

// tryAttach also shows the end of a meeting that ended before.
func (s *Service) tryAttach(ctx context.Context, created Instance, postID string) error {
	var found Instance
	err := s.Store.Change(ctx, created.Number, func(instances []Instance) bool {
		for i := range instances {
			if instances[i].ID == created.ID {
				instances[i].PostID = postID
				found = instances[i]
				return true
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	if found.ID == "" {
		return errors.New("the record does not hold the meeting")
	}
	return s.show(ctx, found)
}

// show brings the post up to date. Until a meeting ends its post says all there is to say, so only the end is an edit.
func (s *Service) show(ctx context.Context, instance Instance) error {
	switch {
	case instance.State != Ended:
		return nil
	case instance.PostID == "" && s.Now().Before(instance.CreatedAt.Add(postGrace)):
		return errors.New("the meeting ended, and its post is not known yet")
	case instance.PostID == "":
		s.Log.Warn("A meeting ended that has no post", "meeting", instance.Number)
		return nil
	}
	err := s.Poster.Ended(ctx, instance.PostID, s.view(instance))
	if errors.Is(err, ErrPostGone) {
		s.Log.Info("A meeting ended whose post cannot be changed any more", "meeting", instance.Number, "post", instance.PostID, "cause", err)
		return nil
	}
	return errors.Wrap(err, "show that the meeting ended")
}
