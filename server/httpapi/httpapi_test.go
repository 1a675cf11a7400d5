package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/signin/signintest"
	"mattermost-plugin-zoom/server/usertext"
	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// house is the whole plugin but Mattermost, against the simulator, which sends its events to a real listener.
type house struct {
	sim       *zoomtest.Simulator
	provider  *provider.Provider
	config    provider.Config
	kv        *kvtest.KV
	poster    *meetingtest.Poster
	directory *meetingtest.Directory
	meetings  *meeting.Service
	signIn    *signintest.SignIn
	log       *strings.Builder
	url       string
	setClock  func(now func() time.Time)
}

func newHouse(t *testing.T) *house {
	t.Helper()
	return newHouseAt(t, zoomtest.Default())
}

func newHouseAt(t *testing.T, account zoomtest.Config) *house {
	t.Helper()
	account.RetryMinute = time.Millisecond
	h := &house{
		sim: zoomtest.Start(t, account), kv: &kvtest.KV{}, poster: &meetingtest.Poster{}, log: &strings.Builder{},
		directory: &meetingtest.Directory{People: map[string]meeting.Person{
			"u1": {UserID: "u1", Username: "alice", Email: "alice@example.com"},
			"u2": {UserID: "u2", Username: "mallory", Email: "mallory@example.com"},
		}},
	}
	h.provider = &provider.Provider{HTTP: zoom.NewHTTPClient(), Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	h.config = provider.Config{
		Mode: provider.ModeServerToServer, URL: h.sim.URL(), APIURL: h.sim.APIURL(), AccountID: account.AccountID,
		ClientID: account.ClientID, ClientSecret: account.ClientSecret, WebhookSecret: "a+b", SignatureSecret: account.SecretToken,
	}
	h.provider.Configure(h.config)
	log := slog.New(slog.NewTextHandler(h.log, nil))
	clock := time.Now
	texts := usertext.New(assets.I18n, "Zoom", "zoom", func() time.Time { return clock() })
	ids := 0
	meetings := &meeting.Service{
		Provider: h.provider, Store: kvstore.Meetings{KV: h.kv}, Poster: h.poster, Directory: h.directory, Log: log,
		Now: time.Now, NewID: func() string { ids++; return fmt.Sprint("id", ids) }, After: func(task func(context.Context)) { task(t.Context()) },
	}
	h.meetings, h.signIn = meetings, signintest.New(h.kv, "https://mm.example/plugins/zoom")
	meetings.Connector = h.signIn
	h.setClock = func(now func() time.Time) { clock, meetings.Now, h.provider.Now = now, now, now }
	api := &httpapi.API{Receiver: h.provider, SignIn: h.signIn.SignIn, Texts: texts, Log: log, Meetings: meetings}
	server := httptest.NewServer(api.Handler())
	t.Cleanup(server.Close)
	h.url = server.URL
	h.sim.Subscribe(server.URL+"/webhook?secret="+url.QueryEscape("a+b"), false)
	return h
}

// post sends body as the user and returns the answer.
func (h *house) post(t *testing.T, user, path, body string) (status int, header http.Header, answer map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+path, strings.NewReader(body))
	require.NoError(t, err)
	if user != "" {
		request.Header.Set("Mattermost-User-Id", user)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	}
	return response.StatusCode, response.Header, answer
}

func TestAMeetingFromStartToEnd(t *testing.T) {
	h := newHouse(t)
	status, header, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","topic":"Weekly"}`)
	require.Equal(t, 200, status, answer)
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	require.Equal(t, "started", answer["outcome"])
	require.Equal(t, "post1", answer["post_id"])
	require.Contains(t, answer["meeting_url"], "/j/")
	require.Contains(t, answer["start_url"], "zak=")

	number := int64(answer["meeting_id"].(float64))
	require.NoError(t, h.sim.Join(number, "Alice"))
	require.NoError(t, h.sim.End(number))
	h.sim.Settle()
	for _, delivery := range h.sim.Deliveries() {
		require.Equal(t, http.StatusNoContent, delivery.Status, delivery.Event)
	}
	posts := h.poster.Posts()
	require.Len(t, posts, 1)
	require.Equal(t, "c1", posts[0].Place.ChannelID)
	require.True(t, posts[0].View.State == meeting.Ended)
	require.Equal(t, 1, posts[0].Edits)
	require.Equal(t, "Weekly", posts[0].View.Topic)
	require.NotContains(t, posts[0].View.JoinURL, "zak=")
	require.Empty(t, h.log.String())
}

