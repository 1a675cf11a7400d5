package zoomtest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	redirectURL = "https://chat.example.com/plugins/zoom/oauth2/complete?a=b"
	verifier    = "a-verifier-that-is-long-enough-for-rfc-7636"
)

// userAccount is an account with both OAuth apps; they are its config.UserApp and config.AccountApp.
func userAccount(t *testing.T) *account {
	t.Helper()
	return newAccount(t, func(c *Config) {
		c.UserApp.RedirectURLs, c.AccountApp.RedirectURLs = []string{redirectURL}, []string{redirectURL}
		c.Users[2].Status = Pending
	})
}

// authorizeURL is where app's users allow it, with a challenge for verifier; change is what the test wants otherwise.
func (a *account) authorizeURL(app App, change url.Values) string {
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type": {"code"}, "client_id": {app.ClientID}, "redirect_uri": {redirectURL}, "state": {"x&y"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	for key, values := range change {
		query[key] = values
	}
	return a.URL() + "/oauth/authorize?" + query.Encode()
}

// code is one that email's browser brings back.
func (a *account) code(app App, email string) string {
	a.t.Helper()
	redirect, err := a.Authorize(a.authorizeURL(app, nil), email)
	require.NoError(a.t, err)
	back, err := url.Parse(redirect)
	require.NoError(a.t, err)
	return back.Query().Get("code")
}

// post sends a form to an endpoint of OAuth's.
func (a *account) post(path string, app App, form url.Values) (*http.Response, error) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.URL()+path, strings.NewReader(form.Encode()))
	require.NoError(a.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(app.ClientID, app.ClientSecret)
	return a.http.Do(request)
}

// ask is post that gets an answer.
func (a *account) ask(path string, app App, form url.Values) (status int, answer map[string]any) {
	a.t.Helper()
	response, err := a.post(path, app, form)
	require.NoError(a.t, err)
	defer response.Body.Close()
	require.NoError(a.t, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer
}

func exchangeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirectURL}, "code_verifier": {verifier}}
}

func refreshForm(token any) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.(string)}}
}

// signIn lets email allow app and calls the REST API with the token from then on.
func (a *account) signIn(app App, email string) (answer map[string]any) {
	a.t.Helper()
	status, answer := a.ask("/oauth/token", app, exchangeForm(a.code(app, email)))
	require.Equal(a.t, 200, status, answer)
	a.token = answer["access_token"].(string)
	return answer
}

func TestRefusalsOfTheTokenEndpoint(t *testing.T) {
	a := userAccount(t)
	user, forAccount := a.config.UserApp, a.config.AccountApp
	server := App{ClientID: a.config.ClientID, ClientSecret: a.config.ClientSecret}
	with := func(form url.Values, key, value string) url.Values { form.Set(key, value); return form }
	spent := a.code(user, alice)
	a.ask("/oauth/token", user, exchangeForm(spent))
	old := a.code(user, alice)
	a.pass(codeLife)
	refreshed := a.signIn(user, alice)["refresh_token"]
	a.ask("/oauth/token", user, refreshForm(refreshed))
	elsewhere := a.code(user, alice)
	expired := "sim-refresh-expired"
	a.refreshTokens[expired] = refreshToken{grant: a.grants[0], end: a.now}
	seen := []string{}
	for name, c := range map[string]struct {
		app         App
		form        url.Values
		err, reason string
	}{
		"no credentials":          {App{}, exchangeForm("x"), "invalid_client", "Invalid client_id or client_secret"},
		"wrong secret":            {App{ClientID: user.ClientID, ClientSecret: "x"}, exchangeForm("x"), "invalid_client", "Invalid client_id or client_secret"},
		"secret of another":       {App{ClientID: user.ClientID, ClientSecret: forAccount.ClientSecret}, exchangeForm("x"), "invalid_client", "Invalid client_id or client_secret"},
		"no grant type":           {user, url.Values{}, "unsupported_grant_type", "unsupported grant type"},
		"code for a server":       {server, exchangeForm("x"), "unsupported_grant_type", "unsupported grant type"},
		"refresh for a server":    {server, refreshForm("x"), "unsupported_grant_type", "unsupported grant type"},
		"account for a user app":  {user, url.Values{"grant_type": {"account_credentials"}, "account_id": {"sim-account-id"}}, "unsupported_grant_type", "unsupported grant type"},
		"wrong account":           {server, url.Values{"grant_type": {"account_credentials"}, "account_id": {"x"}}, "invalid_request", "Bad Request"},
		"wrong code":              {user, exchangeForm("abc123"), "invalid_request", "Invalid authorization code abc123"},
		"spent code":              {user, exchangeForm(spent), "invalid_request", "Invalid authorization code " + spent},
		"old code":                {user, exchangeForm(old), "invalid_request", "Invalid authorization code " + old},
		"code of another app":     {forAccount, exchangeForm(elsewhere), "invalid_request", "Invalid authorization code " + elsewhere},
		"redirect URL of another": {user, with(exchangeForm(a.code(user, alice)), "redirect_uri", redirectURL+"/"), "invalid_request", "Redirect URI mismatch."},
		"wrong verifier":          {user, with(exchangeForm(a.code(user, alice)), "code_verifier", "x"), "invalid_grant", "Invalid code verifier"},
		"no verifier":             {user, with(exchangeForm(a.code(user, alice)), "code_verifier", ""), "invalid_grant", "Invalid code verifier"},
		"wrong refresh token":     {user, refreshForm("x"), "invalid_grant", "Invalid Token!"},
		"spent refresh token":     {user, refreshForm(refreshed), "invalid_grant", "Invalid Token!"},
		"old refresh token":       {user, refreshForm(expired), "invalid_grant", "Invalid Token!"},
		"refresh, wrong app":      {forAccount, refreshForm(a.signIn(user, alice)["refresh_token"]), "invalid_grant", "Invalid Token!"},
	} {
		status, answer := a.ask("/oauth/token", c.app, c.form)
		require.Equal(t, 400, status, name)
		require.Equal(t, map[string]any{"error": c.err, "reason": c.reason}, answer, name)
		seen = append(seen, c.err+" "+c.reason)
	}
	requireKnownRefusals(t, seen)
}

