package meeting

import (
	"context"
	"time"
)

// Provider is a meeting service.
type Provider interface {
	// Name is what people call the service, such as "Zoom".
	Name() string
	// Create makes a meeting that host can start now, in a single call to the service. It returns ErrUnknownHost,
	// ErrNotConfigured, ErrCredentials, ErrMissingScopes, ErrRateLimited or ErrUnavailable, wrapped with the cause.
	Create(ctx context.Context, host Host, options Options) (Meeting, error)
}

// Store keeps the instances of each meeting number. The instances that share a number are read and written together.
type Store interface {
	// Create adds an instance. It costs one write when its number is new.
	Create(ctx context.Context, instance Instance) error
	// Change reads the instances of a number once, lets change edit them, and writes them when change returns true. When
	// another writer was faster it starts over, so change must set everything it leaves behind. Without a record it
	// returns ErrNotFound and change is not called.
	Change(ctx context.Context, number int64, change func(instances []Instance) bool) error
}

// Poster shows a meeting in its channel.
type Poster interface {
	// Started posts the card of a new meeting and returns the id of the post.
	Started(ctx context.Context, place Place, view View) (postID string, err error)
	// Ended brings the card up to date; doing it again changes nothing. It returns ErrPostGone when there is no post that
	// could be changed, now or later.
	Ended(ctx context.Context, postID string, view View) error
}

// Directory knows people and channels.
type Directory interface {
	// Host returns who userID is.
	Host(ctx context.Context, userID string) (Host, error)
	// MayPost returns nil when the place's user may post there, else ErrForbidden, ErrArchived or ErrBadThread.
	MayPost(ctx context.Context, place Place) error
}

// Host is a person who starts a meeting.
type Host struct {
	UserID, Username, Email string
}

// Place is where a person posts. RootID is empty outside threads.
type Place struct {
	UserID, ChannelID, RootID string
}

// Options are what the host asks for. A zero value leaves it to the host's own settings at the service.
type Options struct {
	Topic string
}

// Meeting is what a Provider created.
type Meeting struct {
	Number int64
	// UUID names the occurrence; empty while the service has not told it.
	UUID  string
	Topic string
	// JoinURL is for everybody in the channel; it may hold the passcode.
	JoinURL  string
	Passcode string
	// StartURL makes whoever opens it the host. It goes to the starter, once, and is never stored, posted or logged.
	StartURL string
}

// State is how far an instance has come. States only move forward.
type State int

const (
	// Waiting means that no event has been seen yet.
	Waiting State = iota
	// Running means that people are in the meeting.
	Running
	// Ended is final.
	Ended
)

// Instance is one use of a meeting number in one channel: the stored record.
type Instance struct {
	// ID is ours and unique.
	ID       string
	Number   int64
	UUID     string
	Topic    string
	JoinURL  string
	Passcode string

	ChannelID string
	// PostID is empty until the post has been made.
	PostID          string
	CreatorID       string
	CreatorUsername string

	State     State
	CreatedAt time.Time
	// StartedAt and EndedAt are the service's times; zero while unknown.
	StartedAt time.Time
	EndedAt   time.Time
}

// View is what a post shows of an instance.
type View struct {
	Provider        string
	Number          int64
	UUID            string
	Topic           string
	JoinURL         string
	Passcode        string
	CreatorUsername string
	Ended           bool
	// StartedAt is when people entered, or when the meeting was created as long as that is not known.
	StartedAt time.Time
	// EndedAt is zero until Ended.
	EndedAt time.Time
}

func (s *Service) view(i Instance) View {
	started := i.StartedAt
	if started.IsZero() {
		started = i.CreatedAt
	}
	return View{
		Provider: s.Provider.Name(), Number: i.Number, UUID: i.UUID, Topic: i.Topic, JoinURL: i.JoinURL, Passcode: i.Passcode,
		CreatorUsername: i.CreatorUsername, Ended: i.State == Ended, StartedAt: started, EndedAt: i.EndedAt,
	}
}
