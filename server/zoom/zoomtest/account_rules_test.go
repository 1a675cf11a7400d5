package zoomtest

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestUsersInEveryState(t *testing.T) {
	a := newAccount(t, func(c *Config) {
		c.Users = []User{
			{ID: "active", Email: "a@example.com", FirstName: "A", LastName: "A"},
			{ID: "pending", Email: "p@example.com", Status: Pending},
			{ID: "inactive", Email: "i@example.com", Status: Inactive, Type: Basic},
			{ID: "listener", Email: "l@example.com", NoHosting: true},
		}
	})
	for _, c := range []struct {
		user, state        string
		kind, status, code int
	}{
		{"active", Active, Licensed, 201, 0}, {"A@example.com", Active, Licensed, 201, 0}, {"pending", Pending, Licensed, 404, 1001},
		{"i@example.com", Inactive, Basic, 404, 1001}, {"listener", Active, Licensed, 400, 3161},
	} {
		user := a.call(200, "GET", "/users/"+c.user, "")
		require.Equal(t, []any{c.state, float64(c.kind)}, []any{user["status"], user["type"]}, c.user)
		require.NotZero(t, user["pmi"], c.user)
		answer := a.call(c.status, "POST", "/users/"+c.user+"/meetings", `{"type":1}`)
		if c.code != 0 {
			require.Equal(t, float64(c.code), answer["code"], c.user)
		}
	}
	require.Equal(t, "User does not exist: me.", a.call(404, "GET", "/users/me", "")["message"])
}

func TestScopes(t *testing.T) {
	read := "/users/" + alice
	for name, c := range map[string]struct {
		scopes       []string
		read, create int
	}{
		"all":             {nil, 200, 201},
		"one":             {[]string{"user:read:user:admin"}, 200, 400},
		"classic ones":    {[]string{"user:read:admin", "meeting:write:admin"}, 200, 201},
		"none":            {[]string{}, 400, 400},
		"of a user alone": {[]string{"user:read:user"}, 400, 400},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t, func(c2 *Config) { c2.Scopes = c.scopes })
			status, _, answer := a.send("GET", read, "")
			require.Equal(t, c.read, status)
			if c.read == 400 {
				require.Equal(t, map[string]any{"code": 4711.0,
					"message": "Invalid access token, does not contain scopes:[user:read:user:admin]."}, answer)
			}
			a.call(c.create, "POST", read+"/meetings", `{"type":1}`)
		})
	}
}

func TestDailyLimit(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.DailyLimit = 2 })
	id, _ := a.create(`{"type":2}`)
	a.call(204, "PATCH", path("/meetings/{}", id), `{"topic":"counts too"}`)
	status, header, answer := a.send("POST", "/users/"+alice+"/meetings", `{"type":1}`)
	require.Equal(t, 429, status)
	require.Equal(t, 429.0, answer["code"])
	require.Contains(t, answer["message"], "maximum daily rate limit")
	require.Equal(t, map[string]string{"Category": "Medium", "Type": "Daily-limit", "Limit": "2", "Remaining": "0"}, rateLimit(header))
	require.Equal(t, "2026-03-05T00:00:00Z", header.Get("Retry-After"))
	a.call(201, "POST", "/users/bob@example.com/meetings", `{"type":1}`)
	a.pass(14*time.Hour - time.Second)
	a.token = a.newToken()
	a.call(429, "POST", "/users/"+alice+"/meetings", `{"type":1}`)
	a.pass(time.Second)
	a.create(`{"type":1}`)
}

func TestQPS(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.QPS = map[string]int{light: 1} })
	status, header, _ := a.send("GET", "/users/"+alice, "")
	require.Equal(t, 200, status)
	require.Equal(t, map[string]string{"Category": "Light", "Type": "QPS", "Limit": "1", "Remaining": "0"}, rateLimit(header))
	require.Contains(t, a.call(429, "GET", "/users/"+alice, "")["message"], "maximum per-second rate limit")
	_, header, _ = a.send("GET", "/users/"+alice+"/meetings", "")
	require.Equal(t, map[string]string{"Category": "Medium", "Type": "QPS", "Limit": "60", "Remaining": "59"}, rateLimit(header))
	a.pass(time.Second)
	a.call(200, "GET", "/users/"+alice, "")
}

func rateLimit(header http.Header) map[string]string {
	found := map[string]string{}
	for _, key := range []string{"Category", "Type", "Limit", "Remaining"} {
		found[key] = header.Get("X-RateLimit-" + key)
	}
	return found
}

func TestFaultsInTheMiddleOfABody(t *testing.T) {
	a := newAccount(t, nil)
	get := func() (string, error) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.APIURL()+"/users/"+alice, http.NoBody)
		require.NoError(t, err)
		response, err := a.http.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		body := make([]byte, 100)
		n := 0
		for err == nil {
			var read int
			read, err = response.Body.Read(body[n:])
			n += read
		}
		return string(body[:n]), err
	}
	a.Fail(Failure{Op: OpGetUser, Status: 200, Body: "0123456789", Half: true})
	body, err := get()
	require.Equal(t, "01234", body)
	require.ErrorContains(t, err, "unexpected EOF")
	a.Fail(Failure{Op: OpGetUser, Status: 200, Body: "0123456789", Pause: time.Millisecond})
	body, err = get()
	require.Equal(t, "0123456789", body)
	require.ErrorContains(t, err, "EOF")
}
