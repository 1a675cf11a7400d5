package zoomtest

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// press fills in the form of a sign-in page, presses a button and returns where the browser is sent.
func (a *account) press(page string, user, decision string) (status int, location *url.URL) {
	a.t.Helper()
	form := url.Values{"user": {user}, "decision": {decision}}
	for _, field := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	client := *a.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.PostForm(a.URL()+"/oauth/authorize", form)
	require.NoError(a.t, err)
	require.NoError(a.t, response.Body.Close())
	location, _ = response.Location()
	return response.StatusCode, location
}

func TestAuthorizePage(t *testing.T) {
	a := userAccount(t)
	status, page := a.open(a.authorizeURL(a.config.UserApp, nil), nil)
	require.Equal(t, 200, status)
	require.Contains(t, page, "for you alone")
	require.Contains(t, page, "<code>meeting:write:meeting</code>")
	require.Contains(t, page, "carol@example.com (pending)")
	status, back := a.press(page, alice, "allow")
	require.Equal(t, 302, status)
	require.Equal(t, "chat.example.com/plugins/zoom/oauth2/complete", back.Host+back.Path)
	require.Equal(t, []string{"b", "x&y"}, []string{back.Query().Get("a"), back.Query().Get("state")})
	status, _ = a.ask("/oauth/token", a.config.UserApp, exchangeForm(back.Query().Get("code")))
	require.Equal(t, 200, status)

	status, back = a.press(page, alice, "deny")
	require.Equal(t, 302, status)
	require.Equal(t, url.Values{"a": {"b"}, "error": {"access_denied"}, "state": {"x&y"}}, back.Query())

	_, page = a.open(a.authorizeURL(a.config.AccountApp, nil), nil)
	require.Contains(t, page, "for the whole account")
	require.Contains(t, page, "<code>meeting:write:meeting:admin</code>")
}

func TestSignInsThatGoNowhere(t *testing.T) {
	a := userAccount(t)
	for name, c := range map[string]struct {
		change url.Values
		want   string
	}{
		"unknown app":         {url.Values{"client_id": {"<x>"}}, "Invalid client_id: &lt;x&gt; (4,700)"},
		"server's app":        {url.Values{"client_id": {a.config.ClientID}}, "Invalid client_id: sim-client-id (4,700)"},
		"no app":              {url.Values{"client_id": nil}, "Invalid client_id:  (4,700)"},
		"redirect URL":        {url.Values{"redirect_uri": {"https://chat.example.com/"}}, "Invalid redirect: https://chat.example.com/ (4,700)"},
		"longer redirect URL": {url.Values{"redirect_uri": {redirectURL + "&c"}}, "Invalid redirect: "},
		"response type":       {url.Values{"response_type": {"token"}}, "Invalid response_type: token"},
		"challenge method":    {url.Values{"code_challenge_method": {"S512"}}, "Invalid code_challenge_method: S512"},
	} {
		address := a.authorizeURL(a.config.UserApp, c.change)
		status, page := a.open(address, nil)
		require.Equal(t, 400, status, name)
		require.Contains(t, page, c.want, name)
		_, err := a.Authorize(address, alice)
		require.ErrorIs(t, err, ErrNotAuthorized, name)
	}
	for _, who := range []string{"carol@example.com", "nobody@example.com"} {
		_, page := a.open(a.authorizeURL(a.config.UserApp, nil), nil)
		status, location := a.press(page, who, "allow")
		require.Equal(t, 400, status)
		require.Nil(t, location)
		_, err := a.Authorize(a.authorizeURL(a.config.UserApp, nil), who)
		require.ErrorIs(t, err, ErrNotAuthorized)
	}
	_, err := a.Authorize("https://zoom.us/oauth/authorize", alice)
	require.ErrorIs(t, err, ErrNotAuthorized)
	require.Empty(t, a.grants)
}

func TestAnAppWithoutRedirectURLsLeadsAnywhere(t *testing.T) {
	a := newAccount(t, nil)
	for redirect, leads := range map[string]bool{
		"http://localhost:12345/x?a=b": true, "": false, "/x": false, "https:///x": false, "https://%zz": false,
	} {
		_, err := a.Authorize(a.authorizeURL(a.config.UserApp, url.Values{"redirect_uri": {redirect}}), alice)
		require.Equal(t, leads, err == nil, "%s: %v", redirect, err)
	}
}

func TestGrants(t *testing.T) {
	a := userAccount(t)
	a.code(a.config.UserApp, alice)
	require.Zero(t, a.Grants(), "the code was not used")
	tokens := a.signIn(a.config.UserApp, alice)
	_, tokens = a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	a.signIn(a.config.AccountApp, alice)
	require.Equal(t, 2, a.Grants())
	a.EndGrants()
	require.Zero(t, a.Grants())
	require.Empty(t, a.told())
	status, _ := a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	require.Equal(t, 400, status)
}
