package zoom_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const redirectURL = "https://mm.example/plugins/zoom/oauth2/complete"

// signedIn is an app at the simulator to which Alice has signed in, with her token.
type signedIn struct {
	*testing.T
	sim   *zoomtest.Simulator
	app   zoom.OAuthApp
	now   time.Time
	token zoom.OAuthToken
}

func signIn(t *testing.T, clientID string, change func(*zoomtest.Config)) *signedIn {
	t.Helper()
	s := &signedIn{T: t, now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)}
	account := zoomtest.Default()
	account.Now = func() time.Time { return s.now }
	if change != nil {
		change(&account)
	}
	s.sim = zoomtest.Start(t, account)
	s.app = zoom.OAuthApp{URL: s.sim.URL() + "/", ClientID: clientID, ClientSecret: clientID + "-secret", HTTP: zoom.NewHTTPClient(), Now: account.Now}
	code, verifier := s.agree()
	var err error
	s.token, err = s.app.Exchange(t.Context(), code, verifier, redirectURL)
	require.NoError(t, err)
	return s
}

// agree is what Alice does at Zoom.
func (s *signedIn) agree() (code, verifier string) {
	s.Helper()
	verifier = oauth2.GenerateVerifier()
	back, err := s.sim.Authorize(s.app.AuthorizeURL("the state", oauth2.S256ChallengeFromVerifier(verifier), redirectURL), "alice@example.com")
	require.NoError(s, err)
	address, err := url.Parse(back)
	require.NoError(s, err)
	require.Equal(s, "the state", address.Query().Get("state"))
	return address.Query().Get("code"), verifier
}

func (s *signedIn) client(token zoom.OAuthToken) *zoom.Client {
	return zoom.NewClient(zoom.Config{HTTP: http.DefaultClient, Tries: 1}).With(bearer(token.Token))
}

func TestAnAppActsForWhoeverSignedIn(t *testing.T) {
	for clientID, c := range map[string]struct{ others bool }{"sim-user-app": {false}, "sim-admin-app": {true}} {
		t.Run(clientID, func(t *testing.T) {
			s := signIn(t, clientID, nil)
			require.Equal(t, s.sim.APIURL(), s.token.APIURL)
			require.WithinDuration(t, s.now.Add(time.Hour), s.token.Expires, 2*time.Second)
			client := s.client(s.token)
			user, err := client.GetUser(t.Context(), zoom.Me)
			require.NoError(t, err)
			require.Equal(t, []string{"u-alice", "alice@example.com", "sim-account-id"}, []string{user.ID, user.Email, user.AccountID})
			own, err := client.CreateMeeting(t.Context(), zoom.Me, zoom.CreateMeeting{Type: zoom.InstantMeeting})
			require.NoError(t, err)
			_, err = client.GetMeeting(t.Context(), own.ID)
			require.NoError(t, err)

			_, err = client.CreateMeeting(t.Context(), "bob@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting})
			require.Equal(t, c.others, err == nil)
			_, err = client.GetMeeting(t.Context(), 2000000002) // Bob's room
			require.Equal(t, c.others, err == nil)
		})
	}
}

func TestARefreshTokenIsGoodOnce(t *testing.T) {
	s := signIn(t, "sim-user-app", nil)
	s.now = s.now.Add(time.Hour)
	_, err := s.client(s.token).GetUser(t.Context(), zoom.Me)
	require.True(t, zoom.IsUnauthorized(err), err)
	next, err := s.app.Refresh(t.Context(), s.token.Refresh)
	require.NoError(t, err)
	require.WithinDuration(t, s.now.Add(time.Hour), next.Expires, 2*time.Second)
	_, err = s.client(next).GetUser(t.Context(), zoom.Me)
	require.NoError(t, err)
	_, err = s.app.Refresh(t.Context(), s.token.Refresh)
	require.True(t, zoom.IsInvalidGrant(err), err)
	_, err = s.app.Refresh(t.Context(), next.Refresh)
	require.NoError(t, err, "it did not end the others")
}

func TestGrantsThatEnd(t *testing.T) {
	for name, end := range map[string]func(s *signedIn){
		"revoked": func(s *signedIn) { require.NoError(s, s.app.Revoke(s.Context(), s.token.Bearer)) },
		"revoked twice": func(s *signedIn) {
			require.NoError(s, s.app.Revoke(s.Context(), s.token.Bearer))
			require.NoError(s, s.app.Revoke(s.Context(), s.token.Bearer))
		},
		"removed": func(s *signedIn) { s.sim.Deauthorize("sim-user-app", "u-alice") },
	} {
		t.Run(name, func(t *testing.T) {
			s := signIn(t, "sim-user-app", nil)
			require.Equal(t, 1, s.sim.Grants())
			end(s)
			require.Zero(t, s.sim.Grants())
			_, err := s.client(s.token).GetUser(t.Context(), zoom.Me)
			require.True(t, zoom.IsUnauthorized(err), err)
			_, err = s.app.Refresh(t.Context(), s.token.Refresh)
			require.True(t, zoom.IsInvalidGrant(err), err)
		})
	}
}

func TestCodesThatAreNoGood(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *signedIn, code, verifier, redirect *string)
	}{
		"used": {func(s *signedIn, code, verifier, redirect *string) {
			_, _ = s.app.Exchange(s.Context(), *code, *verifier, *redirect)
		}},
		"too old":          {func(s *signedIn, _, _, _ *string) { s.now = s.now.Add(5 * time.Minute) }},
		"another verifier": {func(_ *signedIn, _, verifier, _ *string) { *verifier = oauth2.GenerateVerifier() }},
		"another redirect": {func(_ *signedIn, _, _, redirect *string) { *redirect += "x" }},
		"unknown":          {func(_ *signedIn, code, _, _ *string) { *code = "abc123" }},
		"of another app": {func(s *signedIn, _, _, _ *string) {
			s.app.ClientID, s.app.ClientSecret = "sim-admin-app", "sim-admin-app-secret"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := signIn(t, "sim-user-app", nil)
			code, verifier := s.agree()
			redirect := redirectURL
			c.spoil(s, &code, &verifier, &redirect)
			_, err := s.app.Exchange(t.Context(), code, verifier, redirect)
			require.True(t, zoom.IsInvalidGrant(err), err)
			require.NotContains(t, err.Error(), code)
		})
	}
}

