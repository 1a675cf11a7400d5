package zoom_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// bearer is an Authorizer that lets in at a fixed address.
type bearer zoom.Token

func (b bearer) Token(context.Context) (zoom.Token, error) { return zoom.Token(b), nil }

// transport answers a request in place of the network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhichAPIIsCalled(t *testing.T) {
	for name, c := range map[string]struct{ configured, ofToken, want string }{
		"the admin's":           {"https://own.example/v2/", "https://api-us.zoom.us/v2", "https://own.example/v2/users/u"},
		"the token's":           {"", "https://api-us.zoom.us/v2", "https://api-us.zoom.us/v2/users/u"},
		"that of Zoom's own":    {"", "", "https://api.zoom.us/v2/users/u"},
		"the admin's, no other": {"https://own.example/v2", "", "https://own.example/v2/users/u"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked, authorization string
			client := zoom.NewClient(zoom.Config{
				APIURL: c.configured, Auth: bearer{Bearer: "b", APIURL: c.ofToken},
				HTTP: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
					asked, authorization = r.URL.String(), r.Header.Get("Authorization")
					return nil, http.ErrHandlerTimeout
				})},
				Tries: 1,
			})
			_, err := client.GetUser(t.Context(), "u")
			require.Error(t, err)
			require.Equal(t, c.want, asked)
			require.Equal(t, "Bearer b", authorization)
		})
	}
}

func TestTheAPIThatTheSignInNames(t *testing.T) {
	const cloud, gov = zoom.CloudAPIURL, zoom.GovernmentAPIURL
	for _, c := range []struct {
		signIn, named, want string
	}{
		{zoom.CloudURL, "https://api-us.zoom.us", "https://api-us.zoom.us/v2"},
		{zoom.CloudURL, "https://api-eu.zoom.us/", "https://api-eu.zoom.us/v2"},
		{"https://zoomgov.com", "https://api-a.zoomgov.com", "https://api-a.zoomgov.com/v2"},
		{zoom.CloudURL, "http://127.0.0.1:8066", "http://127.0.0.1:8066/v2"},
		{zoom.CloudURL, "http://[::1]:8066", "http://[::1]:8066/v2"},
		{zoom.CloudURL, "", cloud},
		{"https://company.zoom.us/", "", cloud},
		{"https://zoomgov.com/", "", gov},
		{"https://agency.zoomgov.com", "", gov},
		{"https://notzoomgov.com", "", cloud},
		{zoom.CloudURL, "http://api.zoom.us", cloud},
		{zoom.CloudURL, "http://localhost.example.com", cloud},
		{zoom.CloudURL, "ftp://localhost", cloud},
		{zoom.CloudURL, "api.zoom.us", cloud},
		{zoom.CloudURL, "https://", cloud},
		{zoom.CloudURL, "https://a@b.example", cloud},
		{zoom.CloudURL, "https://b.example?x=1", cloud},
		{zoom.CloudURL, "https://b.example#x", cloud},
		{zoom.CloudURL, "https://b.example/\x00", cloud},
	} {
		token, err := signInWith(t, c.signIn, map[string]any{"access_token": "t", "expires_in": 3599, "api_url": c.named})
		require.NoError(t, err)
		require.Equal(t, zoom.Token{Bearer: "t", APIURL: c.want}, token, "%s names %q", c.signIn, c.named)
	}
	token, err := signInWith(t, zoom.CloudURL, map[string]any{"access_token": "t", "api_url": 5})
	require.NoError(t, err)
	require.Equal(t, cloud, token.APIURL)
}

// signInWith returns what comes of a sign-in at address that is answered with body.
func signInWith(t *testing.T, address string, body any) (zoom.Token, error) {
	t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(raw)
	}))
	defer server.Close()
	return zoom.NewServerToServer(zoom.ServerToServerConfig{
		URL: address, AccountID: "a", Now: time.Now,
		HTTP: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			require.Equal(t, strings.TrimRight(address, "/")+"/oauth/token", r.URL.String())
			to, err := url.Parse(server.URL)
			require.NoError(t, err)
			r.URL.Scheme, r.URL.Host = to.Scheme, to.Host
			return http.DefaultTransport.RoundTrip(r)
		})},
	}).Token(t.Context())
}
