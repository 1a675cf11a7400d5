package zoomtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// endpoint is a webhook receiver that answers the start of a meeting with the next of its statuses, the last one for ever, and all
// else with 204.
type endpoint struct {
	mu       sync.Mutex
	statuses []int
	bodies   []string
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bodies = append(e.bodies, string(body))
	if !strings.Contains(string(body), "STARTED") {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	status := e.statuses[0]
	if len(e.statuses) > 1 {
		e.statuses = e.statuses[1:]
	}
	w.WriteHeader(status)
}

func start(t *testing.T) (*zoomtest.Simulator, *endpoint, int64) {
	t.Helper()
	e := &endpoint{}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	config := zoomtest.Default()
	config.WebhookURL, config.RetryMinute = server.URL, time.Microsecond
	sim := zoomtest.Start(t, config)
	client := zoom.NewClient(zoom.Config{APIURL: sim.APIURL(), HTTP: http.DefaultClient,
		Auth: &zoom.APIKey{Key: config.APIKey, Secret: config.APISecret, Now: time.Now}})
	meeting, err := client.CreateMeeting(t.Context(), "alice@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting})
	require.NoError(t, err)
	return sim, e, meeting.ID
}

func TestRetriesAsZoomDoes(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		attempts int
	}{
		"204 at once":               {[]int{204}, 1},
		"a 4xx is never retried":    {[]int{404}, 1},
		"a 5xx until it is taken":   {[]int{500, 503, 204}, 3},
		"a 5xx four times, no more": {[]int{500}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			sim, _, id := start(t)
			e := &endpoint{statuses: c.statuses}
			server := httptest.NewServer(e)
			t.Cleanup(server.Close)
			sim.Subscribe(server.URL, true)
			require.NoError(t, sim.Join(id, "Bob"))
			sim.Settle()
			attempts := 0
			for _, delivery := range sim.Deliveries() {
				if delivery.Event == "meeting.started" {
					attempts++
				}
			}
			require.Equal(t, c.attempts, attempts)
		})
	}
}

func TestLifeOfAMeeting(t *testing.T) {
	sim, e, id := start(t)
	first, _ := sim.Meeting(id)
	require.NoError(t, sim.Join(id, "Bob"))
	require.NoError(t, sim.Leave(id, "Bob"))
	sim.Settle()
	var events []string
	for _, delivery := range sim.Deliveries() {
		events = append(events, delivery.Event)
	}
	require.Equal(t, []string{"meeting.started", "meeting.participant_joined", "meeting.participant_left", "meeting.ended"}, events)
	require.Contains(t, e.bodies[3], `"end_time"`)

	require.NoError(t, sim.Join(id, "Bob"))
	again, _ := sim.Meeting(id)
	require.NotEqual(t, first.UUID, again.UUID, "each occurrence has a UUID of its own")
	require.ErrorIs(t, sim.End(1), zoomtest.ErrNoMeeting)

	require.NoError(t, sim.End(id))
	sim.Settle()
	sent := len(sim.Deliveries())
	require.NoError(t, sim.End(id))
	sim.Settle()
	require.Len(t, sim.Deliveries(), sent, "what has ended does not end again")
}

func TestPageButtons(t *testing.T) {
	sim, _, id := start(t)
	meeting, _ := sim.Meeting(id)
	open := func(url string, form url.Values) string {
		send := func() (*http.Response, error) { return http.PostForm(url, form) }
		if form == nil {
			send = func() (*http.Response, error) { return http.Get(url) }
		}
		response, err := send()
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return string(body)
	}
	require.Contains(t, open(meeting.JoinURL, nil), "Nobody has joined yet")
	action := sim.URL() + "/j/" + strings.Split(strings.Split(meeting.JoinURL, "/j/")[1], "?")[0]
	require.Contains(t, open(action+"/join", url.Values{"name": {"<b>Bob"}}), "in the meeting: &lt;b&gt;Bob")
	require.Contains(t, open(action+"/end", url.Values{}), "Ended.")
	require.Contains(t, open(sim.URL()+"/j/1", nil), "No such meeting")
	sim.Settle()
	require.Contains(t, open(sim.URL(), nil), "meeting.ended")
}
