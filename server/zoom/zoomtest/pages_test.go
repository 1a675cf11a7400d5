package zoomtest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// open returns the page at a URL, or what a form there leads to.
func (a *account) open(address string, form url.Values) (status int, page string) {
	method := http.MethodPost
	if form == nil {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, address, strings.NewReader(form.Encode()))
	require.NoError(a.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := a.http.Do(request)
	require.NoError(a.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(a.t, err)
	return response.StatusCode, string(body)
}

func TestButtonsOfWhatComesAfterAMeeting(t *testing.T) {
	a := newAccount(t, nil)
	id, _ := a.create(`{"type":3}`)
	page := a.URL() + path("/j/{}", id)
	status, _ := a.open(page+"/recording", url.Values{})
	require.Equal(t, 409, status, "nobody was there")
	a.told()
	for _, action := range []string{"join", "record", "stop", "end", "recording", "transcript", "summary"} {
		status, body := a.open(page+"/"+action, url.Values{"name": {"Alice"}})
		require.Equal(t, 200, status, "%s: %s", action, body)
	}
	events := a.told()
	require.Equal(t, []string{EventStarted, EventJoined, EventRecordingStarted, EventRecordingStopped, EventLeft, EventEnded,
		EventRecordingCompleted, EventTranscriptCompleted, EventSummaryCompleted}, names(events))
	_, body := a.open(object(events[6])["share_url"].(string), nil)
	require.Contains(t, body, "shared_screen_with_speaker_view")
	status, _ = a.open(page+"/dance", url.Values{})
	require.Equal(t, 404, status)
	status, _ = a.open(a.URL()+"/rec/play/none", nil)
	require.Equal(t, 404, status)
}

func TestOverview(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Users[1].Status = Pending })
	a.hold(2000000001, "Alice")
	a.told()
	_, body := a.open(a.URL(), nil)
	for _, want := range []string{`<a href="/j/2000000001">2000000001</a>`, "pending", "Send again", string(OpPastMeeting)} {
		require.Contains(t, body, want)
	}
	a.open(a.URL()+"/sim/again", url.Values{"delivery": {"0"}})
	require.Equal(t, []string{EventStarted}, names(a.told()))
	status, _ := a.open(a.URL()+"/sim/again", url.Values{"delivery": {"99"}})
	require.Equal(t, 404, status)
}

func TestSwitches(t *testing.T) {
	a := userAccount(t)
	a.signIn(a.config.UserApp, alice)
	user := a.config.UserApp.ClientID
	_, page := a.open(a.URL(), nil)
	for _, want := range []string{"User OAuth", "sim-user-app-secret", "chat.example.com/plugins", "Allowed by alice@example.com"} {
		require.Contains(t, page, want)
	}
	post := func(want int, what string, form url.Values) {
		status, page := a.open(a.URL()+"/sim/"+what, form)
		require.Equal(t, want, status, page)
	}
	post(200, "apps", url.Values{"client_id": {user}, "scopes": {"user:read:user\r\nmeeting:read:meeting"}})
	require.Equal(t, "user:read:user meeting:read:meeting", a.signIn(a.config.UserApp, alice)["scope"])
	post(200, "apps", url.Values{"client_id": {user}, "state": {Inactive}})
	a.call(401, "GET", "/users/me", "")
	post(200, "apps", url.Values{"client_id": {user}, "state": {Active}})
	require.Equal(t, "user:read:user meeting:read:meeting", a.signIn(a.config.UserApp, alice)["scope"])
	post(200, "revoke", url.Values{})
	a.call(401, "GET", "/users/me", "")
	tokens := a.signIn(a.config.UserApp, alice)
	post(200, "deauthorize", url.Values{"user": {alice}})
	status, _ := a.ask("/oauth/token", a.config.UserApp, refreshForm(tokens["refresh_token"]))
	require.Equal(t, 400, status)
	post(200, "clock", url.Values{"skew": {"-90"}})
	require.Equal(t, -90*time.Second, a.Skew())
	_, page = a.open(a.URL(), nil)
	require.Contains(t, page, `value="-90"`)

	post(404, "apps", url.Values{"client_id": {"x"}, "state": {Inactive}})
	post(404, "deauthorize", url.Values{"user": {"x"}})
	post(400, "clock", url.Values{"skew": {"x"}})
}

func TestStartURLOfAPersonalRoom(t *testing.T) {
	a := newAccount(t, nil)
	id, created := a.create(`{"type":1,"settings":{"use_pmi":true}}`)
	start := created["start_url"].(string)
	_, body := a.open(start, nil)
	require.Contains(t, body, "You are the host")
	require.Contains(t, body, "Alice Adams&#39;s Personal Meeting Room")
	room, _ := a.Meeting(2000000001)
	require.Equal(t, []string{"Alice"}, room.People)
	require.NoError(t, a.End(id))
	a.open(start, nil)
	room, _ = a.Meeting(2000000001)
	require.False(t, room.Running, "loaded again after the end")
	_, body = a.open(a.URL()+path("/j/{}", id), nil)
	require.Contains(t, body, "Meeting 2000000001")
}

func TestSomebodyJoinsTheAccount(t *testing.T) {
	a := newAccount(t, nil)
	status, _ := a.open(a.URL()+"/sim/users", url.Values{"email": {"nobody"}})
	require.Equal(t, 400, status)
	status, page := a.open(a.URL()+"/sim/users", url.Values{"email": {"dora@example.com"}, "state": {Pending}})
	require.Equal(t, 200, status)
	require.Contains(t, page, "dora@example.com<td>pending")
	a.open(a.URL()+"/sim/users", url.Values{"email": {"emil@example.com"}, "no_hosting": {"on"}})
	user, known := a.user("emil@example.com")
	require.True(t, known)
	require.True(t, user.NoHosting)
	room, has := a.Meeting(user.PMI)
	require.True(t, has)
	require.Equal(t, "emil's Personal Meeting Room", room.Topic)
}