func TestAMeetingWhoseUUIDIsNotToldAtFirst(t *testing.T) {
	account := zoomtest.Default()
	account.OmitUUID = true
	h := newHouseAt(t, account)
	_, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1"}`)
	number := int64(answer["meeting_id"].(float64))
	require.Empty(t, h.poster.Posts()[0].View.UUID)
	require.NoError(t, h.sim.End(number))
	h.sim.Settle()
	told, _ := h.sim.Meeting(number)
	require.True(t, h.poster.Posts()[0].View.State == meeting.Ended)
	require.Equal(t, told.UUID, h.poster.Posts()[0].View.UUID)
}

func TestValidationOfTheEndpoint(t *testing.T) {
	h := newHouse(t)
	require.NoError(t, h.sim.Validate(t.Context()))
	h.sim.Subscribe(h.url+"/webhook?secret=wrong", false)
	require.ErrorContains(t, h.sim.Validate(t.Context()), "403")
}

// TestAForeignEvent is one of the thousands of an account that have nothing to do with Mattermost.
func TestAForeignEvent(t *testing.T) {
	h := newHouse(t)
	client := zoom.NewClient(zoom.Config{APIURL: h.sim.APIURL(), HTTP: http.DefaultClient,
		Auth: &zoom.APIKey{Key: "sim-api-key", Secret: "sim-api-secret-of-32-characters!", Now: time.Now}})
	foreign, err := client.CreateMeeting(t.Context(), "bob@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting})
	require.NoError(t, err)
	require.NoError(t, h.sim.End(foreign.ID))
	h.sim.Settle()
	require.Len(t, h.sim.Deliveries(), 4)
	for _, delivery := range h.sim.Deliveries() {
		require.Equal(t, http.StatusNoContent, delivery.Status, delivery.Event)
	}
	reads, writes := h.kv.Calls()
	require.Equal(t, 2, reads, "one for its start and one for its end")
	require.Zero(t, writes)
	require.Empty(t, h.poster.Posts())
}

func TestTheContractsFieldsThatAskForNothing(t *testing.T) {
	h := newHouse(t)
	for i, id := range []string{"0", `""`, "null"} {
		status, _, answer := h.post(t, "u1", "/api/v1/meetings",
			`{"channel_id":"c`+strconv.Itoa(i)+`","topic":"","personal":false,"meeting_id":`+id+`,"root_id":"","force":false}`)
		require.Equal(t, 200, status, answer)
	}
}

func TestAStartIsOneCallToZoom(t *testing.T) {
	h := newHouse(t)
	h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1"}`)
	h.sim.ResetCalls()
	h.kv.Calls()
	for i, body := range []string{`{"channel_id":"c2"}`, `{"channel_id":"c3","personal":true}`} {
		status, _, _ := h.post(t, "u1", "/api/v1/meetings", body)
		require.Equal(t, 200, status)
		require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: i + 1}, h.sim.Calls())
	}
}

