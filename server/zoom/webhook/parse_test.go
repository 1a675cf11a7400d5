package webhook_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

var (
	received = time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	started  = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	over     = time.Date(2026, 5, 1, 9, 30, 0, 0, time.UTC)
	stamp    = time.UnixMilli(1777627801234)
)

const (
	jsonType = "application/json; charset=utf-8"
	formType = "application/x-www-form-urlencoded"
)

func TestParse(t *testing.T) {
	const object = `"uuid":"a/b+c==","host_id":"h","topic":"T","start_time":"2026-05-01T09:00:00Z"`
	meeting := webhook.Meeting{Number: 123456789, UUID: "a/b+c==", Started: started, At: stamp}
	finished := meeting
	finished.Ended = over
	noTimes := webhook.Meeting{Number: 5, At: received}

	for name, c := range map[string]struct {
		contentType, body string
		want              webhook.Event
	}{
		"started, id a string": {jsonType, `{"event":"meeting.started","event_ts":1777627801234,"payload":{"object":{"id":"123456789",` + object + `}}}`,
			webhook.MeetingStarted{Meeting: meeting}},
		"started, id a number": {jsonType, `{"event":"meeting.started","event_ts":"1777627801234","payload":{"object":{"id":123456789,` + object + `}}}`,
			webhook.MeetingStarted{Meeting: meeting}},
		"ended": {jsonType, `{"event":"meeting.ended","event_ts":1777627801234,"payload":{"object":{"id":"123456789","end_time":"2026-05-01T09:30:00Z",` + object + `}}}`,
			webhook.MeetingEnded{Meeting: finished}},
		"without times": {"", `{"event":"meeting.ended","payload":{"object":{"id":5}}}`, webhook.MeetingEnded{Meeting: noTimes}},
		"unreadable times": {jsonType, `{"event":"meeting.ended","event_ts":"2024-09-08 15:58:40","payload":{"object":{"id":5,"end_time":5,"topic":{},"host_id":7}}}`,
			webhook.MeetingEnded{Meeting: noTimes}},
		"validation":     {jsonType, `{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}`, webhook.URLValidation{PlainToken: "abc"}},
		"something else": {jsonType, `{"event":"meeting.created","payload":{"object":{"id":{}}}}`, webhook.Other{Name: "meeting.created"}},
		"form, started": {formType, "id=234&uuid=a%2Fb%2Bc%3D%3D&status=STARTED&host_id=h",
			webhook.MeetingStarted{Meeting: webhook.Meeting{Number: 234, UUID: "a/b+c==", Started: received, At: received}}},
		"form, ended": {formType + "; charset=UTF-8", "id=234&status=ENDED",
			webhook.MeetingEnded{Meeting: webhook.Meeting{Number: 234, Ended: received, At: received}}},
		"form, joined":    {formType, "id=234&status=JBH", webhook.Other{Name: "JBH"}},
		"form, recording": {formType, "type=RECORDING_MEETING_COMPLETED&content=%7B%7D", webhook.Other{Name: "RECORDING_MEETING_COMPLETED"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := webhook.Parse(c.contentType, []byte(c.body), received)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ contentType, body string }{
		"nothing":             {jsonType, ""},
		"not JSON":            {jsonType, "id=5&status=ENDED"},
		"half":                {jsonType, `{"event":"meeting.ended","payload":`},
		"a list":              {jsonType, `[]`},
		"no event":            {jsonType, `{"payload":{}}`},
		"event of wrong type": {jsonType, `{"event":5}`},
		"no payload":          {jsonType, `{"event":"meeting.ended"}`},
		"no id":               {jsonType, `{"event":"meeting.ended","payload":{"object":{}}}`},
		"id is text":          {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":"abc"}}}`},
		"id is a fraction":    {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":1.5}}}`},
		"id is negative":      {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":-1}}}`},
		"id is too large":     {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":99999999999999999999}}}`},
		"id is an object":     {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":{}}}}`},
		"uuid of wrong type":  {jsonType, `{"event":"meeting.ended","payload":{"object":{"id":5,"uuid":5}}}`},
		"no plain token":      {jsonType, `{"event":"endpoint.url_validation","payload":{}}`},
		"token of wrong type": {jsonType, `{"event":"endpoint.url_validation","payload":{"plainToken":1}}`},
		"form, nothing":       {formType, ""},
		"form, broken":        {formType, "id=%zz&status=ENDED"},
		"form, no id":         {formType, "status=ENDED"},
		"form, JSON":          {formType, `{"event":"meeting.ended"}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := webhook.Parse(c.contentType, []byte(c.body), received)
			require.ErrorIs(t, err, webhook.ErrMalformed)
		})
	}
}

// TestSamples reads every sample that nobody on this project wrote.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "[a-r]*.*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the folder with Zoom's samples is not beside the repository: ", shared)
	}
	for _, file := range append(files, filepath.Join(shared, "app_deauthorized.json")) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			event, err := webhook.Parse(jsonType, body, received)
			require.NoError(t, err)
			if ended, is := event.(webhook.MeetingEnded); is {
				require.Equal(t, int64(1234567890), ended.Number)
				require.Equal(t, time.Date(2021, 7, 13, 23, 0, 51, 0, time.UTC), ended.Ended)
				require.Equal(t, time.Date(2021, 7, 13, 21, 44, 51, 0, time.UTC), ended.Started)
			}
		})
	}
}