// requireKnownRefusals wants every error of the token endpoint in Zoom's samples among those that were seen here.
func requireKnownRefusals(t *testing.T, seen []string) {
	t.Helper()
	for _, file := range []string{"errors-reported.json", "errors-zoomnet-literals.json"} {
		raw, err := os.ReadFile(filepath.Join(sharedZoom, "rest", file))
		if err != nil {
			t.Skip("the folder with Zoom's samples is not beside the repository: ", sharedZoom)
		}
		var samples struct {
			Bodies []struct {
				Endpoint string
				Body     json.RawMessage
			}
		}
		require.NoError(t, json.Unmarshal(raw, &samples))
		for _, sample := range samples.Bodies {
			if !strings.Contains(sample.Endpoint, "token") {
				continue
			}
			var text string
			if json.Unmarshal(sample.Body, &text) != nil {
				text = string(sample.Body) // The body itself, and not its text.
			}
			var body struct{ Error, Reason string }
			require.NoError(t, json.Unmarshal([]byte(text), &body))
			require.Contains(t, seen, body.Error+" "+body.Reason)
		}
	}
}

func TestAnswersOfTheTokenEndpointAreLikeTheSamples(t *testing.T) {
	a := userAccount(t)
	for name, answer := range map[string]func() map[string]any{
		"access_token": func() map[string]any { return a.signIn(a.config.UserApp, alice) },
		"refresh_token": func() map[string]any {
			_, answer := a.ask("/oauth/token", a.config.UserApp, refreshForm(a.signIn(a.config.UserApp, alice)["refresh_token"]))
			return answer
		},
		"revoke_token": func() map[string]any {
			_, answer := a.ask("/oauth/revoke", a.config.UserApp, url.Values{"token": {a.signIn(a.config.UserApp, alice)["access_token"].(string)}})
			return answer
		},
	} {
		file := sharedZoom + "rest/zoom_rb/token/" + name + ".json"
		if _, err := os.Stat(file); err != nil {
			t.Skip("the folder with Zoom's samples is not beside the repository: ", sharedZoom)
		}
		want, _ := sampleShape(t, file)
		got := map[string]string{}
		shape(answer(), "", got)
		delete(got, "api_url") // It came later than the samples.
		require.Empty(t, differences(want, got), name)
	}
}

func TestRefreshTokensServeOnce(t *testing.T) {
	a := userAccount(t)
	first := a.signIn(a.config.UserApp, alice)
	a.ResetCalls()
	status, second := a.ask("/oauth/token", a.config.UserApp, refreshForm(first["refresh_token"]))
	require.Equal(t, 200, status)
	require.NotEqual(t, first["refresh_token"], second["refresh_token"])
	status, _ = a.ask("/oauth/token", a.config.UserApp, refreshForm(first["refresh_token"]))
	require.Equal(t, 400, status)
	status, _ = a.ask("/oauth/token", a.config.UserApp, refreshForm(second["refresh_token"]))
	require.Equal(t, 200, status, "the next one has not suffered")
	require.Equal(t, map[Op]int{OpRefresh: 3}, a.Calls())

	a.call(200, "GET", "/users/me", "")
	a.pass(tokenLife)
	require.Equal(t, "Access token is expired.", a.call(401, "GET", "/users/me", "")["message"])
}

