package zoom_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const (
	redirectURL = "https://chat.example.com/plugins/zoom/oauth2/complete"
	verifier    = "a-verifier-that-is-long-enough-for-rfc-7636"
)

// challenge is that of verifier.
func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// apps are a simulator with the clients of its two OAuth apps, at noon.
func apps(t *testing.T) (sim *zoomtest.Simulator, user, account *zoom.OAuthApp) {
	t.Helper()
	config := zoomtest.Default()
	config.Now = clock
	config.UserApp.RedirectURLs, config.AccountApp.RedirectURLs = []string{redirectURL}, []string{redirectURL}
	sim = zoomtest.Start(t, config)
	app := func(of zoomtest.App) *zoom.OAuthApp {
		return &zoom.OAuthApp{URL: sim.URL() + "/", ClientID: of.ClientID, ClientSecret: of.ClientSecret, HTTP: zoom.NewHTTPClient(), Now: clock}
	}
	return sim, app(config.UserApp), app(config.AccountApp)
}

// code is what the browser brings back after email has allowed app.
func code(t *testing.T, sim *zoomtest.Simulator, app *zoom.OAuthApp, email string) string {
	t.Helper()
	redirect, err := sim.Authorize(app.AuthorizeURL("a state", challenge(), redirectURL), email)
	require.NoError(t, err)
	at, err := url.Parse(redirect)
	require.NoError(t, err)
	require.Equal(t, "a state", at.Query().Get("state"))
	return at.Query().Get("code")
}

func TestSignInAtAnApp(t *testing.T) {
	sim, user, account := apps(t)
	shared := zoom.NewClient(zoom.Config{APIURL: sim.APIURL(), HTTP: zoom.NewHTTPClient(), Auth: &zoom.APIKey{Now: clock}})
	for name, c := range map[string]struct {
		app    *zoom.OAuthApp
		scope  string
		others func(error) bool
	}{
		"user-level":    {user, "meeting:write:meeting", zoom.IsNotAllowed},
		"admin-managed": {account, "meeting:write:meeting:admin", func(err error) bool { return err == nil }},
	} {
		t.Run(name, func(t *testing.T) {
			once := code(t, sim, c.app, "bob@example.com")
			grant, err := c.app.Exchange(t.Context(), once, verifier, redirectURL)
			require.NoError(t, err)
			require.Equal(t, noon.Add(time.Hour), grant.Expires)
			require.Contains(t, grant.Scopes, c.scope)
			require.Equal(t, zoom.Token{Bearer: grant.AccessToken, APIURL: sim.APIURL()}, grant.Token())
			_, err = c.app.Exchange(t.Context(), once, verifier, redirectURL)
			require.True(t, zoom.IsInvalidGrant(err), err)

			client := shared.With(zoom.Fixed(grant.Token()))
			me, err := client.GetUser(t.Context(), zoom.Me)
			require.NoError(t, err)
			require.Equal(t, []string{"u-bob", "bob@example.com", "sim-account-id", "active"}, []string{me.ID, me.Email, me.AccountID, me.Status})
			meeting, err := client.CreateMeeting(t.Context(), zoom.Me, zoom.CreateMeeting{Type: zoom.InstantMeeting})
			require.NoError(t, err)
			require.Equal(t, "u-bob", meeting.HostID)
			_, err = client.GetUser(t.Context(), "alice@example.com")
			require.True(t, c.others(err), err)
			_, err = shared.GetUser(t.Context(), "alice@example.com")
			require.True(t, zoom.IsUnauthorized(err), "it has its own token still: %v", err)

			next, err := c.app.Refresh(t.Context(), grant.RefreshToken)
			require.NoError(t, err)
			require.NotEqual(t, grant.RefreshToken, next.RefreshToken)
			require.Equal(t, grant.Scopes, next.Scopes)
			_, err = c.app.Refresh(t.Context(), grant.RefreshToken)
			require.True(t, zoom.IsInvalidGrant(err), err)

			require.NoError(t, c.app.Revoke(t.Context(), next.AccessToken))
			_, err = shared.With(zoom.Fixed(next.Token())).GetUser(t.Context(), zoom.Me)
			require.True(t, zoom.IsUnauthorized(err), err)
			_, err = c.app.Refresh(t.Context(), next.RefreshToken)
			require.True(t, zoom.IsInvalidGrant(err), err)
			require.True(t, zoom.IsInvalidGrant(c.app.Revoke(t.Context(), next.AccessToken)))
		})
	}
	require.Equal(t, []int{4, 6, 4}, []int{sim.Calls()[zoomtest.OpExchange], sim.Calls()[zoomtest.OpRefresh], sim.Calls()[zoomtest.OpRevoke]})
}

