package zoomtest

import (
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fetch gets a file with a token in the header, or in the query.
func (a *account) fetch(fileURL, header, query string) (status int, body string) {
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, fileURL+"?access_token="+url.QueryEscape(query), http.NoBody)
	require.NoError(a.t, err)
	if header != "" {
		request.Header.Set("Authorization", "Bearer "+header)
	}
	response, err := a.http.Do(request)
	require.NoError(a.t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	require.NoError(a.t, err)
	return response.StatusCode, string(raw)
}

func TestRecordings(t *testing.T) {
	a := newAccount(t, nil)
	id, _ := a.create(`{"type":3,"topic":"Retro"}`)
	require.ErrorIs(t, a.StartRecording(id), ErrNotRecorded, "nobody is there")
	require.ErrorIs(t, a.CompleteRecording(1), ErrNoMeeting)
	require.NoError(t, a.Join(id, "Alice"))
	require.ErrorIs(t, a.StopRecording(id), ErrNotRecorded)
	require.NoError(t, a.StartRecording(id))
	a.pass(90 * time.Second)
	require.NoError(t, a.StopRecording(id))
	require.ErrorIs(t, a.CompleteTranscript(id), ErrNotRecorded)
	require.ErrorIs(t, a.CompleteSummary(id), ErrNotOver)
	require.NoError(t, a.End(id))
	require.Equal(t, map[string]any{"code": 3301.0, "message": "There is no recording for this meeting."},
		a.call(404, "GET", path("/meetings/{}/recordings", id), ""))
	a.call(404, "GET", path("/meetings/{}/meeting_summary", id), "")
	a.told()
	require.NoError(t, a.CompleteRecording(id))
	require.NoError(t, a.CompleteTranscript(id))
	require.NoError(t, a.CompleteSummary(id))

	events := a.told()
	require.Equal(t, []string{EventRecordingCompleted, EventTranscriptCompleted, EventSummaryCompleted}, names(events))
	require.Equal(t, []any{float64(id), 2.0}, []any{object(events[0])["id"], object(events[0])["duration"]})
	require.Len(t, object(events[0])["recording_files"], 3)
	transcript := object(events[1])["recording_files"].([]any)[0].(map[string]any)["download_url"].(string)
	token := events[1]["download_token"].(string)

	rest := a.call(200, "GET", "/meetings/"+url.PathEscape(url.PathEscape(a.Occurrences(id)[0].UUID))+"/recordings", "")
	require.Len(t, rest["recording_files"], 4)
	require.NotContains(t, rest, "download_access_token")
	rest = a.call(200, "GET", path("/meetings/{}/recordings?include_fields=download_access_token&ttl=60", id), "")
	short := rest["download_access_token"].(string)
	require.Contains(t, a.call(200, "GET", path("/meetings/{}/meeting_summary", id), "")["summary_title"], "Retro")

	for _, c := range []struct {
		header, query string
		status        int
	}{{"", "", 401}, {"x", "", 401}, {token, "", 200}, {"", token, 200}, {short, "", 200}, {a.token, "", 200}} {
		status, body := a.fetch(transcript, c.header, c.query)
		require.Equal(t, c.status, status, c)
		if status == 200 {
			require.Contains(t, body, "WEBVTT")
		}
	}
	another, _ := a.create(`{"type":1}`)
	a.hold(another, "Alice")
	require.NoError(t, a.CompleteRecording(another))
	events = a.told()
	status, _ := a.fetch(transcript, events[len(events)-1]["download_token"].(string), "")
	require.Equal(t, 401, status, "the token of another recording")
	a.pass(time.Minute)
	status, _ = a.fetch(transcript, short, "")
	require.Equal(t, 401, status, "as long as was asked for")
	a.pass(24 * time.Hour)
	status, _ = a.fetch(transcript, token, "")
	require.Equal(t, 401, status, "a day")
}
