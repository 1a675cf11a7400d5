package httpapi_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/signin/signintest"
	"mattermost-plugin-zoom/server/usertext"
)

const pluginURL = "https://mm.example/plugins/zoom"

// fixedSetup is a setup that is as it is.
type fixedSetup struct {
	state    setup.State
	findings []setup.Finding
	tested   []string
	// signIn is how people sign in; nil when each does for themselves.
	signIn *signintest.SignIn
	// notes are those of now; nil when they cannot be read.
	notes *health.Notes
}

func (f *fixedSetup) readNotes(context.Context) (health.Notes, error) {
	if f.notes == nil {
		return health.Notes{}, errors.New("the database is away")
	}
	return *f.notes, nil
}

func (f *fixedSetup) State() setup.State { return f.state }

func (f *fixedSetup) Test(ctx context.Context, admin meeting.Person) []setup.Finding {
	if _, bounded := ctx.Deadline(); !bounded {
		panic("a test without a deadline")
	}
	f.tested = append(f.tested, admin.UserID)
	return f.findings
}

// ask sends a request of user to an API with that setup.
func ask(t *testing.T, of *fixedSetup, user, method, path string) (int, http.Header, string) {
	t.Helper()
	signIn := of.signIn
	if signIn == nil {
		signIn = signintest.New(&kvtest.KV{}, pluginURL)
	}
	api := &httpapi.API{
		Setup: of, Notes: of.readNotes, SignIn: signIn.SignIn, Log: slog.New(slog.DiscardHandler),
		Texts: usertext.New(assets.I18n, "Zoom", "zoom", time.Now),
		Meetings: &meeting.Service{Directory: &meetingtest.Directory{People: map[string]meeting.Person{
			"admin": {UserID: "admin", Email: "admin@example.com", Admin: true}, "member": {UserID: "member"},
		}}},
	}
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader("{}"))
	request.Header.Set("Mattermost-User-Id", user)
	recorder := httptest.NewRecorder()
	api.Handler().ServeHTTP(recorder, request)
	return recorder.Code, recorder.Header(), recorder.Body.String()
}

func TestTheSetupIsForAdmins(t *testing.T) {
	for method, path := range map[string]string{http.MethodGet: "/api/v1/setup", http.MethodPost: "/api/v1/setup/test"} {
		of := &fixedSetup{state: setup.State{WebhookURL: "https://mm.example/webhook?secret=s3cret"}}
		for user, want := range map[string]struct {
			status int
			text   string
		}{"": {401, "Log in"}, "member": {403, "Only System Admins"}, "nobody": {500, "went wrong"}, "admin": {200, ""}} {
			status, header, body := ask(t, of, user, method, path)
			require.Equal(t, want.status, status, "%q: %s", user, body)
			require.Contains(t, body, want.text)
			require.Equal(t, "no-store", header.Get("Cache-Control"))
			require.Equal(t, user == "admin" && method == http.MethodGet, strings.Contains(body, "s3cret"), user)
		}
		require.Equal(t, method == http.MethodPost, len(of.tested) == 1)
	}
}

func TestTheSetupInJSON(t *testing.T) {
	of := &fixedSetup{state: setup.State{
		Mode: "user_oauth", Inferred: true, Settings: []setup.Setting{{Key: "AccountID", Name: "Account ID", Use: setup.Ignored}},
		Problems:   []meeting.Problem{{Code: "missing", Setting: "Client ID"}, {Code: "site_url_no_https", Example: "http://mm.example"}},
		WebhookURL: "https://mm.example/w", RedirectURL: "https://mm.example/r", DeauthorizationURL: "https://mm.example/d",
		Scopes: []string{"user:read:user"}, Events: []string{"meeting.ended"},
	}}
	_, _, body := ask(t, of, "admin", http.MethodGet, "/api/v1/setup")
	require.JSONEq(t, `{"mode":"user_oauth","inferred":true,"settings":[{"key":"AccountID","name":"Account ID","use":"ignored"}],
		"problems":[{"ok":false,"text":"Client ID is missing","fix":"Enter it below and press **Save**. The text under the field says where to find it."},
		{"ok":false,"text":"Zoom sends events to https:// only, but this server's Site URL is `+"`http://mm.example`"+`",
		"fix":"Make this server reachable over https, and enter that address in **System Console > Environment > Web Server > Site URL**."}],
		"webhook_url":"https://mm.example/w","redirect_url":"https://mm.example/r","deauthorization_url":"https://mm.example/d",
		"scopes":["user:read:user"],"events":["meeting.ended"],"webhook":null}`, body)
	_, _, body = ask(t, &fixedSetup{}, "admin", http.MethodGet, "/api/v1/setup")
	require.JSONEq(t, `{"mode":"","inferred":false,"settings":[],"problems":[],"scopes":[],"events":[],"webhook":null}`, body)
}

