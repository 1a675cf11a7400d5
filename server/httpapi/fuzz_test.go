package httpapi_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
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
	"mattermost-plugin-zoom/server/zoom/webhook"
)

const (
	fuzzSecret = "signs"
	hostToken  = "zak=of-the-host"
)

// fuzzNow is a clock that stands still, at a time that a record holds as it is.
func fuzzNow() time.Time { return time.UnixMilli(1_777_627_801_000).UTC() }

// zoomInMemory answers like Zoom, without a network: it signs in, makes one meeting and knows no other.
type zoomInMemory struct{}

func (zoomInMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := http.StatusNotFound, `{"code":3001,"message":"Meeting does not exist."}`
	switch {
	case strings.HasSuffix(r.URL.Path, "/oauth/token"):
		status, body = http.StatusOK, `{"access_token":"t","token_type":"bearer","expires_in":3600}`
	case strings.Contains(r.URL.Path, "/users/") && r.Method == http.MethodGet:
		status, body = http.StatusOK, `{"id":"z1","email":"alice@example.com","pmi":5551112222,"personal_meeting_url":"https://zoom.us/j/5551112222?pwd=p"}`
	case r.Method == http.MethodPost:
		status, body = http.StatusCreated, `{"id":85746065432,"join_url":"https://zoom.us/j/85746065432","start_url":"https://zoom.us/s/85746065432?`+hostToken+`"}`
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}, Request: r}, nil
}

var fuzzTexts = usertext.New(assets.I18n, "Zoom", "zoom", fuzzNow)

// memory is the whole plugin with neither Mattermost nor a network.
type memory struct {
	handler http.Handler
	kv      *kvtest.KV
	poster  *meetingtest.Poster
	log     *strings.Builder
}

func newMemory(mode provider.Mode, signs string) *memory {
	m := &memory{kv: &kvtest.KV{}, poster: &meetingtest.Poster{}, log: &strings.Builder{}}
	zoom := &provider.Provider{HTTP: &http.Client{Transport: zoomInMemory{}}, Now: fuzzNow, Log: slog.New(slog.DiscardHandler)}
	zoom.Configure(provider.Config{
		Mode: mode, URL: "https://zoom.us", APIURL: "https://api.zoom.us/v2", AccountID: "a", ClientID: "c", ClientSecret: "s", APIKey: "k",
		APISecret: "s", WebhookSecret: "w", SignatureSecret: signs,
	})
	signIn := signintest.New(m.kv, "https://mm.example/plugins/zoom")
	log := slog.New(slog.NewTextHandler(m.log, nil))
	m.handler = (&httpapi.API{
		Receiver: zoom, SignIn: signIn.SignIn, Texts: fuzzTexts, Log: log,
		Meetings: &meeting.Service{
			Provider: zoom, Store: kvstore.Meetings{KV: m.kv}, Poster: m.poster, Connector: signIn, Log: log, Now: fuzzNow,
			Directory: &meetingtest.Directory{People: map[string]meeting.Person{"u1": {UserID: "u1", Username: "alice", Email: "alice@example.com"}}},
			NewID:     func() string { return "id" }, After: func(task func(context.Context)) { task(context.Background()) },
		},
	}).Handler()
	return m
}

// serve plays a request and checks what holds for every answer.
func (m *memory) serve(t *testing.T, path string, header http.Header, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, body)
	request.Header = header
	answer := httptest.NewRecorder()
	m.handler.ServeHTTP(answer, request)
	require.Less(t, answer.Code, 500, "%s\n%s", answer.Body, m.log)
	if answer.Code == http.StatusNoContent {
		require.Zero(t, answer.Body.Len())
		return answer
	}
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	require.True(t, json.Valid(answer.Body.Bytes()), answer.Body)
	if answer.Code != http.StatusOK {
		var failure struct{ Error, Message string }
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &failure))
		require.NotEmpty(t, failure.Error)
		require.NotEmpty(t, failure.Message)
		require.Less(t, answer.Body.Len(), 4<<10)
	}
	return answer
}

