package setup

import (
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// State is how the service is set up by what is saved, and what to enter at the service.
type State struct {
	// Mode is the way of signing in that is in force, as the setting AuthMode names it.
	Mode string
	// Inferred tells that nobody has chosen Mode: it follows from what is filled in.
	Inferred bool
	Settings []Setting
	Problems []meeting.Problem
	// WebhookURL is where the service sends events to. It holds a secret, and is empty while it cannot be told.
	WebhookURL string
	// RedirectURL is where people come back to who have signed in, DeauthorizationURL what the service calls when they end that. Both are
	// empty in the modes in which nobody signs in.
	RedirectURL, DeauthorizationURL string
	// Scopes and Events are what the app at the service needs, by the service's names; empty when there is nothing to choose.
	Scopes, Events []string
}

// Setting is a setting of the System Console.
type Setting struct {
	// Key is that of plugin.json, Name what the System Console calls it.
	Key, Name string
	Use       Use
}

// Use is what a setting is for in the mode in force.
type Use string

// The uses of a setting.
const (
	Required Use = "required"
	Optional Use = "optional"
	Ignored  Use = "ignored"
)

// Check is something that a test looks at.
type Check string

// The checks of a test, in their order.
const (
	CheckSettings Check = "settings"
	CheckSignIn   Check = "sign_in"
	CheckUser     Check = "user"
	CheckScopes   Check = "scopes"
	CheckClock    Check = "clock"
)

// Verdict is how a check came out.
type Verdict string

// The verdicts.
const (
	Good Verdict = "good"
	Bad  Verdict = "bad"
	// Unsure is what could not be found out, or may become bad.
	Unsure Verdict = "unsure"
)

// Finding is what a check found.
type Finding struct {
	Check   Check
	Verdict Verdict
	// Err is what failed at the service or before, as its provider's calls return it; nil for what is not a failure of a call.
	Err error
	// Email is whom CheckUser found.
	Email string
	// Scopes are those that CheckScopes misses.
	Scopes []string
	// Difference is how far the clocks are apart at least, without a sign.
	Difference time.Duration
}

// NeedsConnection tells whether the administrator who tests has to sign in to the service first.
func (f Finding) NeedsConnection() bool {
	return errors.Is(f.Err, meeting.ErrNotConnected) || errors.Is(f.Err, meeting.ErrAccountNotConnected)
}
