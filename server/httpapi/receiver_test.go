package httpapi_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

// shared holds samples that nobody on this project wrote; it stands beside the repository.
const shared = "../../../shared/zoom/webhooks"

// own are events of each kind, as Zoom documents them.
var own = map[string]string{
	"meeting.started": `{"event":"meeting.started","event_ts":1777627801234,"payload":{"account_id":"A","object":{"id":"85555555555","uuid":"a/b+c==",
		"host_id":"h","topic":"T","type":2,"start_time":"2026-05-01T09:00:00Z","duration":60,"timezone":"UTC"}}}`,
	"meeting.ended": `{"event":"meeting.ended","event_ts":1777627801234,"payload":{"account_id":"A","object":{"id":"85555555555","uuid":"a/b+c==",
		"host_id":"h","topic":"T","type":2,"start_time":"2026-05-01T09:00:00Z","end_time":"2026-05-01T09:30:00Z","duration":60,"timezone":"UTC"}}}`,
	"meeting.participant_joined": `{"event":"meeting.participant_joined","event_ts":1777627801234,"payload":{"account_id":"A","object":{"id":85555555555,
		"uuid":"a/b+c==","participant":{"user_name":"N","id":"","email":""}}}}`,
	"recording.completed": `{"event":"recording.completed","event_ts":1777627801234,"download_token":"t","payload":{"account_id":"A","object":{"id":85555555555,
		"uuid":"a/b+c==","recording_files":[{"id":"f","download_url":"https://zoom.us/rec/download/f","file_type":"MP4"}]}}}`,
	"endpoint.url_validation": `{"event":"endpoint.url_validation","event_ts":1777627801234,"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}`,
	"app_deauthorized":        `{"event":"app_deauthorized","payload":{"account_id":"A","user_id":"U","client_id":"C","deauthorization_time":"2026-05-01T09:00:00Z"}}`,
}

// deliver signs body as Zoom does and returns the status of the answer.
func (h *house) deliver(t *testing.T, body string) int {
	t.Helper()
	return h.deliverTo(t, "/webhook", body)
}

func (h *house) deliverTo(t *testing.T, path, body string) int {
	t.Helper()
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+path+"?secret=a%2Bb", strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(webhook.TimestampHeader, timestamp)
	request.Header.Set(webhook.SignatureHeader, webhook.Sign(h.config.SignatureSecret, timestamp, []byte(body)))
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	if response.StatusCode >= 400 {
		var answer struct{ Error, Message string }
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		require.NotEmpty(t, answer.Error)
		require.NotEmpty(t, answer.Message)
	}
	return response.StatusCode
}

func TestOwnEventsAreTaken(t *testing.T) {
	h := newHouse(t)
	for name, body := range own {
		takeBothForms(t, h, name, body)
	}
}

func TestSamplesAreTaken(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "*.*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the folder with Zoom's samples is not beside the repository: ", shared)
	}
	h := newHouse(t)
	for _, file := range append(files, filepath.Join(shared, "app_deauthorized.json")) {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		takeBothForms(t, h, filepath.Base(file), string(body))
	}
}

// takeBothForms delivers an event with the id of its object as it is, as text and as a number.
func takeBothForms(t *testing.T, h *house, name, body string) {
	t.Helper()
	for form, id := range map[string]any{"": nil, ", id as text": "1234567890", ", id as a number": 1234567890} {
		t.Run(name+form, func(t *testing.T) {
			var event map[string]any
			require.NoError(t, json.Unmarshal([]byte(body), &event))
			sent := body
			if object, has := event["payload"].(map[string]any)["object"].(map[string]any); has && id != nil {
				object["id"] = id
				raw, err := json.Marshal(event)
				require.NoError(t, err)
				sent = string(raw)
			}
			status := h.deliver(t, sent)
			require.Contains(t, []int{http.StatusOK, http.StatusNoContent}, status)
		})
	}
}

func TestMalformedEventsAreRefused(t *testing.T) {
	h := newHouse(t)
	for name, body := range map[string]string{
		"nothing":              ``,
		"half":                 own["meeting.ended"][:80],
		"something behind it":  own["meeting.ended"] + `{}`,
		"not JSON":             `id=5&status=ENDED`,
		"a list":               `[]`,
		"bad UTF-8 for a key":  "{\"\xff\":1}",
		"no event":             `{"payload":{}}`,
		"the event is no text": `{"event":{"a":1}}`,
		"no payload":           `{"event":"meeting.ended"}`,
		"the payload is text":  `{"event":"meeting.ended","payload":"x"}`,
		"no object":            `{"event":"meeting.ended","payload":{}}`,
		"the object is a list": `{"event":"meeting.ended","payload":{"object":[]}}`,
		"no id":                `{"event":"meeting.ended","payload":{"object":{"uuid":"U"}}}`,
		"the id is words":      `{"event":"meeting.ended","payload":{"object":{"id":"five"}}}`,
		"the id is true":       `{"event":"meeting.ended","payload":{"object":{"id":true}}}`,
		"the id overflows":     `{"event":"meeting.ended","payload":{"object":{"id":1e30}}}`,
		"no plain token":       `{"event":"endpoint.url_validation","payload":{}}`,
		"deep":                 strings.Repeat(`{"event":`, 20_000),
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, http.StatusBadRequest, h.deliver(t, body)) })
	}
	require.Equal(t, http.StatusRequestEntityTooLarge, h.deliver(t, `{"event":"meeting.ended","x":"`+strings.Repeat("x", 1<<20)+`"}`))
}

// TestNothingInAnEventIsOurFault changes each field of each event to each wrong thing, or leaves it out.
func TestNothingInAnEventIsOurFault(t *testing.T) {
	h := newHouse(t)
	for name, body := range own {
		var event any
		require.NoError(t, json.Unmarshal([]byte(body), &event))
		for _, changed := range mutations(event) {
			raw, err := json.Marshal(changed)
			require.NoError(t, err)
			status := h.deliver(t, string(raw))
			require.Contains(t, []int{200, 204, 400, 403}, status, "%s: %s", name, raw)
		}
	}
	require.NotContains(t, h.log.String(), "panic")
}

// mutations are copies of value in each of which one thing is wrong or missing.
func mutations(value any) (changed []any) {
	changed = []any{nil, true, -1, 1.5, 1e300, "", "x", "🚀", []any{}, []any{nil}, map[string]any{}}
	switch value := value.(type) {
	case map[string]any:
		for key, field := range value {
			without := copyOf(value)
			delete(without, key)
			changed = append(changed, without)
			for _, mutation := range mutations(field) {
				with := copyOf(value)
				with[key] = mutation
				changed = append(changed, with)
			}
		}
	case []any:
		for _, mutation := range mutations(value[0]) {
			changed = append(changed, []any{mutation})
		}
	}
	return changed
}

func copyOf(object map[string]any) map[string]any {
	copied := make(map[string]any, len(object))
	for key, value := range object {
		copied[key] = value
	}
	return copied
}