// FuzzMeetings starts and shares with any request.
func FuzzMeetings(f *testing.F) {
	for _, body := range []string{
		`{"channel_id":"c1","topic":"Weekly"}`, `{"channel_id":"c1","personal":true,"force":true}`, `{"channel_id":"c1","share":true,"personal":true}`,
		`{"meeting_id":85746065432}`, `{"meeting_id":"857 4606 5432"}`, `{"meeting_id":"https://zoom.us/j/85746065432?pwd=a&zak=t"}`, `{"meeting_id":-1}`,
		`{"meeting_id":1e400}`, `{"meeting_id":{"a":[]}}`, `{"meeting_id":null,"topic":"\u202e\u0000\ud800"}`, `{"meeting_id":true}`, `{"a":1}`, `{}{}`,
		`null`, `[]`, `""`, ``, "{\"topic\":\"\xff\xfe\"}", `{"topic":` + strings.Repeat("[", 100), `{"meeting_id":"https://zoom.us/s/85746065432?zak=t"}`,
	} {
		f.Add([]byte(body), "force=true")
	}
	f.Fuzz(func(t *testing.T, body []byte, query string) {
		m := newMemory(provider.ModeServerToServer, fuzzSecret)
		path := (&url.URL{Path: "/api/v1/meetings", RawQuery: url.PathEscape(query)}).String()
		answer := m.serve(t, path, http.Header{"Mattermost-User-Id": {"u1"}}, strings.NewReader(string(body)))
		for _, post := range m.poster.Posts() {
			require.NotContains(t, post.View.JoinURL, "zak")
			require.NotContains(t, post.View.JoinURL, "token")
			require.NotContains(t, post.View.Topic, "\n")
			require.LessOrEqual(t, len([]rune(post.View.Topic)), meeting.MaxTopic)
		}
		require.Equal(t, answer.Code == http.StatusOK, len(m.poster.Posts()) == 1, answer.Body)
		for _, value := range m.kv.Values() {
			require.NotContains(t, string(value), hostToken)
		}
		require.NotContains(t, m.log.String(), hostToken)
		// Nobody without a session gets that far.
		require.Equal(t, http.StatusUnauthorized, m.serve(t, path, http.Header{}, strings.NewReader(string(body))).Code)
		require.LessOrEqual(t, len(m.poster.Posts()), 1)
	})
}

// FuzzWebhook delivers anything, with the secret and without, signed or not. What is not signed moves nothing.
func FuzzWebhook(f *testing.F) {
	const ended = `{"event":"meeting.ended","event_ts":1777627802000,"payload":{"object":{"id":"85746065432"}}}`
	for _, body := range []string{ended, `{"event":"meeting.started","payload":{"object":{"id":85746065432,"uuid":"a/b=="}}}`,
		`{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1:x"}}`, `{"event":"app_deauthorized","payload":{"user_id":"z","client_id":"c"}}`,
		`{}`, ``, "\xff", strings.Repeat(`{"payload":`, 200), `{"event":"meeting.ended","event_ts":1e300,"payload":{"object":{"id":85746065432,"end_time":"9999-12-31T23:59:59Z"}}}`} {
		f.Add([]byte(body), "application/json", true)
		f.Add([]byte(body), "text/plain;;", false)
	}
	f.Add([]byte("id=85746065432&status=ENDED"), "application/x-www-form-urlencoded", false)
	f.Fuzz(func(t *testing.T, body []byte, contentType string, signed bool) {
		for _, c := range []struct {
			mode  provider.Mode
			signs string
		}{{provider.ModeServerToServer, fuzzSecret}, {provider.ModeServerToServer, ""}, {provider.ModeAPIKey, ""}} {
			m := newMemory(c.mode, c.signs)
			m.serve(t, "/api/v1/meetings", http.Header{"Mattermost-User-Id": {"u1"}}, strings.NewReader(`{"channel_id":"c1"}`))
			before := m.poster.Posts()
			header := http.Header{"Content-Type": {contentType}}
			if signed {
				timestamp := strconv.FormatInt(fuzzNow().Unix(), 10)
				header.Set(webhook.TimestampHeader, timestamp)
				header.Set(webhook.SignatureHeader, webhook.Sign(fuzzSecret, timestamp, body))
			}
			for _, path := range []string{"/webhook?secret=x", "/webhook", "/deauthorization?secret=x"} {
				require.Equal(t, http.StatusForbidden, m.serve(t, path, header, strings.NewReader(string(body))).Code)
			}
			answer := m.serve(t, "/webhook?secret=w", header, strings.NewReader(string(body)))
			if c.mode == provider.ModeServerToServer && (!signed || c.signs == "") {
				require.Equal(t, http.StatusForbidden, answer.Code)
				require.Equal(t, before, m.poster.Posts())
			}
			// Handling it twice changes nothing.
			after := m.poster.Posts()
			require.Equal(t, answer.Code, m.serve(t, "/webhook?secret=w", header, strings.NewReader(string(body))).Code)
			for i, post := range m.poster.Posts() {
				require.Equal(t, after[i].View.State, post.View.State)
				require.Equal(t, after[i].View.UUID, post.View.UUID)
				require.True(t, after[i].View.EndedAt.Equal(post.View.EndedAt), "%v, %v", after[i].View, post.View)
			}
		}
	})
}

