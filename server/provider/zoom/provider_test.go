package zoom_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

var (
	alice   = meeting.Host{UserID: "u1", Username: "alice", Email: "alice@example.com"}
	mallory = meeting.Host{UserID: "u2", Username: "mallory", Email: "mallory@example.com"}
)

func configs(sim *zoomtest.Simulator, account zoomtest.Config) map[string]provider.Config {
	return map[string]provider.Config{
		"server to server": {
			Mode: provider.ModeServerToServer, URL: sim.URL(), APIURL: sim.APIURL(),
			AccountID: account.AccountID, ClientID: account.ClientID, ClientSecret: account.ClientSecret,
			WebhookSecret: "in-url", SignatureSecret: account.SecretToken,
		},
		"API key": {
			Mode: provider.ModeAPIKey, URL: sim.URL(), APIURL: sim.APIURL(), APIKey: account.APIKey, APISecret: account.APISecret,
			WebhookSecret: "in-url",
		},
	}
}

func newProvider(config provider.Config) *provider.Provider {
	p := &provider.Provider{HTTP: zoom.NewHTTPClient(), Now: time.Now}
	p.Configure(config)
	return p
}

func TestSuite(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	for name, config := range configs(sim, account) {
		t.Run(name, func(t *testing.T) {
			meetingtest.TestProvider(t, newProvider(config), alice, mallory)
		})
	}
}

func TestOneCallPerStart(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	config := configs(sim, account)["server to server"]
	p := newProvider(config)
	_, err := p.Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	sim.ResetCalls()
	require.False(t, p.Configure(config), "the same again")
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, sim.Calls())

	config.ClientSecret = "another"
	require.True(t, p.Configure(config))
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrCredentials, "the new one is in force at once")
}

func TestNotConfigured(t *testing.T) {
	p := &provider.Provider{HTTP: http.DefaultClient, Now: time.Now}
	_, err := p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
	_, _, err = p.Receive(http.Header{}, nil, nil)
	require.ErrorIs(t, err, meeting.ErrEventRefused)

	p.Configure(provider.Config{Problems: []string{"Account ID is missing"}})
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
	require.ErrorContains(t, err, "Account ID is missing")
}

func TestAStartURLThatIsNoLinkIsDropped(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 201,
		Body: `{"id":81,"join_url":"https://zoom.example/j/81","start_url":"javascript:alert(1)"}`})
	created, err := newProvider(configs(sim, account)["API key"]).Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	require.Empty(t, created.StartURL)
}

func TestFailuresOfZoom(t *testing.T) {
	create := func(status int, body string) zoomtest.Failure {
		return zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: status, Body: body, Times: 2}
	}
	for name, c := range map[string]struct {
		failure zoomtest.Failure
		want    error
	}{
		"unknown user":      {create(404, `{"code":1001,"message":"User does not exist"}`), meeting.ErrUnknownHost},
		"token refused":     {create(401, `{"code":124,"message":"Invalid access token."}`), meeting.ErrCredentials},
		"scopes":            {create(400, `{"code":4711,"message":"does not contain scopes:[x]"}`), meeting.ErrMissingScopes},
		"rate":              {create(429, `{"code":429,"message":"slow down"}`), meeting.ErrRateLimited},
		"down":              {create(500, ``), meeting.ErrUnavailable},
		"no answer":         {zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Drop: true}, meeting.ErrUnavailable},
		"no link":           {create(201, `{"id":81}`), meeting.ErrUnavailable},
		"link is a script":  {create(201, `{"id":81,"join_url":"javascript:alert(1)"}`), meeting.ErrUnavailable},
		"sign-in elsewhere": {zoomtest.Failure{Op: zoomtest.OpToken, Status: 404, Body: `<html>`}, meeting.ErrUnavailable},
		"no number":         {create(201, `{"join_url":"https://zoom.example/j/1"}`), meeting.ErrUnavailable},
		"sign-in refused":   {zoomtest.Failure{Op: zoomtest.OpToken, Status: 400, Body: `{"reason":"Invalid client_id","error":"invalid_client"}`}, meeting.ErrCredentials},
		"sign-in down":      {zoomtest.Failure{Op: zoomtest.OpToken, Status: 503, Body: `{"reason":"x","error":"y"}`}, meeting.ErrUnavailable},
		"sign-in, not JSON": {zoomtest.Failure{Op: zoomtest.OpToken, Status: 200, Body: `<html>`}, meeting.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			sim := zoomtest.Start(t, account)
			sim.Fail(c.failure)
			_, err := newProvider(configs(sim, account)["server to server"]).Create(t.Context(), alice, meeting.Options{})
			require.ErrorIs(t, err, c.want)
		})
	}
}
