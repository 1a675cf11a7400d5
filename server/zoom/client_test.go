package zoom_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// account is a simulator with a client for each way to sign in.
func account(t *testing.T) (sim *zoomtest.Simulator, clients map[string]*zoom.Client) {
	t.Helper()
	config := zoomtest.Default()
	sim = zoomtest.Start(t, config)
	client := func(auth zoom.Authorizer) *zoom.Client {
		return zoom.NewClient(zoom.Config{APIURL: sim.APIURL() + "/", Auth: auth, HTTP: zoom.NewHTTPClient(), RetryInterval: time.Millisecond})
	}
	return sim, map[string]*zoom.Client{
		"API key":          client(&zoom.APIKey{Key: config.APIKey, Secret: config.APISecret, Now: time.Now}),
		"server to server": client(serverToServer(sim, config, time.Now)),
	}
}

func serverToServer(sim *zoomtest.Simulator, config zoomtest.Config, now func() time.Time) *zoom.ServerToServer {
	return zoom.NewServerToServer(zoom.ServerToServerConfig{
		URL: sim.URL() + "/", AccountID: config.AccountID, ClientID: config.ClientID, ClientSecret: config.ClientSecret,
		HTTP: zoom.NewHTTPClient(), Now: now,
	})
}

func TestCalls(t *testing.T) {
	_, clients := account(t)
	for name, client := range clients {
		t.Run(name, func(t *testing.T) {
			created, err := client.CreateMeeting(t.Context(), "alice@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting, Topic: "Über & <Weekly>"})
			require.NoError(t, err)
			require.Equal(t, "Über & <Weekly>", created.Topic)
			require.Contains(t, created.JoinURL, "/j/")
			require.Contains(t, created.StartURL, "zak=")
			require.NotEmpty(t, created.Password)
			require.NotEmpty(t, created.UUID)

			got, err := client.GetMeeting(t.Context(), created.ID)
			require.NoError(t, err)
			require.Equal(t, created, got)
			require.Equal(t, "waiting", got.Status)

			user, err := client.GetUser(t.Context(), "alice@example.com")
			require.NoError(t, err)
			require.Contains(t, user.PersonalMeetingURL, "/j/2000000001?pwd=")
			user.PersonalMeetingURL = ""
			require.Equal(t, &zoom.User{ID: "u-alice", AccountID: "sim-account-id", Email: "alice@example.com", FirstName: "Alice",
				LastName: "Adams", DisplayName: "Alice Adams", Status: "active", PMI: 2000000001}, user)
			require.Equal(t, created.HostID, user.ID)

			_, err = client.GetUser(t.Context(), "mallory@example.com")
			require.True(t, zoom.IsUserNotFound(err), err)
			_, err = client.GetMeeting(t.Context(), 1)
			require.True(t, zoom.IsMeetingNotFound(err), err)
		})
	}
}

func TestCreateSendsOnlyWhatIsMeant(t *testing.T) {
	var method, path, body string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		method, path, body = r.Method, r.URL.EscapedPath(), string(raw)
		_, _ = w.Write([]byte(`{"id":"85393847045"}`))
	}))
	defer server.Close()
	client := zoom.NewClient(zoom.Config{APIURL: server.URL, Auth: &zoom.APIKey{Now: time.Now}, HTTP: server.Client()})
	meeting, err := client.CreateMeeting(t.Context(), "a/b@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting})
	require.NoError(t, err)
	require.Equal(t, int64(85393847045), meeting.ID, "an id may be a string")
	require.Equal(t, "POST /users/a%2Fb@example.com/meetings", method+" "+path)
	require.JSONEq(t, `{"type":1}`, body)
}

func TestAnyNumberOfCallersCauseOneTokenRequest(t *testing.T) {
	config := zoomtest.Default()
	sim := zoomtest.Start(t, config)
	sim.SetLatency(20 * time.Millisecond)
	auth := serverToServer(sim, config, time.Now)
	var callers sync.WaitGroup
	tokens := make([]zoom.Token, 100)
	for i := range tokens {
		callers.Go(func() { tokens[i], _ = auth.Token(t.Context()) })
	}
	callers.Wait()
	for _, token := range tokens {
		require.NotEmpty(t, token)
		require.Equal(t, tokens[0], token)
	}
	require.Equal(t, 1, sim.Calls()[zoomtest.OpToken])
}

func TestACallerWhoGivesUpDoesNotSpoilTheOthers(t *testing.T) {
	config := zoomtest.Default()
	sim := zoomtest.Start(t, config)
	sim.SetLatency(50 * time.Millisecond)
	auth := serverToServer(sim, config, time.Now)
	impatient, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() { _, err := auth.Token(impatient); first <- err }()
	require.Eventually(t, func() bool { return sim.Calls()[zoomtest.OpToken] == 1 }, 5*time.Second, time.Millisecond)
	second := make(chan error)
	go func() { _, err := auth.Token(t.Context()); second <- err }()
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	require.NoError(t, <-second)
	require.Equal(t, 1, sim.Calls()[zoomtest.OpToken])
}