// While one connection has to serve everybody and there is none, nobody can start a meeting.
func TestAMissingConnectionIsAProblem(t *testing.T) {
	const problem = `{"ok":false,"text":"Your organization's Zoom account is not connected, so nobody can start a meeting.",
		"fix":"Connect it as a System Admin who is also an admin of the Zoom account.","connect_url":"https://mm.example/plugins/zoom/oauth2/connect"}`
	kv := &kvtest.KV{}
	signIn := signintest.New(kv, pluginURL)
	signIn.Admins["admin"] = true
	problems := func() string {
		status, _, body := ask(t, &fixedSetup{signIn: signIn}, "admin", http.MethodGet, "/api/v1/setup")
		require.Equal(t, 200, status)
		var got struct{ Problems json.RawMessage }
		require.NoError(t, json.Unmarshal([]byte(body), &got))
		return string(got.Problems)
	}
	require.JSONEq(t, "[]", problems(), "everybody connects an account of their own")

	signIn.SignFor = func(string) (string, error) { return oauth.Account, nil }
	require.JSONEq(t, "["+problem+"]", problems())
	signIn.Connect(t, "admin", oauth.Identity{UserID: "z1"})
	require.JSONEq(t, "[]", problems())
	kv.Err = errors.New("the database is away")
	require.JSONEq(t, "[]", problems(), "nobody knows")
	kv.Err = nil
	signIn.App.Name = "another app"
	require.JSONEq(t, "["+problem+"]", problems(), "a connection with another app is none")

	for _, err := range []error{meeting.ErrNoSignIn, &meeting.NotConfiguredError{}} {
		signIn.SignFor = func(string) (string, error) { return "", err }
		require.JSONEq(t, "[]", problems(), err)
	}
}

func TestTheEventsThatCame(t *testing.T) {
	ago := func(minutes int) time.Time { return time.Now().Add(-time.Duration(minutes) * time.Minute) }
	for name, c := range map[string]struct {
		notes health.Notes
		want  []string
	}{
		"none yet":          {health.Notes{}, []string{`"ok":null,"text":"**Last event from Zoom:** none yet."`}},
		"a good one":        {health.Notes{Taken: ago(3)}, []string{`"ok":true,"text":"**Last event from Zoom:** 3 minutes ago."`}},
		"one refused since": {health.Notes{Taken: ago(9), Refused: health.Refused{At: ago(4), Reason: meeting.RefusedSignature}}, []string{`"ok":true`, `"ok":false,"text":"**Last event refused:** 4 minutes ago.","fix":"The signature is missing`}},
		"refused before":    {health.Notes{Taken: ago(3), Refused: health.Refused{At: ago(4), Reason: meeting.RefusedSignature}}, []string{`"ok":true`}},
		"a stranger's":      {health.Notes{Taken: ago(9), Stray: health.Refused{At: ago(4), Reason: meeting.RefusedSecret}}, []string{`"ok":true`, `"ok":null,"text":"**Last delivery with neither`}},
		"silence":           {health.Notes{Starts: 3, FirstStart: ago(180)}, []string{`"ok":null`, `"ok":false,"text":"**No event:** none has arrived since a meeting was started 3 hours ago."`}},
	} {
		_, _, body := ask(t, &fixedSetup{notes: &c.notes}, "admin", http.MethodGet, "/api/v1/setup")
		var got struct{ Webhook []json.RawMessage }
		require.NoError(t, json.Unmarshal([]byte(body), &got), name)
		require.Len(t, got.Webhook, len(c.want), "%s: %s", name, body)
		for i, want := range c.want {
			require.Contains(t, string(got.Webhook[i]), want, name)
		}
	}
}

