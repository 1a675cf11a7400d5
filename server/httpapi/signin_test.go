package httpapi_test

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/oauth"
)

var (
	zoomAlice = oauth.Identity{UserID: "z1", Email: "alice@zoom.example"}
	place     = meeting.Place{UserID: "u1", ChannelID: "c1"}
	start     = meeting.Wanted{Start: &meeting.Request{Place: place, Topic: "Weekly"}}
	share     = meeting.Wanted{Share: &meeting.ShareRequest{Place: place, Personal: true}}
)

// visit is a browser that shows a page, with the session of userID, or follows a redirect to its address.
func (h *house) visit(t *testing.T, userID, path string) (status int, page, location string, header http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
	require.NoError(t, err)
	if userID != "" {
		request.Header.Set("Mattermost-User-Id", userID)
	}
	response, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, "no-store", response.Header.Get("Cache-Control"))
	require.Equal(t, "no-referrer", response.Header.Get("Referrer-Policy"))
	return response.StatusCode, string(body), response.Header.Get("Location"), response.Header
}

// follow follows the link for what u1 wants to the service, agrees there and returns the path back.
func (h *house) follow(t *testing.T, wanted meeting.Wanted) (back string) {
	t.Helper()
	address, err := h.signIn.ConnectURL(t.Context(), meeting.Person{UserID: "u1"}, wanted)
	require.NoError(t, err)
	status, _, location, _ := h.visit(t, "u1", strings.TrimPrefix(address, h.signIn.URL()))
	require.Equal(t, http.StatusFound, status)
	state, code, err := h.signIn.App.Agree(location, zoomAlice)
	require.NoError(t, err)
	return "/oauth2/complete?" + url.Values{"state": {state}, "code": {code}}.Encode()
}

func TestASignInEndsWhereItsUserWantedToBe(t *testing.T) {
	started := meeting.Meeting{Number: 81, JoinURL: "https://zoom.example/j/81", StartURL: "https://zoom.example/s/81?zak=x"}
	for name, c := range map[string]struct {
		wanted   meeting.Wanted
		before   func(h *house, p *meetingtest.Provider)
		location string
		page     []string
	}{
		"just connected": {meeting.Wanted{}, nil, "", []string{"You are connected", "alice@zoom.example"}},
		"a start":        {start, nil, started.StartURL, nil},
		"a start whose link only joins": {start, func(_ *house, p *meetingtest.Provider) { p.Meetings[0].StartURL = "" },
			started.JoinURL, nil},
		"a share": {share, nil, "", []string{"your meeting is shared"}},
		"may not post any more": {start, func(h *house, _ *meetingtest.Provider) { h.directory.Err = meeting.ErrForbidden },
			"", []string{"your meeting could not be posted", "not a member of this channel"}},
		"still not connected": {start, func(_ *house, p *meetingtest.Provider) { p.Err = meeting.ErrNotConnected },
			"", []string{"your meeting could not be posted"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			p := &meetingtest.Provider{Meetings: []meeting.Meeting{started}}
			h.meetings.Provider = p
			back := h.follow(t, c.wanted)
			if c.before != nil {
				c.before(h, p)
			}
			status, page, location, header := h.visit(t, "u1", back)
			require.Equal(t, c.location, location)
			if c.location != "" {
				require.Equal(t, http.StatusFound, status)
				require.Equal(t, "Weekly", h.poster.Posts()[0].View.Topic)
				return
			}
			require.Equal(t, http.StatusOK, status)
			require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")
			for _, text := range c.page {
				require.Contains(t, page, text)
			}
			require.NotContains(t, page, started.StartURL)

			status, page, _, _ = h.visit(t, "u1", back)
			require.Equal(t, http.StatusBadRequest, status, "once only")
			require.Contains(t, page, "already used")
		})
	}
}

func TestSomebodyElseWasQuickerDuringASignIn(t *testing.T) {
	h := newHouse(t)
	h.meetings.Provider = &meetingtest.Provider{Meetings: []meeting.Meeting{{Number: 81, JoinURL: "https://zoom.example/j/81"}, {Number: 82}}}
	back := h.follow(t, start)
	_, err := h.meetings.Start(t.Context(), meeting.Request{Place: meeting.Place{UserID: "u2", ChannelID: "c1"}})
	require.NoError(t, err)
	_, page, _, _ := h.visit(t, "u1", back)
	require.Contains(t, page, `<a href="https://zoom.example/j/81"`)
	require.Len(t, h.poster.Posts(), 1)
}

