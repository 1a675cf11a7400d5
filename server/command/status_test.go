package command_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/command"
	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/usertext"
)

// setUp is a provider that tells how it is set up.
type setUp struct {
	*meetingtest.Provider
	setup meeting.Setup
	// obstacle is what keeps everybody from starting meetings.
	obstacle error
}

func (s setUp) Setup() meeting.Setup { return s.setup }

// CheckStart implements setup.StartChecker.
func (s setUp) CheckStart(_ context.Context, person meeting.Person) error {
	if person.Unverified && s.setup.Mode != "user-oauth" {
		return meeting.ErrUnverified
	}
	return s.obstacle
}

// newStatusHouse has a user u1 and an admin.
func newStatusHouse(t *testing.T, setup meeting.Setup, owner func(string) (string, error)) *house {
	t.Helper()
	h := newHouse(t)
	h.Meetings.Provider = setUp{Provider: h.provider, setup: setup}
	h.Meetings.Directory = &meetingtest.Directory{People: map[string]meeting.Person{
		"u1": {UserID: "u1"}, "unverified": {UserID: "unverified", Unverified: true}, "admin": {UserID: "admin", Admin: true},
	}}
	h.Notes = func(context.Context) (health.Notes, error) { return health.Notes{}, nil }
	h.signIn.Admins["admin"] = true
	if owner != nil {
		h.signIn.SignFor = owner
	}
	return h
}

func (h *house) asks(t *testing.T, userID string) string {
	t.Helper()
	response := h.Execute(t.Context(), &model.CommandArgs{Command: "/zoom status", UserId: userID})
	require.Equal(t, "ephemeral", response.ResponseType)
	return response.Text
}

func everybody(string) (string, error) { return oauth.Account, nil }
func nobody(string) (string, error)    { return "", meeting.ErrNoSignIn }

func themselves(userID string) (string, error) { return userID, nil }

func TestStatusForUsers(t *testing.T) {
	const link = "(https://mm.example/plugins/zoom/oauth2/connect)"
	problem := meeting.Problem{Code: "missing", Setting: "Client ID"}
	for name, c := range map[string]struct {
		mode      string
		owner     func(string) (string, error)
		connected string
		user      string
		want      string
	}{
		"nobody connects": {"server-to-server", nobody, "", "u1", "Zoom is set up, and you don't need to connect an account. " +
			"Your Mattermost email address must match your Zoom email address. To start a meeting, type `/zoom start`.\n* **Authentication:** Server-to-Server OAuth: this server has its own credentials."},
		"not verified": {"api-key", nobody, "", "unverified", "Confirm your email address first, because Zoom meetings are started under it. " +
			"You can send the confirmation again from your profile.\n* **Authentication:** API Key and Secret: this server has its own credentials."},
		"not connected": {"user-oauth", themselves, "", "u1", "You are not connected to Zoom. [Connect your Zoom account]" + link + ".\n" +
			"* **Authentication:** User OAuth: each member connects their own account."},
		"connected": {"user-oauth", themselves, "u1", "u1", "You are connected to Zoom as `ann@zoom.example`. To start a meeting, type `/zoom start`.\n" +
			"* **Authentication:** User OAuth: each member connects their own account."},
		"connected, not verified": {"user-oauth", themselves, "unverified", "unverified", "You are connected to Zoom as `ann@zoom.example`. " +
			"To start a meeting, type `/zoom start`.\n* **Authentication:** User OAuth: each member connects their own account."},
		"one account": {"admin-oauth", everybody, "admin", "u1", "Zoom is set up, and everyone on this server uses one account. " +
			"To start a meeting, type `/zoom start`.\n* **Authentication:** Admin-managed OAuth: a System Admin connects one account for everyone."},
		"no account": {"admin-oauth", everybody, "", "u1", "Zoom is not connected to this server. Ask a System Admin to type `/zoom connect`.\n" +
			"* **Authentication:** Admin-managed OAuth: a System Admin connects one account for everyone."},
		"not set up": {"", func(string) (string, error) {
			return "", &meeting.NotConfiguredError{Problems: []meeting.Problem{problem}}
		}, "", "u1",
			"Zoom is not set up correctly on this server. Ask a System Admin to look at System Console > Plugins > Zoom."},
	} {
		t.Run(name, func(t *testing.T) {
			h := newStatusHouse(t, meeting.Setup{Mode: c.mode}, c.owner)
			h.Notes = func(context.Context) (health.Notes, error) {
				t.Error("users are told nothing of it")
				return health.Notes{}, nil
			}
			if c.connected != "" {
				h.signIn.Connect(t, c.connected, oauth.Identity{UserID: "z1", Email: "ann@zoom.example"})
			}
			require.Equal(t, c.want, h.asks(t, c.user))
		})
	}
}