func TestWhatATestFoundInWords(t *testing.T) {
	failed := func(kind error) error {
		return &meeting.ServiceError{Kind: kind, Detail: "400: Invalid client", Cause: errors.New("the cause")}
	}
	for name, c := range map[string]struct {
		finding setup.Finding
		want    string
	}{
		"good": {setup.Finding{Check: setup.CheckUser, Verdict: setup.Good, Email: "a@zoom.example"},
			"{\"check\":\"user\",\"ok\":true,\"text\":\"Zoom knows you as `a@zoom.example`.\"}"},
		"a failure": {setup.Finding{Check: setup.CheckSignIn, Verdict: setup.Bad, Err: failed(meeting.ErrCredentials)},
			"{\"check\":\"sign_in\",\"ok\":false,\"text\":\"Zoom does not accept the saved credentials.\",\"fix\":\"Copy them again from the app at Zoom, and make sure that the app is activated. The answer: `400: Invalid client`\"}"},
		"the admin": {setup.Finding{Check: setup.CheckUser, Verdict: setup.Bad, Err: failed(meeting.ErrUnknownHost)},
			"{\"check\":\"user\",\"ok\":false,\"text\":\"Signing in works, but the account at Zoom has no user with your email address, admin@example.com.\",\"fix\":\"Invite that user at Zoom, or correct the address in your Mattermost profile. Members whose addresses match can start meetings.\"}"},
		"a clock": {setup.Finding{Check: setup.CheckClock, Verdict: setup.Unsure, Difference: 2 * time.Minute},
			`{"check":"clock","ok":null,"text":"The clocks of this server and of Zoom differ by 2 minutes. From five minutes on, events are refused.","fix":"Synchronize this server's clock with NTP."}`},
		"not connected": {setup.Finding{Check: setup.CheckSignIn, Verdict: setup.Unsure, Err: meeting.ErrNotConnected},
			`{"check":"sign_in","ok":null,"text":"You have not connected a Zoom account of your own, so there is nothing to test with.","fix":"Connect it, then test again.","connect_url":"https://mm.example/plugins/zoom/oauth2/connect"}`},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, body := ask(t, &fixedSetup{findings: []setup.Finding{c.finding}}, "admin", http.MethodPost, "/api/v1/setup/test")
			require.Equal(t, 200, status)
			require.JSONEq(t, `{"lines":[`+c.want+`]}`, body)
		})
	}
}

// Every finding has its words, whatever is found.
func TestEveryFindingHasItsText(t *testing.T) {
	findings := []setup.Finding{}
	for check, verdicts := range map[setup.Check][]setup.Verdict{
		setup.CheckSignIn: {setup.Good}, setup.CheckUser: {setup.Good}, setup.CheckScopes: {setup.Good, setup.Bad, setup.Unsure},
		setup.CheckClock: {setup.Good, setup.Bad, setup.Unsure},
	} {
		for _, verdict := range verdicts {
			findings = append(findings, setup.Finding{Check: check, Verdict: verdict, Scopes: []string{"user:read:user"}})
		}
	}
	for _, kind := range []error{
		meeting.ErrUnknownHost, meeting.ErrPendingHost, meeting.ErrInactiveHost, meeting.ErrNotAllowed, meeting.ErrCredentials,
		meeting.ErrMissingScopes, meeting.ErrRateLimited, meeting.ErrRejected, meeting.ErrUnavailable, meeting.ErrSlow, meeting.ErrBadAnswer,
	} {
		findings = append(findings, setup.Finding{Check: setup.CheckSignIn, Err: &meeting.ServiceError{Kind: kind, Cause: kind}})
	}
	for _, err := range []error{meeting.ErrUnverified, meeting.ErrNotConnected, meeting.ErrAccountNotConnected, &meeting.NotConfiguredError{}} {
		findings = append(findings, setup.Finding{Check: setup.CheckSettings, Err: err})
	}
	_, _, body := ask(t, &fixedSetup{findings: findings}, "admin", http.MethodPost, "/api/v1/setup/test")
	var answer struct {
		Lines []struct{ Text, Fix string } `json:"lines"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	require.Len(t, answer.Lines, len(findings))
	for i, line := range answer.Lines {
		require.NotEmpty(t, line.Text, findings[i])
		for _, defect := range []string{"test.", "error.", "{{", "<no value>"} {
			require.NotContains(t, line.Text+line.Fix, defect, findings[i])
		}
	}
}