// TestHostileBodies has what is too large, slow or deep for a fuzzer.
func TestHostileBodies(t *testing.T) {
	const maxBody = 1 << 20
	padded := func(size int) string {
		const frame = `{"channel_id":"c1"}`
		return frame + strings.Repeat(" ", size-len(frame))
	}
	for name, c := range map[string]struct {
		body   func() io.Reader
		status int
		code   string
	}{
		"the largest that is taken": {func() io.Reader { return strings.NewReader(padded(maxBody)) }, 200, ""},
		"one byte more":             {func() io.Reader { return strings.NewReader(padded(maxBody + 1)) }, 413, "too_large"},
		"endless":                   {func() io.Reader { return endless{} }, 413, "too_large"},
		"a byte at a time":          {func() io.Reader { return iotest.OneByteReader(strings.NewReader(`{"channel_id":"c1"}`)) }, 200, ""},
		"slow, then gone": {func() io.Reader {
			return io.MultiReader(iotest.OneByteReader(strings.NewReader(`{"channel_id":`)), iotest.ErrReader(errors.New("timeout")))
		}, 400, "bad_request"},
		"never sent": {func() io.Reader { return iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("{}"))) }, 400, "bad_request"},
		"deep":       {func() io.Reader { return strings.NewReader(`{"topic":` + strings.Repeat("[", maxBody/2)) }, 400, "bad_request"},
		"deep and whole": {func() io.Reader {
			return strings.NewReader(`{"meeting_id":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`)
		}, 400, "bad_request"},
		"deep objects":      {func() io.Reader { return strings.NewReader(strings.Repeat(`{"meeting_id":`, maxBody/20)) }, 400, "bad_request"},
		"no UTF-8":          {func() io.Reader { return strings.NewReader("{\"channel_id\":\"c1\",\"topic\":\"a\xff\xfeb\"}") }, 200, ""},
		"half a character":  {func() io.Reader { return strings.NewReader(`{"channel_id":"c1","topic":"\ud83d"}`) }, 200, ""},
		"nothing but zeros": {func() io.Reader { return strings.NewReader(strings.Repeat("\x00", 4096)) }, 400, "bad_request"},
		"an endless number": {func() io.Reader { return strings.NewReader(`{"meeting_id":` + strings.Repeat("9", maxBody/2) + `}`) }, 400, "bad_reference"},
		"an endless link": {func() io.Reader {
			return strings.NewReader(`{"meeting_id":"https://zoom.us/j/` + strings.Repeat("9", maxBody/2) + `"}`)
		}, 400, "bad_reference"},
		"an endless topic": {func() io.Reader {
			return strings.NewReader(`{"channel_id":"c1","topic":"` + strings.Repeat("é", maxBody/4) + `"}`)
		}, 400, "topic_too_long"},
		"a million of fields": {func() io.Reader {
			return strings.NewReader(`{` + strings.Repeat(`"topic":"",`, maxBody/16) + `"topic":""}`)
		}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory(provider.ModeServerToServer, fuzzSecret)
			answer := m.serve(t, "/api/v1/meetings", http.Header{"Mattermost-User-Id": {"u1"}}, c.body())
			require.Equal(t, c.status, answer.Code, answer.Body)
			require.Contains(t, answer.Body.String(), c.code)
			// As an unsigned delivery each of them is refused, whatever it is.
			refused := m.serve(t, "/webhook?secret=w", http.Header{}, c.body())
			require.Contains(t, []int{400, 403, 413}, refused.Code)
		})
	}
}

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
