package health

import (
	"time"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	// tellInterval is how long after a message to the admins the next one may follow.
	tellInterval = 24 * time.Hour
	// quietTime is how long nothing good has come before a stranger's delivery may be the service's.
	quietTime = 24 * time.Hour
	// silentTime and silentStarts are how long ago the first, and how many meetings were started of which the service has told nothing.
	silentTime   = 2 * time.Hour
	silentStarts = 3
)

// Trouble is what keeps deliveries from being taken: a meeting.Refusal or Silent; empty for nothing.
type Trouble string

// Silent says that meetings are started and nothing good comes from the service.
const Silent Trouble = "silent"

// Notes is what is known of the service. All is zero that has not happened yet.
type Notes struct {
	// Taken is when the last delivery came that was taken.
	Taken time.Time
	// Refused is the last refusal of a delivery whose sender has the secret or signed well, Stray that of any other.
	Refused, Stray Refused
	// Failure is the last failure of the service.
	Failure Failure
	// Starts is how many meetings were started since Taken, FirstStart when the first of them was.
	Starts     int
	FirstStart time.Time
	// LastStart is when the last meeting was started, whatever came since.
	LastStart time.Time
	// Told is when the admins were told of something.
	Told time.Time
}

// Refused is a delivery that was refused.
type Refused struct {
	At     time.Time
	Reason meeting.Refusal
}

// Failure is a failure of the service.
type Failure struct {
	At time.Time
	// Code names the text that tells it, Detail is the service's own words, Scopes are the permissions that are missing. None is secret.
	Code, Detail string
	Scopes       []string
}

// add adds what has happened since, or a little before: nodes write in any order.
func (n *Notes) add(news Notes) {
	n.Taken = later(n.Taken, news.Taken)
	n.LastStart = later(n.LastStart, news.LastStart)
	if !n.FirstStart.After(n.Taken) {
		n.Starts, n.FirstStart = 0, time.Time{}
	}
	if news.FirstStart.After(n.Taken) {
		if n.Starts == 0 || news.FirstStart.Before(n.FirstStart) {
			n.FirstStart = news.FirstStart
		}
		n.Starts += news.Starts
	}
	if news.Refused.At.After(n.Refused.At) {
		n.Refused = news.Refused
	}
	if news.Stray.At.After(n.Stray.At) {
		n.Stray = news.Stray
	}
	if news.Failure.At.After(n.Failure.At) {
		n.Failure = news.Failure
	}
}

// trouble judges by what has just happened, which has been added already. What was wrong yesterday may have been mended since.
func (n Notes) trouble(news Notes, now time.Time) Trouble {
	quiet := n.Starts > 0 && now.Sub(n.Taken) >= quietTime
	silent := n.Starts >= silentStarts && now.Sub(n.FirstStart) >= silentTime
	switch {
	case news.Refused.At.After(n.Taken):
		return Trouble(news.Refused.Reason)
	case news.Stray.At.After(n.Taken) && quiet:
		return Trouble(news.Stray.Reason)
	case news.Starts > 0 && silent && n.Refused.At.After(n.Taken):
		return Trouble(n.Refused.Reason)
	case news.Starts > 0 && silent:
		return Silent
	default:
		return ""
	}
}

// Trouble is what is wrong at present, as far as the notes tell.
func (n Notes) Trouble(now time.Time) Trouble { return n.trouble(n, now) }

// tell tells whether the admins are to be told of trouble, and notes that they are.
func (n *Notes) tell(trouble Trouble, now time.Time) bool {
	if trouble == "" || now.Sub(n.Told) < tellInterval {
		return false
	}
	n.Told = now
	return true
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
