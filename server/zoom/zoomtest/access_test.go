package zoomtest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

func TestAUserLevelTokenReachesItsOwnUserOnly(t *testing.T) {
	a := userAccount(t)
	others, _ := a.Schedule("bob@example.com", MeetingRequest{})
	a.hold(2000000002, "Bob")
	a.hold(2000000001, "Alice")
	uuids := [2]string{a.Occurrences(2000000001)[0].UUID, a.Occurrences(2000000002)[0].UUID}
	a.signIn(a.config.UserApp, alice)
	require.Equal(t, "u-alice", a.call(200, "GET", "/users/me", "")["id"])
	mine := int64(a.call(201, "POST", "/users/me/meetings", `{"type":2}`)["id"].(float64))
	twice := func(uuid string) string { return url.QueryEscape(url.QueryEscape(uuid)) }
	for _, path := range []string{path("/meetings/{}", mine), "/users/me/meetings", "/users/me/upcoming_meetings",
		"/past_meetings/2000000001", "/past_meetings/" + twice(uuids[0])} {
		a.call(200, "GET", path, "")
	}
	for _, c := range []string{
		"GET /users/" + alice, "GET /users/u-bob", "GET /users/nobody", "POST /users/bob@example.com/meetings", "GET /users/u-bob/meetings",
		path("GET /meetings/{}", others.ID), path("PATCH /meetings/{}", others.ID), path("DELETE /meetings/{}", others.ID),
		path("PUT /meetings/{}/status", others.ID), "GET /past_meetings/2000000002", "GET /past_meetings/" + twice(uuids[1]),
	} {
		method, path, _ := strings.Cut(c, " ")
		answer := a.call(403, method, path, `{}`)
		require.Equal(t, "authenticated user has not permitted access to the targeted resource", answer["message"])
	}
	require.Equal(t, 3001.0, a.call(404, "GET", "/meetings/1", "")["code"])
}

func TestAnAdminManagedTokenReachesTheAccount(t *testing.T) {
	a := userAccount(t)
	a.signIn(a.config.AccountApp, alice)
	require.Equal(t, "u-alice", a.call(200, "GET", "/users/me", "")["id"], "who allowed the app")
	require.Equal(t, "u-bob", a.call(200, "GET", "/users/bob@example.com", "")["id"])
	a.call(201, "POST", "/users/u-bob/meetings", `{"type":1}`)
	a.call(200, "GET", "/meetings/2000000002", "")
}

func TestScopesOfAToken(t *testing.T) {
	a := userAccount(t)
	server, user := a.config.ClientID, a.config.UserApp
	tokens := a.signIn(user, alice)
	require.Contains(t, strings.Fields(tokens["scope"].(string)), "user:read:user")
	require.NotContains(t, tokens["scope"], ":admin")

	require.NoError(t, a.SetScopes(user.ClientID, "meeting:write"))
	a.call(200, "GET", "/users/me", "")
	_, refreshed := a.ask("/oauth/token", user, refreshForm(tokens["refresh_token"]))
	require.Equal(t, tokens["scope"], refreshed["scope"], "of what was allowed")
	require.Equal(t, "meeting:write", a.signIn(user, alice)["scope"])
	a.call(201, "POST", "/users/me/meetings", `{"type":1}`)
	require.Equal(t, map[string]any{"code": 4711.0, "message": "Invalid access token, does not contain scopes:[user:read:user]."},
		a.call(400, "GET", "/users/me", ""))

	require.NoError(t, a.SetScopes(server))
	a.token = a.newTokenWith("")
	a.call(400, "GET", "/users/"+alice, "")
	require.ErrorIs(t, a.SetScopes("x"), ErrNoApp)
}

func TestADeactivatedApp(t *testing.T) {
	a := userAccount(t)
	server := App{ClientID: a.config.ClientID, ClientSecret: a.config.ClientSecret}
	forServer := url.Values{"grant_type": {"account_credentials"}, "account_id": {a.config.AccountID}}
	a.signIn(a.config.UserApp, "bob@example.com")
	tokens := a.signIn(a.config.UserApp, alice)
	pending := a.code(a.config.UserApp, alice)
	require.NoError(t, a.Deactivate(a.config.UserApp.ClientID))
	a.call(401, "GET", "/users/me", "")
	status, answer := a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	require.Equal(t, []any{400, "invalid_client"}, []any{status, answer["error"]})
	_, err := a.Authorize(a.authorizeURL(a.config.UserApp, nil), alice)
	require.ErrorIs(t, err, ErrNotAuthorized)
	var users []any
	for _, event := range a.told() {
		require.Equal(t, EventDeauthorized, event["event"])
		users = append(users, event["payload"].(map[string]any)["user_id"])
	}
	require.Equal(t, []any{"u-alice", "u-bob"}, users)
	status, _ = a.ask("/oauth/token", server, forServer)
	require.Equal(t, 200, status, "another app")

	require.NoError(t, a.Activate(a.config.UserApp.ClientID))
	for _, form := range []url.Values{refreshForm(tokens["refresh_token"]), exchangeForm(pending)} {
		status, _ = a.ask("/oauth/token", a.config.UserApp, form)
		require.Equal(t, 400, status, "what has ended stays so")
	}
	a.call(401, "GET", "/users/me", "")
	a.signIn(a.config.UserApp, alice)
	a.call(200, "GET", "/users/me", "")

	a.token = a.newToken()
	require.NoError(t, a.Deactivate(server.ClientID))
	a.call(401, "GET", "/users/"+alice, "")
	status, _ = a.ask("/oauth/token", server, forServer)
	require.Equal(t, 400, status)
	require.Empty(t, a.told(), "nobody had allowed it")
	require.ErrorIs(t, a.Deactivate("x"), ErrNoApp)
}

