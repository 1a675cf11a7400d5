package meeting

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pkg/errors"
)

// MaxTopic is the length of a topic in characters that Zoom takes.
const MaxTopic = 200

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
	topic := strings.Join(strings.Fields(request.Topic), " ")
	if utf8.RuneCountInString(topic) > MaxTopic {
		return Started{}, ErrTopicTooLong
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

// attach lets the record learn its post. A meeting may have ended by then, without a post to show it in.
func (s *Service) attach(ctx context.Context, created Instance, postID string) {
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
	if err == nil {
		err = s.show(ctx, found)
	}
	if err != nil {
		s.Log.Error("A meeting's record did not learn its post, which may never say that the meeting ended",
			"meeting", created.Number, "post", postID, "cause", err)
	}
}

// show brings the post up to date. Until a meeting ends its post says all there is to say, so only the end is an edit.
func (s *Service) show(ctx context.Context, instance Instance) error {
	if instance.State != Ended || instance.PostID == "" {
		return nil
	}
	err := s.Poster.Ended(ctx, instance.PostID, s.view(instance))
	if errors.Is(err, ErrPostGone) {
		return nil
	}
	return errors.Wrap(err, "show that the meeting ended")
}
