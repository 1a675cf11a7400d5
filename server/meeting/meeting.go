package meeting

import "time"

// Person is somebody who uses Mattermost: the host of a meeting, or the reader of a text.
type Person struct {
	UserID, Username, Email string
	// Locale is the language that they chose, such as "de" or "pt-BR".
	Locale string
	// Zone is the time zone that they set, such as "Europe/Berlin"; empty for none.
	Zone string
	// Admin tells whether they are a system admin.
	Admin bool
	// Unverified tells that this server verifies email addresses, and that they have not confirmed theirs.
	Unverified bool
}

// Place is where a person posts. RootID is empty outside threads.
type Place struct {
	UserID, ChannelID, RootID string
}

// Options are what the host asks for. A zero value leaves it to the host's own settings at the service.
type Options struct {
	Topic string
	// Personal asks for the host's personal room instead of a number of its own.
	Personal bool
}

// Meeting is what a Provider created or found.
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
	// Personal tells that the number is that of the host's personal room, which other meetings use too.
	Personal bool
	// Running tells that people are known to be in it already.
	Running bool
	// PlannedEnd is when it is to be over; zero when it has no plan or the service does not tell.
	PlannedEnd time.Time
	// Ahead is how far the service's clock is ahead of ours; zero when they agree to a second or two, or that is not known.
	Ahead time.Duration
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
	ID     string
	Number int64
	// UUID is that of the first event that was about this instance. Until then it is what the create call answered, and only a hint.
	UUID     string
	Topic    string
	JoinURL  string
	Passcode string

	ChannelID string
	// PostID is empty until the post has been made.
	PostID          string
	CreatorID       string
	CreatorUsername string
	// CreatorZone is the creator's time zone when the post was made.
	CreatorZone string

	// Shared tells that the meeting was shared here, not started.
	Shared bool
	// Personal tells that the number is that of a personal room.
	Personal bool
	// Unposted tells that the post could not be made, as far as is known: the answer of a call that made it may have got lost.
	Unposted bool
	// Abandoned tells that there is no post and there will be none.
	Abandoned bool
	// Ahead is how far the service's clock was ahead of ours when the instance was made.
	Ahead time.Duration
	// Missed tells that the meeting ended without having begun: nobody ever entered.
	Missed bool

	State State
	// Shown is the state that the post shows, as far as it is known.
	Shown     State
	CreatedAt time.Time
	// StartedAt and EndedAt are the service's times; zero while unknown. One that is over may have no end that anybody knows.
	StartedAt time.Time
	EndedAt   time.Time
	// PlannedEnd is when a meeting that was shared is to be over; zero when that is not known.
	PlannedEnd time.Time
}

// reusable tells whether other meetings may have the same number, before this one, after it and in other channels.
func (i Instance) reusable() bool { return i.Shared || i.Personal }

// View is what a post shows of an instance.
type View struct {
	// ID is the instance's, by which a post and its record find each other.
	ID              string
	Provider        string
	Number          int64
	UUID            string
	Topic           string
	JoinURL         string
	Passcode        string
	CreatorUsername string
	// CreatorZone is the time zone in which the post's text tells times; empty means UTC.
	CreatorZone string
	Shared      bool
	Personal    bool
	State       State
	// StartedAt is when people entered. As long as that is not known it is when the meeting was posted; for a shared one, which may have
	// run for long by then, that is said only when it has ended.
	StartedAt time.Time
	// EndedAt is zero until the meeting has ended, and when nobody knows when it did.
	EndedAt time.Time
	// Missed tells that nobody ever entered.
	Missed bool
}

func (s *Service) view(i Instance) View {
	started := i.StartedAt
	if started.IsZero() && (!i.Shared || i.State == Ended) {
		started = i.CreatedAt
	}
	return View{
		ID: i.ID, Provider: s.Provider.Name(), Number: i.Number, UUID: i.UUID, Topic: i.Topic, JoinURL: i.JoinURL, Passcode: i.Passcode,
		CreatorUsername: i.CreatorUsername, CreatorZone: i.CreatorZone, Shared: i.Shared, Personal: i.Personal, State: i.State,
		StartedAt: started, EndedAt: i.EndedAt, Missed: i.Missed,
	}
}
