package webhook_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

// FuzzVerify accepts just what was signed with the secret, over these very bytes, within the window.
func FuzzVerify(f *testing.F) {
	const now = 1_777_627_801
	body := []byte(`{"event":"meeting.ended"}`)
	f.Add("s", "1777627801", body, "", 0)
	f.Add("s", "1777620000", []byte(`{"event":"endpoint.url_validation"}`), "", 3)
	f.Add("", "1777627801", body, "v0=", 0)
	f.Add("s", "-9223372036854775808", body, "", 5)
	f.Add("s", "99999999999999999999", []byte("{"), "v0=00", 1)
	f.Fuzz(func(t *testing.T, secret, timestamp string, body []byte, signature string, at int) {
		verify := func(signature string, body []byte) error {
			header := http.Header{webhook.TimestampHeader: {timestamp}, webhook.SignatureHeader: {signature}}
			return webhook.Verify(secret, header, body, time.Unix(now, 0))
		}
		good := webhook.Sign(secret, timestamp, body)
		if signature != good {
			require.Error(t, verify(signature, body))
		}
		err := verify(good, body)
		seconds, notNumber := strconv.ParseInt(timestamp, 10, 64)
		if err == nil {
			require.NotEmpty(t, secret)
			require.NoError(t, notNumber)
			require.LessOrEqual(t, seconds, int64(now+5*60))
			require.GreaterOrEqual(t, seconds, int64(now-2*60*60))
		} else if secret != "" && notNumber == nil {
			require.False(t, seconds <= now+5*60 && seconds >= now-5*60, "what is fresh and signed is taken: %v", err)
		}
		if len(body) > 0 {
			changed := append([]byte(nil), body...)
			changed[uint(at)%uint(len(body))] ^= 1
			require.Error(t, verify(good, changed))
		}
		require.Error(t, verify(good, append([]byte("x"), body...)))
	})
}

// FuzzParse takes any body: an event that makes sense, or ErrMalformed.
func FuzzParse(f *testing.F) {
	const form = "application/x-www-form-urlencoded"
	for _, body := range []string{
		`{"event":"meeting.ended","event_ts":1777627801000,"payload":{"object":{"id":"85746065432","uuid":"a/b==","end_time":"2026-05-01T09:30:01Z"}}}`,
		`{"event":"meeting.started","event_ts":"1777627801000","payload":{"object":{"id":85746065432,"start_time":"2026-05-01T09:30:01Z"}}}`,
		`{"event":"meeting.ended","event_ts":1e300,"payload":{"object":{"id":1}}}`,
		`{"event":"meeting.ended","event_ts":"9223372036854775807","payload":{"object":{"id":1,"start_time":{},"end_time":[]}}}`,
		`{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}`,
		`{"event":"app_deauthorized","payload":{"user_id":"u","client_id":"c"}}`,
		`{"event":"meeting.ended","payload":null}`, `{"event":"recording.completed"}`, `null`, `[]`, ``, "\xff", `{"event":"\ud800"}`,
	} {
		f.Add("application/json", []byte(body))
	}
	for _, body := range []string{"id=234&uuid=a%2Fb&status=ENDED&host_id=h", "id=234&status=STARTED", "type=RECORDING_MEETING_COMPLETED&content={}", "id=%zz", "status=ENDED&id=-1"} {
		f.Add(form, []byte(body))
	}
	received := time.UnixMilli(1777627801000)
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		event, err := webhook.Parse(contentType, body, received)
		if err != nil {
			require.ErrorIs(t, err, webhook.ErrMalformed)
			require.Nil(t, event)
			return
		}
		again, err := webhook.Parse(contentType, body, received)
		require.NoError(t, err)
		require.Equal(t, event, again)
		switch event := event.(type) {
		case webhook.MeetingStarted:
			makesSense(t, event.Meeting)
			returns(t, "meeting.started", event.Meeting, received)
		case webhook.MeetingEnded:
			makesSense(t, event.Meeting)
			returns(t, "meeting.ended", event.Meeting, received)
		case webhook.URLValidation:
			require.NotEmpty(t, event.PlainToken)
			answersOnlyTokens(t, event)
		case webhook.Deauthorized, webhook.Other:
		default:
			t.Fatalf("no such event: %T", event)
		}
	})
}

func makesSense(t *testing.T, m webhook.Meeting) {
	t.Helper()
	require.Positive(t, m.Number)
	require.False(t, m.At.IsZero())
	for _, at := range []time.Time{m.At, m.Started, m.Ended} {
		_, err := at.MarshalJSON()
		require.NoError(t, err, "a year that nobody can write")
	}
}

// returns writes a meeting as Zoom does and reads it again.
func returns(t *testing.T, name string, m webhook.Meeting, received time.Time) {
	t.Helper()
	object := map[string]any{"id": fmt.Sprint(m.Number), "uuid": m.UUID}
	if !m.Started.IsZero() {
		object["start_time"] = m.Started
	}
	if !m.Ended.IsZero() {
		object["end_time"] = m.Ended
	}
	body, err := json.Marshal(map[string]any{"event": name, "event_ts": m.At.UnixMilli(), "payload": map[string]any{"object": object}})
	require.NoError(t, err)
	event, err := webhook.Parse("application/json", body, received)
	require.NoError(t, err)
	var got webhook.Meeting
	switch event := event.(type) {
	case webhook.MeetingStarted:
		got = event.Meeting
	case webhook.MeetingEnded:
		got = event.Meeting
	}
	require.Equal(t, m.Number, got.Number)
	require.True(t, m.Started.Equal(got.Started) && m.Ended.Equal(got.Ended) && m.At.Equal(got.At), "%v became %v", m, got)
}

// answersOnlyTokens keeps the endpoint from being an oracle that signs what strangers like.
func answersOnlyTokens(t *testing.T, validation webhook.URLValidation) {
	t.Helper()
	answer, err := webhook.Challenge("s", validation)
	if err != nil {
		require.Empty(t, answer)
		return
	}
	require.Equal(t, validation.PlainToken, answer.PlainToken)
	require.NotContains(t, answer.PlainToken, ":")
	require.LessOrEqual(t, len(answer.PlainToken), 128)
}
