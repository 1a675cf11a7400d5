package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/usertext"
)

// testTimeout bounds a test as a whole.
const testTimeout = 30 * time.Second

// setupAnswer is what GET /api/v1/setup answers. It holds the webhook's secret, as a part of its addresses.
type setupAnswer struct {
	// Mode is a value of the setting AuthMode, never auto.
	Mode               string          `json:"mode"`
	Inferred           bool            `json:"inferred"`
	Settings           []settingAnswer `json:"settings"`
	Problems           []lineAnswer    `json:"problems"`
	WebhookURL         string          `json:"webhook_url,omitempty"`
	RedirectURL        string          `json:"redirect_url,omitempty"`
	DeauthorizationURL string          `json:"deauthorization_url,omitempty"`
	Scopes             []string        `json:"scopes"`
	Events             []string        `json:"events"`
	// Webhook is what is known of the events that came; null while that is nothing.
	Webhook []lineAnswer `json:"webhook"`
}

type settingAnswer struct {
	Key  string    `json:"key"`
	Name string    `json:"name"`
	Use  setup.Use `json:"use"`
}

// lineAnswer is something that an administrator is told, in Markdown.
type lineAnswer struct {
	Check setup.Check `json:"check,omitempty"`
	// OK is null when it could not be found out, or may become bad.
	OK   *bool  `json:"ok"`
	Text string `json:"text"`
	// Fix is what to do.
	Fix string `json:"fix,omitempty"`
	// ConnectURL is where the administrator signs in to the service, when that is what to do.
	ConnectURL string `json:"connect_url,omitempty"`
}

// getSetup is GET /api/v1/setup.
func (a *API) getSetup(w http.ResponseWriter, r *http.Request, admin meeting.Person) {
	state := a.Setup.State()
	out := setupAnswer{
		Mode: state.Mode, Inferred: state.Inferred, Settings: []settingAnswer{}, Problems: []lineAnswer{}, WebhookURL: state.WebhookURL,
		RedirectURL: state.RedirectURL, DeauthorizationURL: state.DeauthorizationURL,
		Scopes: append([]string{}, state.Scopes...), Events: append([]string{}, state.Events...),
	}
	for _, setting := range state.Settings {
		out.Settings = append(out.Settings, settingAnswer(setting))
	}
	for _, problem := range state.Problems {
		out.Problems = append(out.Problems, answerOf(a.Texts.ProblemLine(admin.Locale, problem), setup.Bad))
	}
	if a.accountIsMissing(r.Context(), admin) {
		missing, err := a.lineOf(r.Context(), admin, setup.Finding{Verdict: setup.Bad, Err: meeting.ErrAccountNotConnected})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		out.Problems = append(out.Problems, missing)
	}
	out.Webhook = a.deliveries(r.Context(), admin)
	answer(w, http.StatusOK, out)
}

// accountIsMissing tells whether nobody can start a meeting because one connection serves everybody and there is none. It asks the service
// nothing.
func (a *API) accountIsMissing(ctx context.Context, admin meeting.Person) bool {
	if owner, err := a.SignIn.Owner(admin.UserID); err != nil || owner != oauth.Account {
		return false
	}
	status, err := a.SignIn.Status(ctx, admin.UserID)
	if err != nil && !errors.Is(err, oauth.ErrNotConnected) {
		a.Log.Warn("The connection to the meeting service could not be read", "cause", err)
		return false
	}
	return err != nil || status.Reconnect
}

// deliveries is nil when what is known of them cannot be read: the rest is worth telling all the same.
func (a *API) deliveries(ctx context.Context, admin meeting.Person) (lines []lineAnswer) {
	notes, err := a.Notes(ctx)
	if err != nil {
		a.Log.Warn("The status of the meeting service could not be read", "cause", err)
		return nil
	}
	for _, line := range a.Texts.Deliveries(admin.Locale, notes) {
		lines = append(lines, answerOf(line.Line, line.Verdict))
	}
	return lines
}

// testSetup is POST /api/v1/setup/test: it tests what is saved.
func (a *API) testSetup(w http.ResponseWriter, r *http.Request, admin meeting.Person) {
	ctx, cancel := context.WithTimeout(r.Context(), testTimeout)
	defer cancel()
	lines := []lineAnswer{}
	for _, finding := range a.Setup.Test(ctx, admin) {
		line, err := a.lineOf(ctx, admin, finding)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if finding.Err != nil {
			a.Log.Info("A test of the setup found a problem", "check", string(finding.Check), "cause", finding.Err)
		}
		lines = append(lines, line)
	}
	answer(w, http.StatusOK, map[string][]lineAnswer{"lines": lines})
}

// lineOf says what was found, and where to connect when that is what to do.
func (a *API) lineOf(ctx context.Context, admin meeting.Person, finding setup.Finding) (lineAnswer, error) {
	line := answerOf(a.Texts.Finding(admin, finding), finding.Verdict)
	line.Check = finding.Check
	var err error
	if finding.NeedsConnection() {
		line.ConnectURL, err = a.SignIn.ConnectURL(ctx, admin, meeting.Wanted{})
	}
	return line, err
}

func answerOf(line usertext.Line, verdict setup.Verdict) lineAnswer {
	out := lineAnswer{Text: line.Text, Fix: line.Fix}
	if good := verdict == setup.Good; good || verdict == setup.Bad {
		out.OK = &good
	}
	return out
}