func TestFailuresOfTheTokenEndpointAreNoInvalidGrant(t *testing.T) {
	for name, c := range map[string]struct {
		failure zoomtest.Failure
		refused bool
	}{
		"down":            {zoomtest.Failure{Op: zoomtest.OpToken, Status: 503, Body: "oops"}, false},
		"not JSON":        {zoomtest.Failure{Op: zoomtest.OpToken, Status: 200, Body: "<html>"}, false},
		"no answer":       {zoomtest.Failure{Op: zoomtest.OpToken, Drop: true}, false},
		"a wrong secret":  {zoomtest.Failure{Op: zoomtest.OpToken, Status: 400, Body: `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`}, true},
		"too many":        {zoomtest.Failure{Op: zoomtest.OpToken, Status: 429, Body: `{"reason":"x","error":"too_many"}`}, false},
		"another request": {zoomtest.Failure{Op: zoomtest.OpToken, Status: 400, Body: `{"reason":"Bad Request","error":"invalid_request"}`}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := signIn(t, "sim-user-app", nil)
			s.sim.Fail(c.failure)
			_, err := s.app.Refresh(t.Context(), s.token.Refresh)
			require.Error(t, err)
			require.False(t, zoom.IsInvalidGrant(err), err)
			require.Equal(t, c.refused, zoom.IsSignInRefused(err), err)
			_, err = s.app.Refresh(t.Context(), s.token.Refresh)
			require.NoError(t, err, "the token is still good")
		})
	}
	s := signIn(t, "sim-user-app", nil)
	s.app.ClientSecret = "x"
	require.Error(t, s.app.Revoke(t.Context(), s.token.Bearer))
}

func TestWhoCannotSignIn(t *testing.T) {
	s := signIn(t, "sim-user-app", func(c *zoomtest.Config) {
		c.Users = append(c.Users, zoomtest.User{ID: "u-p", Email: "p@example.com", Status: zoomtest.Pending})
		c.Apps[0].RedirectURLs = []string{redirectURL}
	})
	page := s.app.AuthorizeURL("s", "c", redirectURL)
	for _, email := range []string{"p@example.com", "nobody@example.com"} {
		_, err := s.sim.Authorize(page, email)
		require.Error(t, err, email)
	}
	_, err := s.sim.Authorize(s.app.AuthorizeURL("s", "c", "https://evil.example"), "alice@example.com")
	require.ErrorContains(t, err, "redirect")
	_, err = s.sim.Authorize(zoom.OAuthApp{URL: s.sim.URL(), ClientID: "x"}.AuthorizeURL("s", "c", redirectURL), "alice@example.com")
	require.ErrorContains(t, err, "client_id")
}

func TestAMissingScopeIsNamed(t *testing.T) {
	s := signIn(t, "sim-user-app", func(c *zoomtest.Config) { c.Apps[0].Scopes = []string{"user:read:user"} })
	_, err := s.client(s.token).CreateMeeting(t.Context(), zoom.Me, zoom.CreateMeeting{Type: zoom.InstantMeeting})
	require.True(t, zoom.IsMissingScopes(err), err)
	require.ErrorContains(t, err, "meeting:write:meeting")
	require.NotContains(t, err.Error(), ":admin")
}