func TestDeauthorize(t *testing.T) {
	a := userAccount(t)
	bob, tokens := "bob@example.com", a.signIn(a.config.UserApp, alice)
	a.signIn(a.config.UserApp, bob)
	a.signIn(a.config.UserApp, bob)
	a.signIn(a.config.AccountApp, bob)
	a.Deauthorize("u-bob")
	a.call(401, "GET", "/users/me", "")
	events := a.told()
	require.Len(t, events, 2, "one for each app")
	require.NotContains(t, events[0], "event_ts")
	payload := events[0]["payload"].(map[string]any)
	require.NotContains(t, payload, "object")
	require.Equal(t, []any{"u-bob", "sim-user-app", "2026-03-04 10:00:00"}, []any{payload["user_id"], payload["client_id"], payload["event_ts"]})
	require.Equal(t, "sim-admin-app", events[1]["payload"].(map[string]any)["client_id"])
	a.token = tokens["access_token"].(string)
	a.call(200, "GET", "/users/me", "")
	a.Deauthorize("u-stranger")
	require.Equal(t, "u-stranger", a.told()[0]["payload"].(map[string]any)["user_id"], "Zoom tells all the same")
	a.call(200, "GET", "/users/me", "")
}

func TestDeauthorizationURL(t *testing.T) {
	paths := make(chan string, 2)
	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { paths <- r.URL.Path }))
	t.Cleanup(endpoint.Close)
	a := newAccount(t, func(c *Config) {
		c.Events = []string{EventStarted, EventDeauthorized}
		c.WebhookURL, c.DeauthorizationURL = endpoint.URL+"/webhook", endpoint.URL+"/deauthorization"
	})
	a.Deauthorize("u-alice")
	require.Equal(t, "/deauthorization", <-paths)
	require.NoError(t, a.Join(2000000001, "Alice"))
	require.Equal(t, "/webhook", <-paths)
}

func TestSkew(t *testing.T) {
	var stamps []string
	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stamps = append(stamps, r.Header.Get("X-Zm-Request-Timestamp"))
	}))
	t.Cleanup(endpoint.Close)
	a := newAccount(t, func(c *Config) { c.ClockSkew, c.WebhookURL = time.Minute, endpoint.URL })
	server := a.token
	key := func(life time.Duration) string {
		signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
			Issuer: a.config.APIKey, ExpiresAt: jwt.NewNumericDate(a.now.Add(life)),
		}).SignedString([]byte(a.config.APISecret))
		require.NoError(t, err)
		return signed
	}
	for _, c := range []struct {
		skew   time.Duration
		date   string
		status int
	}{
		{time.Minute, "Wed, 04 Mar 2026 10:01:00 GMT", 200},
		{10 * time.Minute, "Wed, 04 Mar 2026 10:10:00 GMT", 401},
		{-2 * time.Hour, "Wed, 04 Mar 2026 08:00:00 GMT", 200},
		{2 * time.Hour, "Wed, 04 Mar 2026 12:00:00 GMT", 401},
		{0, "Wed, 04 Mar 2026 10:00:00 GMT", 200},
	} {
		if c.skew != time.Minute {
			a.SetSkew(c.skew)
		}
		a.token = key(5 * time.Minute)
		status, header, answer := a.send("GET", "/users/"+alice, "")
		require.Equal(t, c.status, status, "%s: %v", c.skew, answer)
		require.Equal(t, c.date, header.Get("Date"))
		for _, a.token = range []string{server, a.newToken()} {
			a.call(200, "GET", "/users/"+alice, "")
		}
		require.NoError(t, a.Join(2000000001, "Alice"))
		a.Settle()
		require.Equal(t, strconv.FormatInt(a.now.Add(c.skew).Unix(), 10), stamps[len(stamps)-1])
	}
}