// TestStatusOfWhoCannotStart never says "to start a meeting".
func TestStatusOfWhoCannotStart(t *testing.T) {
	refused := &meeting.ServiceError{Kind: meeting.ErrCredentials, Detail: "400: x", Cause: errors.New("x")}
	unknown := &meeting.ServiceError{Kind: meeting.ErrUnknownHost, Cause: errors.New("x")}
	for name, c := range map[string]struct {
		mode      string
		owner     func(string) (string, error)
		connected bool
		user      string
		obstacle  error
		want      string
	}{
		"no user there":      {"server-to-server", nobody, false, "u1", unknown, "We could not verify your Mattermost account in Zoom."},
		"a wrong secret":     {"server-to-server", nobody, false, "u1", refused, "Zoom does not accept this server's credentials."},
		"of the admin":       {"api-key", nobody, false, "admin", refused, "Zoom does not accept this server's credentials. A System Admin can correct them in System Console > Plugins > Zoom.\nCopy them again from the app at Zoom, and make sure that the app is activated. The answer: `400: x`\n"},
		"their own account":  {"user-oauth", themselves, true, "u1", refused, "\n* **Connected as:** `ann@zoom.example`\n"},
		"their own, no more": {"user-oauth", themselves, true, "u1", &meeting.NotConnectedError{Again: true}, "Your connection to Zoom has ended. [Connect your Zoom account]("},
		"one account":        {"admin-oauth", everybody, true, "u1", unknown, "We could not verify your Mattermost account in Zoom."},
		"one, of the admin":  {"admin-oauth", everybody, true, "admin", unknown, "\n* **Connected as:** `ann@zoom.example`\n"},
		"one, no more":       {"admin-oauth", everybody, true, "u1", meeting.ErrAccountNotConnected, "Zoom is not connected to this server."},
	} {
		t.Run(name, func(t *testing.T) {
			h := newStatusHouse(t, meeting.Setup{}, c.owner)
			h.Meetings.Provider = setUp{Provider: h.provider, setup: meeting.Setup{Mode: c.mode}, obstacle: c.obstacle}
			if c.connected {
				h.signIn.Admins["u1"] = true // to connect
				h.signIn.Connect(t, "u1", oauth.Identity{UserID: "z1", Email: "ann@zoom.example"})
			}
			status := h.asks(t, c.user)
			require.Contains(t, status, c.want)
			require.NotContains(t, status, "To start a meeting")
			require.NotContains(t, status, "is set up")
		})
	}
}

func TestStatusOfAnEndedConnection(t *testing.T) {
	h := newStatusHouse(t, meeting.Setup{Mode: "user-oauth"}, themselves)
	h.signIn.Connect(t, "u1", oauth.Identity{UserID: "z1", Email: "ann@zoom.example"})
	h.signIn.App.Name = "another app"
	require.Contains(t, h.asks(t, "u1"), "Your connection to Zoom has ended. [Connect your Zoom account](https://mm.example/")
	h.Meetings.Provider = h.provider
	require.NotContains(t, h.asks(t, "u1"), "Way of signing in", "a provider that does not tell")
}