func TestSignInsThatGoWrong(t *testing.T) {
	h := newHouse(t)
	state := func() string {
		page, err := h.signIn.Begin(t.Context(), "u1", "")
		require.NoError(t, err)
		state, _, err := h.signIn.App.Agree(page, zoomAlice)
		require.NoError(t, err)
		return state
	}
	for name, c := range map[string]struct {
		userID, path string
		status       int
		page         string
	}{
		"link without a session":   {"", "/oauth2/connect", 401, "not logged in to Mattermost"},
		"return without a session": {"", "/oauth2/complete?state=x&code=y", 401, "not logged in to Mattermost"},
		"no such state":            {"u1", "/oauth2/complete?state=x&code=y", 400, "already used"},
		"nothing at all":           {"u1", "/oauth2/complete", 400, "already used"},
		"somebody else's":          {"u2", "/oauth2/complete?code=y&state=" + state(), 403, "Another Mattermost user"},
		"said no":                  {"u1", "/oauth2/complete?error=access_denied&state=" + state(), 200, "nothing has changed"},
		"a hostile error":          {"u1", "/oauth2/complete?error=<script>&state=" + state(), 502, "refused the sign-in"},
		"a wrong code":             {"u1", "/oauth2/complete?code=y&state=" + state(), 502, "refused the sign-in"},
	} {
		status, page, _, _ := h.visit(t, c.userID, c.path)
		require.Equal(t, c.status, status, name)
		require.Contains(t, page, c.page, name)
		require.NotContains(t, page, "<script", name)
	}
	h.signIn.SignFor = func(string) (string, error) { return oauth.Account, nil }
	status, page, _, _ := h.visit(t, "u1", "/oauth2/connect")
	require.Equal(t, 403, status)
	require.Contains(t, page, "System Admin")
	h.signIn.SignFor = func(string) (string, error) { return "", meeting.ErrNoSignIn }
	_, page, _, _ = h.visit(t, "u1", "/oauth2/connect")
	require.Contains(t, page, "Nothing to connect")
	h.signIn.SignFor = func(string) (string, error) {
		return "", &meeting.NotConfiguredError{Problems: []meeting.Problem{{Code: "missing", Setting: "Client ID"}}}
	}
	_, page, _, _ = h.visit(t, "u1", "/oauth2/connect")
	require.Contains(t, page, "Zoom is not set up correctly on this server. Ask a System Admin")
	h.signIn.SignFor = func(string) (string, error) { return "", errors.New("a cause") }
	_, page, _, _ = h.visit(t, "u1", "/oauth2/connect")
	require.NotContains(t, page, "a cause")
	require.Contains(t, h.log.String(), "a cause")
}

// failures notes what it is told.
type failures struct{ told []*meeting.ServiceError }

func (*failures) Started()                               {}
func (f *failures) Failed(failure *meeting.ServiceError) { f.told = append(f.told, failure) }

func TestTheWatcherIsToldOfASignInThatTheServiceFails(t *testing.T) {
	h := newHouse(t)
	watcher := &failures{}
	h.meetings.Watcher = watcher
	back := h.follow(t, start)
	refused := &meeting.ServiceError{Kind: meeting.ErrCredentials, Detail: "400", Cause: errors.New("x")}
	h.signIn.App.Down = refused
	_, page, _, _ := h.visit(t, "u1", back)
	require.Contains(t, page, "Zoom does not accept this server")
	require.Equal(t, []*meeting.ServiceError{refused}, watcher.told)
	h.visit(t, "u1", back)
	require.Len(t, watcher.told, 1, "what is used already is no failure of the service")
}

func TestWhoIsNotConnectedGetsTheLink(t *testing.T) {
	h := newHouse(t)
	for name, c := range map[string]struct {
		err   error
		wants string
	}{
		"for themselves": {meeting.ErrNotConnected, "Connect your Zoom account to continue."},
		"once more":      {&meeting.NotConnectedError{Again: true}, "The connection to Zoom has ended. Connect your Zoom account to continue."},
		"for everybody":  {&meeting.NotConnectedError{ForAll: true}, "Connect your organization's Zoom account to continue."},
	} {
		h.meetings.Provider = &meetingtest.Provider{Err: c.err}
		status, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","topic":"Weekly"}`)
		require.Equal(t, http.StatusOK, status, name)
		require.Equal(t, "needs_connect", answer["outcome"], name)
		require.Contains(t, answer["connect_url"], h.signIn.URL()+"/oauth2/connect?for=", name)
		require.True(t, strings.HasPrefix(answer["message"].(string), c.wants), answer["message"])
	}
}

func TestADeauthorizationForgetsAndTells(t *testing.T) {
	h := newHouse(t)
	h.signIn.Connect(t, "u1", zoomAlice)
	for _, body := range []string{
		`{"event":"app_deauthorized","payload":{"user_id":"z1","client_id":"another"}}`,
		`{"event":"app_deauthorized","payload":{"user_id":"z2","client_id":"` + h.config.ClientID + `"}}`,
		`{"event":"app_deauthorized","event_ts":1600000000000,"payload":{"user_id":"z1","client_id":"` + h.config.ClientID + `"}}`, // before
	} {
		require.Equal(t, http.StatusNoContent, h.deliverTo(t, "/deauthorization", body))
		require.Empty(t, h.signIn.Told)
	}
	body := `{"event":"app_deauthorized","payload":{"user_id":"z1","client_id":"` + h.config.ClientID + `"}}`
	require.Equal(t, http.StatusNoContent, h.deliverTo(t, "/deauthorization", body))
	require.Equal(t, http.StatusNoContent, h.deliverTo(t, "/webhook", body), "again")
	require.Equal(t, []string{"u1"}, h.signIn.Told)
	_, err := h.signIn.Status(t.Context(), "u1")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
}

func TestAPageWithNothingLeftToDoClosesItself(t *testing.T) {
	h := newHouse(t)
	_, page, _, header := h.visit(t, "u1", h.follow(t, meeting.Wanted{}))
	script := regexp.MustCompile(`<script>(.+)</script>`).FindStringSubmatch(page)
	require.Len(t, script, 2)
	sum := sha256.Sum256([]byte(script[1]))
	require.Contains(t, header.Get("Content-Security-Policy"), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
}
