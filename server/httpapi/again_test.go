package httpapi_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
)

// again is the link of a page that lets one begin anew, as a path of the plugin's.
func (h *house) again(t *testing.T, page string) string {
	t.Helper()
	link := regexp.MustCompile(`<a href="([^"]+)"`).FindStringSubmatch(page)
	require.Len(t, link, 2, page)
	require.True(t, strings.HasPrefix(link[1], h.signIn.URL()+"/oauth2/connect"), link[1])
	return strings.TrimPrefix(html.UnescapeString(link[1]), h.signIn.URL())
}

// agree goes from the plugin's link to the service, agrees there, and returns the path back.
func (h *house) agree(t *testing.T, userID, path string) (back string) {
	t.Helper()
	status, _, location, _ := h.visit(t, userID, path)
	require.Equal(t, http.StatusFound, status)
	state, code, err := h.signIn.App.Agree(location, zoomAlice)
	require.NoError(t, err)
	return "/oauth2/complete?" + url.Values{"state": {state}, "code": {code}}.Encode()
}

func TestTryAgainLeadsToWhatWasWanted(t *testing.T) {
	started := meeting.Meeting{Number: 81, JoinURL: "https://zoom.example/j/81", StartURL: "https://zoom.example/s/81?zak=x"}
	for name, fail := range map[string]func(h *house, back string) string{
		"denied":  func(_ *house, back string) string { return back + "&error=access_denied" },
		"refused": func(_ *house, back string) string { return strings.Replace(back, "code=", "code=x", 1) },
		"failed": func(h *house, back string) string {
			h.signIn.App.Down = &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("x")}
			return back
		},
		"over": func(h *house, back string) string {
			for key, value := range h.kv.Values() {
				if strings.HasPrefix(key, "state_") {
					_, err := h.kv.CompareAndDelete(t.Context(), key, value)
					require.NoError(t, err)
				}
			}
			return back
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.meetings.Provider = &meetingtest.Provider{Meetings: []meeting.Meeting{started}}
			back := fail(h, h.follow(t, start))
			_, page, _, _ := h.visit(t, "u1", back)
			h.signIn.App.Down = nil
			link := h.again(t, page)
			kept := len(h.kv.Values())
			_, again, _, _ := h.visit(t, "u1", back)
			require.Equal(t, link, h.again(t, again))
			require.Len(t, h.kv.Values(), kept, "no visit stores anything")
			_, page, _, _ = h.visit(t, "u2", h.agree(t, "u2", link))
			require.Contains(t, page, "You are connected", "nobody else gets what was wanted")
			require.Empty(t, h.poster.Posts())
			_, _, location, _ := h.visit(t, "u1", h.agree(t, "u1", link))
			require.Equal(t, started.StartURL, location)
			require.Equal(t, "Weekly", h.poster.Posts()[0].View.Topic)
		})
	}
}

func TestTryAgainOfALinkThatCouldNotBeFollowed(t *testing.T) {
	h := newHouse(t)
	address, err := h.signIn.ConnectURL(t.Context(), meeting.Person{UserID: "u1"}, start)
	require.NoError(t, err)
	path := strings.TrimPrefix(address, h.signIn.URL())
	h.kv.Err = errors.New("down")
	_, page, _, _ := h.visit(t, "u1", path)
	require.Equal(t, path, h.again(t, page))
	h.kv.Err = nil
	_, page, _, _ = h.visit(t, "u1", h.agree(t, "u1", "/oauth2/connect?for=unknown")+"x")
	require.Equal(t, "/oauth2/connect", h.again(t, page), "nothing is known")
}
