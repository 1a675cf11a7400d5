package usertext

import (
	"slices"
	"strings"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/setup"
)

// Status is what /zoom status tells.
type Status struct {
	Reader meeting.Person
	Setup  meeting.Setup
	// Connection is that of the reader, or of the account that serves everybody. Missing is why there is none: meeting.ErrNotConfigured,
	// meeting.ErrNoSignIn or oauth.ErrNotConnected; nil when there is one.
	Connection oauth.Status
	Missing    error
	// Obstacle is what keeps the reader from starting meetings, signed in as they are; nil when nothing is known that does.
	Obstacle error
	// Account tells that one account serves everybody.
	Account bool
	// ConnectURL is where the reader can sign in.
	ConnectURL string
	// Notes are shown to admins only; nil when they could not be read.
	Notes *health.Notes
}

// Status answers /zoom status.
func (t *Texts) Status(s Status) string {
	lines := []string{t.statusSummary(s)}
	locale := s.Reader.Locale
	if s.Obstacle != nil && s.Missing == nil && (!s.Account || s.Reader.Admin) {
		lines = append(lines, t.say(locale, "status.as", data{"Email": code(s.Connection.Identity.Email)}))
	}
	if s.Setup.Mode != "" {
		lines = append(lines, t.say(locale, "status.mode", data{"Mode": t.say(locale, "mode."+s.Setup.Mode, nil)}))
	}
	if s.Reader.Admin {
		lines = append(lines, t.statusForAdmin(s)...)
	}
	return strings.Join(lines, "\n")
}

// statusSummary says whether the reader can start meetings, and what to do.
func (t *Texts) statusSummary(s Status) string {
	locale := s.Reader.Locale
	values := data{"Email": code(s.Connection.Identity.Email), "Link": linkTarget(s.ConnectURL)}
	connected := s.Missing == nil && !s.Connection.Reconnect
	switch {
	case errors.Is(s.Missing, meeting.ErrNotConfigured):
		// Admins read what is wrong among the lines for them.
		return t.say(locale, "error.not_configured", nil)
	case s.Missing != nil && !errors.Is(s.Missing, oauth.ErrNotConnected) && !errors.Is(s.Missing, meeting.ErrNoSignIn):
		return t.ForError(s.Missing, s.Reader).Message
	case s.Obstacle != nil:
		return t.ForError(s.Obstacle, s.Reader).Message
	case errors.Is(s.Missing, meeting.ErrNoSignIn):
		return t.say(locale, "status.no_sign_in", nil)
	case s.Account && connected && s.Reader.Admin:
		return t.say(locale, "status.account_as", values)
	case s.Account && connected:
		return t.say(locale, "status.account", nil)
	case s.Account && s.Reader.Admin:
		return t.say(locale, "status.account_not_connected", values)
	case s.Account:
		return t.say(locale, "error.account_not_connected", nil)
	case connected:
		return t.say(locale, "status.connected", values)
	case s.Missing == nil:
		return t.say(locale, "status.reconnect", values)
	default:
		return t.say(locale, "status.not_connected", values)
	}
}

func (t *Texts) statusForAdmin(s Status) (lines []string) {
	locale := s.Reader.Locale
	add := func(id string, values data) { lines = append(lines, t.say(locale, id, values)) }
	if problems := slices.Concat(s.Setup.Problems, s.Setup.EventProblems); len(problems) > 0 {
		add("status.problems", data{"Problems": t.problems(locale, problems)})
	} else {
		add("status.no_problems", nil)
	}
	if c := s.Connection; s.Missing == nil && !c.Reconnect && !c.RefreshedAt.IsZero() {
		values := data{"Ago": t.ago(locale, c.RefreshedAt)}
		if left := c.Expires.Sub(t.now()); left > 0 {
			values["Left"] = t.duration(locale, left)
		}
		add("status.token", values)
	}
	if s.Notes == nil {
		return append(lines, t.say(locale, "status.no_notes", nil))
	}
	return append(lines, t.notes(locale, *s.Notes)...)
}

// notes says how the service has fared.
func (t *Texts) notes(locale string, n health.Notes) (lines []string) {
	add := func(id string, at time.Time, values data) {
		if at.IsZero() {
			return
		}
		values["Ago"] = t.ago(locale, at)
		lines = append(lines, t.say(locale, id, values))
	}
	if n.Taken.IsZero() {
		lines = append(lines, t.say(locale, "status.never_taken", nil))
	}
	add("status.taken", n.Taken, data{})
	reason := func(r health.Refused) string { return t.Trouble(locale, health.Trouble(r.Reason)) }
	add("status.refused", n.Refused.At, data{"Reason": reason(n.Refused), "Mended": n.Taken.After(n.Refused.At)})
	if n.Stray.At.After(n.Taken) {
		add("status.stray", n.Stray.At, data{})
	}
	if n.Trouble(t.now()) == health.Silent {
		add("status.silent", n.FirstStart, data{"Reason": t.Trouble(locale, health.Silent)})
	}
	f := n.Failure
	add("status.failure", f.At, data{"Detail": t.detail(locale, f.Code, f.Detail, f.Scopes), "Mended": n.LastStart.After(f.At)})
	if f.At.IsZero() {
		lines = append(lines, t.say(locale, "status.no_failure", nil))
	}
	return lines
}

// DeliveryLine is what an administrator is told of the events that came.
type DeliveryLine struct {
	Line
	Verdict setup.Verdict
}

// Deliveries says when the last event came, and what was wrong with those that were refused.
func (t *Texts) Deliveries(locale string, n health.Notes) []DeliveryLine {
	line := func(id string, at time.Time, verdict setup.Verdict, fix string) DeliveryLine {
		text := t.say(locale, id, data{"Ago": t.ago(locale, at), "Reason": "", "Mended": n.Taken.After(at)})
		return DeliveryLine{Line{Text: strings.TrimSpace(strings.TrimPrefix(text, "* ")), Fix: fix}, verdict}
	}
	lines := []DeliveryLine{line("status.taken", n.Taken, setup.Good, "")}
	if n.Taken.IsZero() {
		lines[0] = line("status.never_taken", n.Taken, setup.Unsure, "")
	}
	if refused := n.Refused; !refused.At.IsZero() && !n.Taken.After(refused.At) {
		lines = append(lines, line("status.refused", refused.At, setup.Bad, t.Trouble(locale, health.Trouble(refused.Reason))))
	} else if n.Trouble(t.now()) == health.Silent {
		lines = append(lines, line("status.silent", n.FirstStart, setup.Bad, t.Trouble(locale, health.Silent)))
	}
	if n.Stray.At.After(n.Taken) {
		lines = append(lines, line("status.stray", n.Stray.At, setup.Unsure, ""))
	}
	return lines
}

// Trouble says what is wrong with what the service sends, and what to do.
func (t *Texts) Trouble(locale string, trouble health.Trouble) string {
	return t.say(locale, "trouble."+string(trouble), nil)
}

// Warning tells an admin unasked of trouble.
func (t *Texts) Warning(locale string, trouble health.Trouble) string {
	return t.say(locale, "warning", data{"Reason": t.Trouble(locale, trouble)})
}

func (t *Texts) ago(locale string, at time.Time) string {
	return t.say(locale, "status.ago", data{"Length": t.duration(locale, t.now().Sub(at))})
}
