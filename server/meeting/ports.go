package meeting

import (
	"context"
	"time"
)

// Provider is a meeting service.
type Provider interface {
	// Name is what people call the service, such as "Zoom".
	Name() string
	// Create makes a meeting that host can start now, in a single call to the service. It returns a *NotConfiguredError, a *ServiceError,
	// ErrNotConnected, ErrAccountNotConnected or ErrUnverified.
	Create(ctx context.Context, host Person, options Options) (Meeting, error)
}

// SetupTeller is a Provider that tells how it is set up.
type SetupTeller interface {
	Setup() Setup
}

// Setup is how a service is set up.
type Setup struct {
	// Mode is the service's name for the way of signing in to it; empty when nothing is set up.
	Mode string
	// Problems keep meetings from being started, EventProblems keep what the service sends from being taken.
	Problems, EventProblems []Problem
}

// Watcher is told how things go. It must neither block nor fail.
type Watcher interface {
	// Started is told of each meeting that was started and posted.
	Started()
	// Failed is told of each failure of the service.
	Failed(failure *ServiceError)
}

// Connector leads people to where they sign in to the service.
type Connector interface {
	// ConnectURL returns the address of a page where person, and nobody else, signs in; then what they wanted is done.
	ConnectURL(ctx context.Context, person Person, wanted Wanted) (string, error)
}

// Earlier ends the posts of meetings that were started by a plugin which this one has replaced.
type Earlier interface {
	// End does so for a meeting that no Store knows. Doing it again changes nothing; an error is transient.
	End(ctx context.Context, event Event) error
}

// Finder is a Provider whose meetings can be shared.
type Finder interface {
	// Find reads what people type to name a meeting, its number or a link to join it, and returns just what that holds. Only for the
	// meeting's own host it adds what the service knows of it. It returns ErrBadReference, ErrForeignLink, ErrHostLink, ErrPersonalLink,
	// ErrOtherLink, a *NotConfiguredError or ErrNotConnected.
	Find(ctx context.Context, sharer Person, typed string) (Meeting, error)
	// FindRoom returns the sharer's own personal room. It returns what Create does.
	FindRoom(ctx context.Context, sharer Person) (Meeting, error)
}

// Inspector is a Provider that can be asked what has become of a meeting whose events got lost.
type Inspector interface {
	// Inspect asks, in two calls to the service at most, as whom creator is there. uuid is that of the occurrence which is meant; empty means
	// the one that runs, or else the latest that ended. It returns what Create does.
	Inspect(ctx context.Context, creator Person, number int64, uuid string) (Report, error)
}

// Report is what the service tells about a meeting.
type Report struct {
	// Known tells that the service knows the meeting, or at least shows it to the creator.
	Known bool
	// Running tells that people are in it.
	Running bool
	// Ended is the end of the occurrence, nil when the service knows of none.
	Ended *Event
	// NoPast tells that the service does not say what was: Ended is nil for that reason.
	NoPast bool
	// PlannedEnd is that of Meeting.
	PlannedEnd time.Time
}

// Agenda remembers when to look after a meeting.
type Agenda interface {
	// Add has the number looked after at that time or earlier.
	Add(ctx context.Context, number int64, at time.Time) error
}

// Store keeps the instances of each meeting number. The instances that share a number are read and written together.
type Store interface {
	// Create adds an instance. It costs one write when its number is new. It returns ErrTooManyUses when the number has as many as may be
	// looked after.
	Create(ctx context.Context, instance Instance) error
	// Change reads the instances of a number once, lets change edit them, and writes them when change returns true. When
	// another writer was faster it starts over, so change must set everything it leaves behind. Without a record it
	// returns ErrNotFound and change is not called.
	Change(ctx context.Context, number int64, change func(instances []Instance) bool) error
	// Latest returns the instance that was started last in a channel. It forgets after RecentWindow and is then the zero Instance.
	Latest(ctx context.Context, channelID string) (Instance, error)
	// SetLatest makes instance the latest of its channel as long as seen, what Latest returned, is still that. It tells whether it did.
	SetLatest(ctx context.Context, instance, seen Instance) (bool, error)
}

// Poster shows a meeting in its channel.
type Poster interface {
	// Post posts the card of a meeting and returns the id of the post.
	Post(ctx context.Context, place Place, view View) (postID string, err error)
	// Show brings the card up to date; doing it again changes nothing, and a card never goes back to an earlier state. It returns
	// ErrPostGone when there is no post that could be changed, now or later.
	Show(ctx context.Context, postID string, view View) error
}

// PostFinder is a Poster that can look for a post whose id got lost.
type PostFinder interface {
	// FindPost returns the id of the post that the place's user made in its channel, since that time, of the View with that ID; empty when
	// there is none. It looks at a bounded number of posts and fails when that is not enough to tell.
	FindPost(ctx context.Context, place Place, viewID string, since time.Time) (postID string, err error)
}

// Directory knows people and channels.
type Directory interface {
	// Person returns who userID is.
	Person(ctx context.Context, userID string) (Person, error)
	// MayPost returns nil when the place's user may post there, else ErrForbidden, ErrReadOnly, ErrArchived or ErrBadThread.
	MayPost(ctx context.Context, place Place) error
}