func TestTokenIsKeptUntilShortlyBeforeItsEnd(t *testing.T) {
	config := zoomtest.Default()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	config.Now = clock
	sim := zoomtest.Start(t, config)
	auth := serverToServer(sim, config, clock)
	for _, step := range []struct {
		after    time.Duration
		requests int
	}{{0, 1}, {58 * time.Minute, 1}, {time.Minute + time.Second, 2}, {0, 2}} {
		now = now.Add(step.after)
		_, err := auth.Token(t.Context())
		require.NoError(t, err)
		require.Equal(t, step.requests, sim.Calls()[zoomtest.OpToken], "%s later", step.after)
	}
}

func TestATokenThatZoomForgotIsRenewedOnce(t *testing.T) {
	sim, clients := account(t)
	client := clients["server to server"]
	_, err := client.GetUser(t.Context(), "alice@example.com")
	require.NoError(t, err)
	sim.RevokeTokens()
	_, err = client.GetUser(t.Context(), "alice@example.com")
	require.NoError(t, err)

	sim.ResetCalls()
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetUser, Status: 401, Body: `{"code":124,"message":"Invalid access token."}`, Times: 9})
	_, err = client.GetUser(t.Context(), "alice@example.com")
	require.True(t, zoom.IsUnauthorized(err), err)
	require.Equal(t, 2, sim.Calls()[zoomtest.OpGetUser], "and then it tells")
}

// TestManyCallersWithATokenThatZoomForgot must not sign in once each.
func TestManyCallersWithATokenThatZoomForgot(t *testing.T) {
	sim, clients := account(t)
	client := clients["server to server"]
	_, err := client.GetUser(t.Context(), "alice@example.com")
	require.NoError(t, err)
	sim.RevokeTokens()
	sim.ResetCalls()
	sim.SetLatency(20 * time.Millisecond)
	var callers sync.WaitGroup
	failures := make([]error, 50)
	for i := range failures {
		callers.Go(func() { _, failures[i] = client.GetUser(t.Context(), "alice@example.com") })
	}
	callers.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	require.Equal(t, 1, sim.Calls()[zoomtest.OpToken])
}

// TestALateRefusalForgetsOnlyItsOwnToken is a caller who learns that the old token is refused after another has signed in again.
func TestALateRefusalForgetsOnlyItsOwnToken(t *testing.T) {
	config := zoomtest.Default()
	sim := zoomtest.Start(t, config)
	auth := serverToServer(sim, config, time.Now)
	old, err := auth.Token(t.Context())
	require.NoError(t, err)
	auth.Forget(old)
	renewed, err := auth.Token(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, old, renewed)
	auth.Forget(old)
	kept, err := auth.Token(t.Context())
	require.NoError(t, err)
	require.Equal(t, renewed, kept)
	require.Equal(t, 2, sim.Calls()[zoomtest.OpToken])
}

func TestATokenWhoseLifeIsToldOddly(t *testing.T) {
	for name, body := range map[string]string{
		"as text":    `{"access_token":"t","expires_in":"3599"}`,
		"not at all": `{"access_token":"t"}`,
	} {
		t.Run(name, func(t *testing.T) {
			config := zoomtest.Default()
			sim := zoomtest.Start(t, config)
			sim.Fail(zoomtest.Failure{Op: zoomtest.OpToken, Status: 200, Body: body, Times: 5})
			auth := serverToServer(sim, config, time.Now)
			for range 3 {
				token, err := auth.Token(t.Context())
				require.NoError(t, err)
				require.Equal(t, "t", token.Bearer)
			}
			require.Equal(t, 1, sim.Calls()[zoomtest.OpToken])
		})
	}
}

// TestSomethingElseAtTheTokenEndpoint is a wrong address or a proxy, which nobody should take for wrong credentials.
func TestSomethingElseAtTheTokenEndpoint(t *testing.T) {
	for name, failure := range map[string]zoomtest.Failure{
		"not found":  {Status: 404, Body: "<html>"},
		"redirect":   {Status: 302, Header: http.Header{"Location": {"https://example.com"}}},
		"proxy":      {Status: 407},
		"down":       {Status: 503, Body: `{"reason":"x","error":"y"}`},
		"rate limit": {Status: 429, Body: `{"reason":"x","error":"y"}`},
	} {
		t.Run(name, func(t *testing.T) {
			config := zoomtest.Default()
			sim := zoomtest.Start(t, config)
			failure.Op = zoomtest.OpToken
			sim.Fail(failure)
			_, err := serverToServer(sim, config, time.Now).Token(t.Context())
			require.Error(t, err)
			require.False(t, zoom.IsSignInRefused(err), err)
			require.False(t, zoom.IsUnauthorized(err), err)
		})
	}
}

func TestTheAPIKeysTokenIsShortLived(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	signed, err := (&zoom.APIKey{Key: "k", Secret: "s", Now: func() time.Time { return now }}).Token(t.Context())
	require.NoError(t, err)
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(signed.Bearer, claims, func(*jwt.Token) (any, error) { return []byte("s"), nil },
		jwt.WithTimeFunc(func() time.Time { return now }))
	require.NoError(t, err)
	require.Equal(t, jwt.MapClaims{"iss": "k", "exp": float64(now.Add(5 * time.Minute).Unix())}, claims)
}