func TestRefusedAtAnApp(t *testing.T) {
	sim, user, _ := apps(t)
	good := code(t, sim, user, "alice@example.com")
	for name, c := range map[string]struct {
		app  zoom.OAuthApp
		kind string
		ask  func(app *zoom.OAuthApp) error
	}{
		"wrong verifier": {*user, "grant", func(app *zoom.OAuthApp) error {
			_, err := app.Exchange(t.Context(), good, "x", redirectURL)
			return err
		}},
		"wrong code": {*user, "grant", func(app *zoom.OAuthApp) error {
			_, err := app.Exchange(t.Context(), "x", verifier, redirectURL)
			return err
		}},
		"another redirect URL": {*user, "sign-in", func(app *zoom.OAuthApp) error {
			_, err := app.Exchange(t.Context(), code(t, sim, user, "alice@example.com"), verifier, "https://chat.example.com/")
			return err
		}},
		"wrong secret, refresh": {zoom.OAuthApp{ClientID: user.ClientID, ClientSecret: "x"}, "sign-in", func(app *zoom.OAuthApp) error {
			_, err := app.Refresh(t.Context(), "x")
			return err
		}},
		"wrong secret, revoke": {zoom.OAuthApp{ClientID: user.ClientID, ClientSecret: "x"}, "sign-in", func(app *zoom.OAuthApp) error {
			return app.Revoke(t.Context(), "x")
		}},
	} {
		c.app.URL, c.app.HTTP, c.app.Now = user.URL, user.HTTP, user.Now
		err := c.ask(&c.app)
		require.Error(t, err, name)
		requireKind(t, c.kind, err)
	}
}

// tokenCalls are all calls of an app, each with a secret in it.
var tokenCalls = map[string]func(*testing.T, *zoom.OAuthApp) error{
	"exchange": func(t *testing.T, app *zoom.OAuthApp) error {
		_, err := app.Exchange(t.Context(), "the=secret", "the=secret", redirectURL)
		return err
	},
	"refresh": func(t *testing.T, app *zoom.OAuthApp) error {
		_, err := app.Refresh(t.Context(), "the=secret")
		return err
	},
	"revoke": func(t *testing.T, app *zoom.OAuthApp) error { return app.Revoke(t.Context(), "the=secret") },
}