func TestPKCE(t *testing.T) {
	a := userAccount(t)
	for name, c := range map[string]struct {
		change   url.Values
		verifier string
		status   int
	}{
		"S256":                       {nil, verifier, 200},
		"plain":                      {url.Values{"code_challenge": {"p"}, "code_challenge_method": {"plain"}}, "p", 200},
		"plain, not named":           {url.Values{"code_challenge": {"p"}, "code_challenge_method": nil}, "p", 200},
		"plain, wrong":               {url.Values{"code_challenge": {"p"}, "code_challenge_method": nil}, "q", 400},
		"S256, the challenge itself": {url.Values{"code_challenge": {verifier}}, verifier, 400},
		"none":                       {url.Values{"code_challenge": nil, "code_challenge_method": nil}, "", 200},
	} {
		redirect, err := a.Authorize(a.authorizeURL(a.config.UserApp, c.change), alice)
		require.NoError(t, err)
		back, err := url.Parse(redirect)
		require.NoError(t, err)
		form := exchangeForm(back.Query().Get("code"))
		form.Set("code_verifier", c.verifier)
		status, _ := a.ask("/oauth/token", a.config.UserApp, form)
		require.Equal(t, c.status, status, name)
	}
}

func TestRevoke(t *testing.T) {
	a := userAccount(t)
	tokens := a.signIn(a.config.UserApp, alice)
	revoke := func(app App, token any) int {
		status, _ := a.ask("/oauth/revoke", app, url.Values{"token": {token.(string)}})
		return status
	}
	require.Equal(t, 400, revoke(a.config.AccountApp, tokens["access_token"]), "another app's")
	require.Equal(t, 400, revoke(a.config.UserApp, tokens["refresh_token"]))
	require.Equal(t, 400, revoke(App{ClientID: "x"}, tokens["access_token"]))
	a.call(200, "GET", "/users/me", "")
	require.Equal(t, 200, revoke(a.config.UserApp, tokens["access_token"]))
	a.call(401, "GET", "/users/me", "")
	status, _ := a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	require.Equal(t, 400, status)
	require.Equal(t, 400, revoke(a.config.UserApp, tokens["access_token"]), "once")
	require.Empty(t, a.told())
	require.Equal(t, 5, a.Calls()[OpRevoke])
}

func TestForgottenAccessTokensCanBeRefreshed(t *testing.T) {
	a := userAccount(t)
	tokens := a.signIn(a.config.UserApp, alice)
	a.RevokeTokens()
	a.call(401, "GET", "/users/me", "")
	status, answer := a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	require.Equal(t, 200, status)
	a.token = answer["access_token"].(string)
	a.call(200, "GET", "/users/me", "")
}

func TestFaultsOfTheTokenEndpoint(t *testing.T) {
	a := userAccount(t)
	refresh := a.signIn(a.config.UserApp, alice)["refresh_token"]
	a.Fail(Failure{Op: OpRefresh, Status: 503, Body: `{}`})
	status, _ := a.ask("/oauth/token", a.config.UserApp, refreshForm(refresh))
	require.Equal(t, 503, status)
	status, _ = a.ask("/oauth/token", a.config.UserApp, refreshForm(refresh))
	require.Equal(t, 200, status, "a call that failed before Zoom did anything spends nothing")
	refresh = a.signIn(a.config.UserApp, alice)["refresh_token"]
	a.Fail(Failure{Op: OpRefresh, Lost: true})
	response, err := a.post("/oauth/token", a.config.UserApp, refreshForm(refresh))
	if err == nil {
		_ = response.Body.Close()
	}
	require.Error(t, err)
	status, _ = a.ask("/oauth/token", a.config.UserApp, refreshForm(refresh))
	require.Equal(t, 400, status, "only the answer was lost")
	a.SetLatency(20 * time.Millisecond)
	begin := time.Now()
	a.code(a.config.UserApp, alice)
	a.ask("/oauth/token", a.config.UserApp, refreshForm("x"))
	require.GreaterOrEqual(t, time.Since(begin), 20*time.Millisecond)
}