func TestWrongCredentials(t *testing.T) {
	for name, spoil := range map[string]func(*zoomtest.Config){
		"account": func(c *zoomtest.Config) { c.AccountID = "x" },
		"client":  func(c *zoomtest.Config) { c.ClientID = "x" },
		"secret":  func(c *zoomtest.Config) { c.ClientSecret = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			config := zoomtest.Default()
			sim := zoomtest.Start(t, config)
			spoil(&config)
			_, err := serverToServer(sim, config, time.Now).Token(t.Context())
			require.True(t, zoom.IsSignInRefused(err), err)
			require.NotContains(t, err.Error(), config.ClientSecret)
		})
	}
	t.Run("API key", func(t *testing.T) {
		sim := zoomtest.Start(t, zoomtest.Default())
		client := zoom.NewClient(zoom.Config{APIURL: sim.APIURL(), HTTP: zoom.NewHTTPClient(),
			Auth: &zoom.APIKey{Key: "sim-api-key", Secret: "wrong", Now: time.Now}})
		_, err := client.GetUser(t.Context(), "alice@example.com")
		require.True(t, zoom.IsUnauthorized(err), err)
	})
}

func TestFailures(t *testing.T) {
	predicates := map[string]func(error) bool{
		"unknown user": zoom.IsUserNotFound, "scopes": zoom.IsMissingScopes, "rate": zoom.IsRateLimited,
		"unauthorized": zoom.IsUnauthorized, "sign-in": zoom.IsSignInRefused, "no meeting": zoom.IsMeetingNotFound,
	}
	for name, c := range map[string]struct {
		failure zoomtest.Failure
		is      string // the only predicate that holds
		code    int
		text    string
	}{
		"user unknown":            {zoomtest.Failure{Status: 404, Body: `{"code":1001,"message":"User does not exist: foo"}`}, "unknown user", 1001, "foo"},
		"user of another account": {zoomtest.Failure{Status: 404, Body: `{"code":1010,"message":"User not belong to this account"}`}, "unknown user", 1010, "belong"},
		"scopes":                  {zoomtest.Failure{Status: 400, Body: `{"code":4711,"message":"does not contain scopes:[user:read:user:admin]."}`}, "scopes", 4711, "user:read:user:admin"},
		"scopes, with a 401":      {zoomtest.Failure{Status: 401, Body: `{"code":4711,"message":"does not contain scopes:[x]."}`}, "scopes", 4711, "scopes"},
		"rate":                    {zoomtest.Failure{Status: 429, Body: `{"code":429,"message":"Too many requests"}`}, "rate", 429, "Too many"},
		"down":                    {zoomtest.Failure{Status: 500, Body: `{"code":500,"message":"Internal server error"}`}, "", 500, "Internal"},
		"error inside a 200":      {zoomtest.Failure{Status: 200, Body: `{"code":300,"message":"This meeting has not registration required"}`}, "", 300, "registration"},
		"not JSON in a 200":       {zoomtest.Failure{Status: 200, Body: `<html>Sorry</html>`}, "", 0, "not the expected JSON"},
		"not JSON":                {zoomtest.Failure{Status: 503, Body: "<html>\n<h1>Sorry</h1>"}, "", 0, "<html> <h1>Sorry</h1>"},
		"empty":                   {zoomtest.Failure{Status: 400}, "", 0, "empty answer"},
		"redirect":                {zoomtest.Failure{Status: 302, Header: http.Header{"Location": {"https://example.com"}}}, "", 0, "empty answer"},
	} {
		t.Run(name, func(t *testing.T) {
			sim, clients := account(t)
			c.failure.Op, c.failure.Times = zoomtest.OpGetUser, 9
			sim.Fail(c.failure)
			_, err := clients["API key"].GetUser(t.Context(), "alice@example.com")
			var apiErr *zoom.APIError
			require.ErrorAs(t, err, &apiErr)
			require.Equal(t, c.failure.Status, apiErr.Status)
			require.Equal(t, c.code, apiErr.Code)
			require.Contains(t, err.Error(), c.text)
			for predicate, holds := range predicates {
				require.Equal(t, predicate == c.is, holds(err), predicate)
			}
		})
	}
}

func TestNoAnswer(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"hangs up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"too slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"too long": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("x", 1<<20+1))) },
		"half body": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			_, _ = w.Write([]byte("{"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(serve)
			defer server.Close()
			client := zoom.NewClient(zoom.Config{APIURL: server.URL, Auth: &zoom.APIKey{Now: time.Now}, HTTP: server.Client(),
				Timeout: 200 * time.Millisecond})
			_, err := client.GetUser(t.Context(), "alice@example.com")
			var apiErr *zoom.APIError
			require.Error(t, err)
			require.NotErrorAs(t, err, &apiErr)
		})
	}
}
