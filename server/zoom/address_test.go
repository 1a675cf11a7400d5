package zoom_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
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
		{zoom.CloudURL, "https://b.example/%", cloud},
	} {
		token, err := signInWith(t, c.signIn, fmt.Sprintf(`{"access_token":"t","expires_in":3599,"api_url":%q}`, c.named))
		require.NoError(t, err)
		require.Equal(t, zoom.Token{Bearer: "t", APIURL: c.want}, token, "%s names %q", c.signIn, c.named)
	}
	token, err := signInWith(t, zoom.CloudURL, `{"access_token":"t","api_url":5}`)
	require.NoError(t, err)
	require.Equal(t, cloud, token.APIURL)
}

// signInWith returns what comes of a sign-in at address that is answered with body.
func signInWith(t *testing.T, address, body string) (zoom.Token, error) {
	t.Helper()
	return zoom.NewServerToServer(zoom.ServerToServerConfig{
		URL: address, AccountID: "a", Now: time.Now,
		HTTP: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			require.Equal(t, strings.TrimRight(address, "/")+"/oauth/token", r.URL.String())
			header := http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
			return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
		})},
	}).Token(t.Context())
}

// TestTheSimulatorsAPI is found without a setting, as that of Zoom.
func TestTheSimulatorsAPI(t *testing.T) {
	config := zoomtest.Default()
	sim := zoomtest.Start(t, config)
	client := zoom.NewClient(zoom.Config{Auth: serverToServer(sim, config, time.Now), HTTP: zoom.NewHTTPClient()})
	_, err := client.GetUser(t.Context(), "alice@example.com")
	require.NoError(t, err)
}

func TestUUIDsInPaths(t *testing.T) {
	for uuid, want := range map[string]string{
		"aDYlohsHRtCd4ii1uC2+hA==": "aDYlohsHRtCd4ii1uC2%2BhA%3D%3D",
		"ab/c==":                   "ab%2Fc%3D%3D",
		"/abc==":                   "%252Fabc%253D%253D",
		"ab//c+==":                 "ab%252F%252Fc%252B%253D%253D",
		"81000000001":              "81000000001",
		"../users":                 "..%2Fusers",
	} {
		for format, call := range map[string]func(*zoom.Client) error{
			"/past_meetings/%s":              func(c *zoom.Client) error { _, err := c.PastMeeting(t.Context(), uuid); return err },
			"/past_meetings/%s/participants": func(c *zoom.Client) error { _, err := first(c.PastParticipants(t.Context(), uuid)); return err },
			"/meetings/%s/recordings":        func(c *zoom.Client) error { _, err := c.Recordings(t.Context(), uuid); return err },
			"/meetings/%s/meeting_summary":   func(c *zoom.Client) error { _, err := c.MeetingSummary(t.Context(), uuid); return err },
		} {
			var asked string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked, _, _ = strings.Cut(r.RequestURI, "?")
				w.WriteHeader(http.StatusNotFound)
			}))
			require.Error(t, call(keyClient(server, time.Now)))
			server.Close()
			require.Equal(t, fmt.Sprintf(format, want), asked, uuid)
		}
	}
}