func TestStatusForAdmins(t *testing.T) {
	now := time.Now()
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	setup := meeting.Setup{Mode: "admin-oauth", EventProblems: []meeting.Problem{{Code: "not_generated", Setting: "Webhook Secret"}}}
	h := newStatusHouse(t, setup, everybody)
	h.Texts = usertext.New(assets.I18n, "Zoom", command.Trigger, func() time.Time { return now })
	status := h.asks(t, "admin")
	for _, want := range []string{
		"no account is connected yet. [Connect it](https://mm.example/plugins/zoom/oauth2/connect) as an admin of your organization's Zoom account.",
		"\n* **Settings:** Webhook Secret has not been generated. You can fix this in System Console > Plugins > Zoom.",
		"\n* **Last event from Zoom:** none yet.", "\n* **Last failure of Zoom:** none yet.",
	} {
		require.Contains(t, status, want)
	}
	require.NotContains(t, status, "Token:**")
	require.NotContains(t, status, "refused")

	h.signIn.Connect(t, "admin", oauth.Identity{UserID: "z1", Email: "ann@zoom.example"})
	h.Meetings.Provider = setUp{Provider: h.provider, setup: meeting.Setup{Mode: "admin-oauth"}}
	notes := health.Notes{
		Taken: ago(3 * time.Minute), Refused: health.Refused{At: ago(2 * time.Hour), Reason: meeting.RefusedSignature},
		Stray:   health.Refused{At: ago(time.Hour), Reason: meeting.RefusedSecret},
		Failure: health.Failure{At: ago(90 * time.Minute), Code: "missing_scopes", Detail: "400: x", Scopes: []string{"a:b"}},
	}
	h.Notes = func(context.Context) (health.Notes, error) { return notes, nil }
	require.Equal(t, "Zoom is set up and connected as `ann@zoom.example` for everyone on this server. "+
		"To use another account, type `/zoom disconnect` first.\n"+
		"* **Authentication:** Admin-managed OAuth: a System Admin connects one account for everyone.\n"+
		"* **Settings:** complete.\n"+
		"* **Token:** issued less than a minute ago, expires in 1 hour.\n"+
		"* **Last event from Zoom:** 3 minutes ago.\n"+
		"* **Last event refused:** 2 hours ago, before the last accepted one. The signature is missing or was made with another token. "+
		"Copy the Secret Token of the app at Zoom into Zoom's Webhook Secret Token in System Console > Plugins > Zoom again, and save.\n"+
		"* **Last failure of Zoom:** 1 hour 30 minutes ago. This server's Zoom app lacks a permission: `a:b`. Tell a System Admin. Add `a:b` to the app's scopes at Zoom, and activate the app again if Zoom asks you to.",
		h.asks(t, "admin"))

	notes.Failure = health.Failure{At: ago(time.Minute), Code: "credentials_refused", Detail: "400: y"}
	notes.LastStart = ago(time.Minute)
	require.Contains(t, h.asks(t, "admin"), "* **Last failure of Zoom:** 1 minute ago. Zoom does not accept this server's credentials. A System Admin can correct them in "+
		"System Console > Plugins > Zoom. Copy them again from the app at Zoom, and make sure that the app is activated. The answer: `400: y`")
	notes.LastStart = ago(time.Second)
	require.Contains(t, h.asks(t, "admin"), "* **Last failure of Zoom:** 1 minute ago; a meeting has been started since. Zoom does not accept this server's credentials")

	now = now.Add(26 * time.Hour)
	notes = health.Notes{Starts: 3, FirstStart: ago(3 * time.Hour), Stray: health.Refused{At: ago(time.Minute), Reason: meeting.RefusedSecret},
		Failure: health.Failure{At: ago(time.Minute), Code: "of another version", Detail: "its `words`"}}
	status = h.asks(t, "admin")
	for _, want := range []string{
		"26 hours ago, renewed when it is needed.", "with neither secret nor signature:** 1 minute ago. It may not come from Zoom.",
		"Zoom:** 1 minute ago. `its words`",
	} {
		require.Contains(t, status, want)
	}
	notes.Stray = health.Refused{}
	require.Contains(t, h.asks(t, "admin"), "* **No event:** none has arrived since a meeting was started 3 hours ago. Check that the app at Zoom has an event subscription")

	h.Notes = func(context.Context) (health.Notes, error) { return health.Notes{}, errors.New("down") }
	require.Contains(t, h.asks(t, "admin"), "could not be read")
}

func TestStatusNamesAProblemOnce(t *testing.T) {
	problems := []meeting.Problem{{Code: "missing", Setting: "Client ID"}}
	h := newStatusHouse(t, meeting.Setup{Mode: "user-oauth", Problems: problems}, func(string) (string, error) {
		return "", &meeting.NotConfiguredError{Problems: problems}
	})
	require.Equal(t, 1, strings.Count(h.asks(t, "admin"), "Client ID is missing"), h.asks(t, "admin"))
	require.Zero(t, strings.Count(h.asks(t, "u1"), "Client ID"))
}

// TestStatusFails when the database does.
func TestStatusFails(t *testing.T) {
	h := newStatusHouse(t, meeting.Setup{}, func(string) (string, error) { return "", errors.New("down") })
	require.Contains(t, h.asks(t, "u1"), "Something went wrong")
}