func TestRefusals(t *testing.T) {
	zoomDown := func(h *house) { h.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Drop: true}) }
	fine := func(*house) {}
	for name, c := range map[string]struct {
		spoil  func(*house)
		user   string
		body   string
		status int
		code   string
	}{
		"no session":          {fine, "", `{"channel_id":"c1"}`, 401, "unauthorized"},
		"not JSON":            {fine, "u1", `channel_id=c1`, 400, "bad_request"},
		"empty":               {fine, "u1", ``, 400, "bad_request"},
		"wrong type":          {fine, "u1", `{"channel_id":5}`, 400, "bad_request"},
		"unknown field":       {fine, "u1", `{"channel_id":"c1","meeting":5}`, 400, "bad_request"},
		"two values":          {fine, "u1", `{"channel_id":"c1"}{}`, 400, "bad_request"},
		"a short number":      {fine, "u1", `{"channel_id":"c1","meeting_id":5}`, 400, "bad_reference"},
		"a short link":        {fine, "u1", `{"channel_id":"c1","meeting_id":"https://zoom.us/j/5"}`, 400, "bad_reference"},
		"a host's link":       {fine, "u1", `{"channel_id":"c1","meeting_id":"https://zoom.us/s/85746065432?zak=x"}`, 400, "host_link"},
		"a named room":        {fine, "u1", `{"channel_id":"c1","meeting_id":"https://zoom.us/my/alice"}`, 400, "personal_link"},
		"a list":              {fine, "u1", `{"channel_id":"c1","meeting_id":[5]}`, 400, "bad_request"},
		"true":                {fine, "u1", `{"channel_id":"c1","meeting_id":true}`, 400, "bad_request"},
		"share a topic":       {fine, "u1", `{"channel_id":"c1","meeting_id":85746065432,"topic":"x"}`, 400, "bad_request"},
		"share nothing":       {fine, "u1", `{"channel_id":"c1","share":true}`, 400, "bad_reference"},
		"share my topic":      {fine, "u1", `{"channel_id":"c1","share":true,"personal":true,"topic":"x"}`, 400, "bad_request"},
		"share no room":       {fine, "u2", `{"channel_id":"c1","share":true,"personal":true}`, 403, "unknown_host"},
		"share, not a member": {func(h *house) { h.directory.Err = meeting.ErrForbidden }, "u1", `{"channel_id":"c1","meeting_id":85746065432}`, 403, "forbidden"},
		"oversize":            {fine, "u1", `{"topic":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "too_large"},
		"topic too long":      {fine, "u1", `{"channel_id":"c1","topic":"` + strings.Repeat("x", 201) + `"}`, 400, "topic_too_long"},
		"not a member":        {func(h *house) { h.directory.Err = meeting.ErrForbidden }, "u1", `{"channel_id":"c1"}`, 403, "forbidden"},
		"archived":            {func(h *house) { h.directory.Err = meeting.ErrArchived }, "u1", `{"channel_id":"c1"}`, 400, "archived"},
		"unknown host":        {fine, "u2", `{"channel_id":"c1"}`, 403, "unknown_host"},
		"Zoom is down":        {zoomDown, "u1", `{"channel_id":"c1"}`, 503, "service_unavailable"},
		"database down":       {func(h *house) { h.kv.Err = errors.New("down") }, "u1", `{"channel_id":"c1"}`, 500, "internal"},
		"not configured": {func(h *house) {
			h.provider.Configure(provider.Config{Problems: []meeting.Problem{{Code: "missing", Setting: "Account ID"}}})
		}, "u1",
			`{"channel_id":"c1"}`, 503, "not_configured"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			c.spoil(h)
			status, header, answer := h.post(t, c.user, "/api/v1/meetings", c.body)
			require.Equal(t, c.status, status, answer)
			require.Equal(t, c.code, answer["error"])
			require.NotEmpty(t, answer["message"])
			require.Equal(t, "application/json", header.Get("Content-Type"))
			require.Empty(t, h.poster.Posts())
			logged := slices.Contains([]string{"service_unavailable", "internal", "unknown_host"}, c.code)
			require.Equal(t, logged, h.log.Len() > 0, "the log has the cause")
		})
	}
}

func TestRefusedDeliveries(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name, path, body string
		status           int
	}{
		{"no secret", "/webhook", `{"event":"meeting.ended"}`, 403},
		{"unsigned", "/webhook?secret=a%2Bb", `{"event":"meeting.ended"}`, 403},
		{"oversize", "/webhook?secret=a%2Bb", strings.Repeat("x", 1<<20+1), 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _, _ := h.post(t, "", c.path, c.body)
			require.Equal(t, c.status, status)
		})
	}
	t.Run("only POST", func(t *testing.T) {
		response, err := http.Get(h.url + "/webhook?secret=a%2Bb")
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
	})
	reads, writes := h.kv.Calls()
	require.Zero(t, reads+writes)
	require.Contains(t, h.log.String(), "the secret in the URL", "the log says why")
	require.Equal(t, 1, strings.Count(h.log.String(), "A delivery to the webhook was refused"), "strangers cannot fill the log")
	require.NotContains(t, h.log.String(), "a+b")
}

// TestATransientFailureIsSentAgain lets Zoom's own retry help us.
func TestATransientFailureIsSentAgain(t *testing.T) {
	h := newHouse(t)
	_, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1"}`)
	h.poster.Fail(1, errors.New("database is down"))
	require.NoError(t, h.sim.End(int64(answer["meeting_id"].(float64))))
	h.sim.Settle()
	deliveries := h.sim.Deliveries()
	require.Len(t, deliveries, 5)
	require.Equal(t, zoomtest.Delivery{Event: "meeting.ended", Attempt: 1, Status: 500}, deliveries[3])
	require.Equal(t, zoomtest.Delivery{Event: "meeting.ended", Attempt: 2, Status: 204}, deliveries[4])
	require.True(t, h.poster.Posts()[0].View.State == meeting.Ended)
}

type panicking struct{}

func (panicking) Receive(http.Header, url.Values, []byte) (meeting.Delivery, error) {
	panic("a defect")
}

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	log := &strings.Builder{}
	texts := usertext.New(assets.I18n, "Zoom", "zoom", time.Now)
	api := &httpapi.API{Receiver: panicking{}, Texts: texts, Log: slog.New(slog.NewTextHandler(log, nil)),
		Meetings: &meeting.Service{Provider: &meetingtest.Provider{}}}
	answer := httptest.NewRecorder()
	api.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/webhook", nil))
	require.Equal(t, 500, answer.Code)
	require.NotContains(t, answer.Body.String(), "defect")
	require.Contains(t, log.String(), "a defect")
}