// TestNoSecretInAnError also looks at what is sent: the credentials in the header, the rest in the body.
func TestNoSecretInAnError(t *testing.T) {
	for call, ask := range tokenCalls {
		for name, c := range map[string]struct {
			status int
			body   string
		}{
			"quoted in the reason":      {400, `{"reason":"Invalid authorization code the=secret","error":"invalid_request"}`},
			"quoted, escaped":           {400, `{"reason":"Invalid \u0074he=secret","error":"invalid_request"}`},
			"an echo":                   {502, `<html>code=the%3Dsecret&x=the=secret`},
			"the app's secret":          {400, `{"reason":"not app-secret","error":"invalid_client"}`},
			"long":                      {502, strings.Repeat("x", 195) + "the=secret"},
			"tokens beside an error":    {200, `{"error":"x","access_token":"another-secret","refresh_token":"another-secret"}`},
			"tokens in a failure":       {500, `{"access_token":"another-secret"}`},
			"tokens in something else":  {500, `<access_token>another-secret</access_token>`},
			"tokens that are not JSON":  {200, `{"error":"x","access_token":"another-secret"`},
			"nothing":                   {500, ``},
			"no answer":                 {0, ``},
			"tokens with a wrong field": {200, `{"error":"x","access_token":"another-secret","expires_in":"secret"}`},
		} {
			t.Run(call+" "+name, func(t *testing.T) {
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					id, secret, _ := r.BasicAuth()
					if id != "app" || secret != "app-secret" || r.URL.RawQuery != "" || r.FormValue("client_secret") != "" {
						t.Error("credentials in the wrong place: ", r.URL)
					}
					if c.status == 0 {
						panic(http.ErrAbortHandler)
					}
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(c.status)
					_, _ = w.Write([]byte(c.body))
				}))
				defer server.Close()
				err := ask(t, &zoom.OAuthApp{URL: server.URL, ClientID: "app", ClientSecret: "app-secret", HTTP: server.Client(), Now: clock})
				if call == "revoke" && name == "tokens that are not JSON" {
					return // Whatever a 200 says, the token is gone.
				}
				require.Error(t, err)
				require.NotContains(t, err.Error(), "secret")
			})
		}
	}
}

// deadlines is a transport that notes how much time each request has, and refuses it.
type deadlines []time.Duration

// RoundTrip implements http.RoundTripper.
func (d *deadlines) RoundTrip(request *http.Request) (*http.Response, error) {
	at, _ := request.Context().Deadline()
	*d = append(*d, time.Until(at))
	return nil, http.ErrServerClosed
}

func TestCallsOfAnAppHaveADeadline(t *testing.T) {
	for call, ask := range tokenCalls {
		var noted deadlines
		err := ask(t, &zoom.OAuthApp{URL: "https://zoom.example.com", HTTP: &http.Client{Transport: &noted}, Now: clock})
		require.ErrorIs(t, err, http.ErrServerClosed, call)
		require.Len(t, noted, 1, call)
		require.InDelta(t, zoom.DefaultTimeout, noted[0], float64(time.Second), call)
	}
}

func TestAnswersOfAnApp(t *testing.T) {
	long := strings.Repeat(" ", 1<<20)
	for name, c := range map[string]struct {
		body string
		want zoom.Grant // nil fields: an error
	}{
		"all": {`{"access_token":"a","refresh_token":"r","expires_in":60,"scope":"x y","api_url":"https://api-us.zoom.us"}`,
			zoom.Grant{AccessToken: "a", RefreshToken: "r", Expires: noon.Add(time.Minute), Scopes: []string{"x", "y"}, APIURL: "https://api-us.zoom.us/v2"}},
		"little": {`{"access_token":"a"}`,
			zoom.Grant{AccessToken: "a", RefreshToken: "old", Expires: noon.Add(time.Hour), Scopes: []string{}, APIURL: zoom.CloudAPIURL}},
		"an API that is not secure": {`{"access_token":"a","refresh_token":"r","api_url":"http://evil.example.com"}`,
			zoom.Grant{AccessToken: "a", RefreshToken: "r", Expires: noon.Add(time.Hour), Scopes: []string{}, APIURL: zoom.CloudAPIURL}},
		"no token": {`{}`, zoom.Grant{}},
		"too long": {long + `{"access_token":"a"}`, zoom.Grant{}},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(c.body))
			}))
			defer server.Close()
			app := &zoom.OAuthApp{URL: server.URL, HTTP: server.Client(), Now: clock}
			got, err := app.Refresh(t.Context(), "old")
			require.Equal(t, c.want, got)
			require.Equal(t, c.want.AccessToken == "", err != nil)
			if name == "too long" {
				require.Error(t, app.Revoke(t.Context(), "a"))
			}
		})
	}
}
