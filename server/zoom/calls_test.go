package zoom_test

import (
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// exchange makes a call against a server that answers, and returns what the server was asked and what came of it.
func exchange[T any](t *testing.T, status int, body string, call func(*zoom.Client) (T, error)) (asked string, got T, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		asked = r.Method + " " + r.RequestURI + " " + string(raw)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	defer server.Close()
	got, err = call(keyClient(server, time.Now))
	return asked, got, err
}

func at(hour, minute, second int) time.Time {
	return time.Date(2025, 1, 2, hour, minute, second, 0, time.UTC)
}

// requireAnswer makes a call and compares what was asked and what came of it.
func requireAnswer[T any](t *testing.T, asked, body string, want T, call func(*zoom.Client) (T, error)) {
	t.Helper()
	gotAsked, got, err := exchange(t, http.StatusOK, body, call)
	require.NoError(t, err)
	require.Equal(t, asked, gotAsked)
	require.Equal(t, want, got)
}

func TestGetMeeting(t *testing.T) {
	get := func(c *zoom.Client) (*zoom.Meeting, error) { return c.GetMeeting(t.Context(), 81) }
	requireAnswer(t, "GET /meetings/81 ", `{"id":81,"uuid":"u==","host_id":"h","host_email":"h@example.com","topic":"T","type":2,
		"status":"started","start_time":"2025-01-02T03:04:05Z","duration":30,"created_at":"2025-01-02T01:00:00.123Z","pmi":"2000000001",
		"join_url":"https://z.example/j/81","start_url":"https://z.example/s/81","password":"p","settings":{"use_pmi":true}}`,
		&zoom.Meeting{
			ID: 81, UUID: "u==", HostID: "h", HostEmail: "h@example.com", Topic: "T", Type: 2, Status: "started", StartTime: at(3, 4, 5),
			Duration: 30, CreatedAt: at(1, 0, 0).Add(123 * time.Millisecond), PMI: 2000000001,
			JoinURL: "https://z.example/j/81", StartURL: "https://z.example/s/81", Password: "p",
		}, get)

	requireAnswer(t, "GET /meetings/81 ", `{"id":"81","type":"4","status":0,"start_time":"","created_at":null,"pmi":null,"topic":null}`,
		&zoom.Meeting{ID: 81, Type: 4, Status: "0"}, get)
	requireAnswer(t, "GET /meetings/81 ", `{"id":81,"pmi":""}`, &zoom.Meeting{ID: 81}, get)

	for _, body := range []string{
		`{}`, `{"id":null}`, `{"id":""}`, `{"id":"x"}`, `{"id":1.5}`, `{"id":true}`, `{"id":81,"start_time":"tomorrow"}`, `{"id":81,"start_time":5}`,
		`{"id":81,"duration":"30"}`, `{"id":81,"status":{}}`, `[]`, ``,
	} {
		_, _, err := exchange(t, http.StatusOK, body, get)
		require.ErrorContains(t, err, "not the expected JSON", body)
	}
}

func TestCreateInThePersonalRoom(t *testing.T) {
	in := zoom.CreateMeeting{Type: zoom.InstantMeeting, Topic: "T", Settings: &zoom.MeetingSettings{UsePMI: true}}
	requireAnswer(t, `POST /users/u/meetings {"type":1,"topic":"T","settings":{"use_pmi":true}}`, `{"id":81}`, &zoom.Meeting{ID: 81},
		func(c *zoom.Client) (*zoom.Meeting, error) { return c.CreateMeeting(t.Context(), "u", in) })
}

func TestCallsWithoutAResult(t *testing.T) {
	for asked, call := range map[string]func(*zoom.Client) (any, error){
		`PUT /meetings/81/status {"action":"end"}`: func(c *zoom.Client) (any, error) { return nil, c.EndMeeting(t.Context(), 81) },
	} {
		for status, body := range map[int]string{http.StatusNoContent: "", http.StatusOK: "", http.StatusAccepted: "{}"} {
			got, _, err := exchange(t, status, body, call)
			require.NoError(t, err)
			require.Equal(t, asked, got)
		}
		_, _, err := exchange(t, http.StatusOK, `{"code":3001,"message":"Meeting does not exist: 81."}`, call)
		require.True(t, zoom.IsMeetingNotFound(err), err)
	}
}

func TestUsers(t *testing.T) {
	requireAnswer(t, "GET /users/a%2Fb@example.com ", `{"id":"u","email":"a/b@example.com","status":"pending","pmi":"2000000001"}`,
		&zoom.User{ID: "u", Email: "a/b@example.com", Status: "pending", PMI: 2000000001},
		func(c *zoom.Client) (*zoom.User, error) { return c.GetUser(t.Context(), "a/b@example.com") })

	presence := func(c *zoom.Client) (*zoom.Presence, error) { return c.PresenceStatus(t.Context(), "u") }
	requireAnswer(t, "GET /users/u/presence_status ", `{"status":"Do_Not_Disturb","end_time":"2025-01-02T03:04:05Z","remaining_time":60}`,
		&zoom.Presence{Status: "Do_Not_Disturb", EndTime: at(3, 4, 5), RemainingTime: 60}, presence)
	requireAnswer(t, "GET /users/u/presence_status ", `{"status":"In_Meeting"}`, &zoom.Presence{Status: "In_Meeting"}, presence)
}

func TestUpcomingMeetings(t *testing.T) {
	requireAnswer(t, "GET /users/u/upcoming_meetings ", `{"total_records":2,"meetings":[
		{"id":81,"topic":"T","type":8,"start_time":"2025-01-02T03:04:05Z","duration":60,"created_at":"2025-01-02T01:00:00Z",
		 "join_url":"https://z.example/j/81","passcode":"p","use_pmi":true,"is_host":true,"is_all_day":true},
		{"id":"82","type":3,"start_time":""}]}`,
		[]zoom.UpcomingMeeting{
			{ID: 81, Topic: "T", Type: 8, StartTime: at(3, 4, 5), Duration: 60, CreatedAt: at(1, 0, 0), JoinURL: "https://z.example/j/81",
				Passcode: "p", UsePMI: true, IsHost: true, IsAllDay: true},
			{ID: 82, Type: 3},
		},
		func(c *zoom.Client) ([]zoom.UpcomingMeeting, error) { return c.UpcomingMeetings(t.Context(), "u") })
}

func TestPastMeeting(t *testing.T) {
	requireAnswer(t, "GET /past_meetings/81 ", `{"id":"81","uuid":"u==","host_id":"h","user_name":"H","user_email":"h@example.com","topic":"T",
		"type":1,"start_time":"2025-01-02T03:04:05Z","end_time":"2025-01-02T04:04:05Z","duration":60,"participants_count":2,"has_meeting_summary":true}`,
		&zoom.PastMeeting{
			ID: 81, UUID: "u==", HostID: "h", HostName: "H", HostEmail: "h@example.com", Topic: "T", Type: 1,
			StartTime: at(3, 4, 5), EndTime: at(4, 4, 5), Duration: 60, ParticipantsCount: 2, HasSummary: true,
		},
		func(c *zoom.Client) (*zoom.PastMeeting, error) { return c.PastMeeting(t.Context(), "81") })
}

func TestRecordings(t *testing.T) {
	requireAnswer(t, "GET /meetings/81/recordings?include_fields=download_access_token ", `{"id":"81","uuid":"u==","type":"4","total_size":"7","recording_count":2,
		"recording_files":[{"id":"f","file_type":"TRANSCRIPT","file_extension":"VTT","recording_type":"audio_transcript","file_size":7,
			"status":"completed","recording_start":"2025-01-02T03:04:05Z","recording_end":"","download_url":"https://z.example/d","play_url":"https://z.example/p"}],
		"participant_audio_files":[{"id":"g","file_name":"Alice"}],"download_access_token":"t","password":"p","recording_play_passcode":"q","share_url":"https://z.example/r"}`,
		&zoom.Recordings{
			ID: 81, UUID: "u==", Type: 4, TotalSize: 7, Count: 2,
			Files: []zoom.RecordingFile{{
				ID: "f", FileType: "TRANSCRIPT", FileExtension: "VTT", RecordingType: "audio_transcript", Size: 7, Status: "completed",
				Start: at(3, 4, 5), DownloadURL: "https://z.example/d", PlayURL: "https://z.example/p",
			}},
			AudioFiles:    []zoom.RecordingFile{{ID: "g", Name: "Alice"}},
			DownloadToken: "t", Password: "p", PlayPasscode: "q", ShareURL: "https://z.example/r",
		},
		func(c *zoom.Client) (*zoom.Recordings, error) { return c.Recordings(t.Context(), "81") })
}

func TestMeetingSummary(t *testing.T) {
	requireAnswer(t, "GET /meetings/u/meeting_summary ", `{"meeting_id":81,"meeting_uuid":"u","meeting_topic":"T","meeting_start_time":"2025-01-02T03:04:05Z",
		"summary_title":"S","summary_content":"# C","summary_overview":"O","summary_details":[{"label":"L","summary":"D"}],"next_steps":["N"],
		"summary_doc_url":"https://z.example/doc"}`,
		&zoom.MeetingSummary{
			MeetingID: 81, MeetingUUID: "u", MeetingTopic: "T", MeetingStart: at(3, 4, 5), Title: "S", Content: "# C", Overview: "O",
			Details: []zoom.SummaryDetail{{Label: "L", Summary: "D"}}, NextSteps: []string{"N"}, DocURL: "https://z.example/doc",
		},
		func(c *zoom.Client) (*zoom.MeetingSummary, error) { return c.MeetingSummary(t.Context(), "u") })
}

// pagedServer answers each page by the token that asks for it, and notes the requests.
func pagedServer(t *testing.T, pages map[string]string) (client *zoom.Client, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.RequestURI)
		page, known := pages[r.URL.Query().Get("next_page_token")]
		if !known {
			page = `{"code":300,"message":"The next page token is either invalid or has expired."}`
		}
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return keyClient(server, time.Now), asked
}

func all[T any](items iter.Seq2[T, error]) (got []T, err error) {
	for item, err := range items {
		if err != nil {
			return got, err
		}
		got = append(got, item)
	}
	return got, nil
}

func TestPages(t *testing.T) {
	client, asked := pagedServer(t, map[string]string{
		"":    `{"next_page_token":"a b","meetings":[{"id":81},{"id":"82"}]}`,
		"a b": `{"next_page_token":"c","meetings":[]}`,
		"c":   `{"next_page_token":"","meetings":[{"id":83}]}`,
	})
	list := client.ListMeetings(t.Context(), "u", zoom.LiveMeetings)
	require.Empty(t, *asked, "nothing is asked before somebody looks")
	for range 2 { // The second time begins anew.
		*asked = nil
		got, err := all(list)
		require.NoError(t, err)
		require.Equal(t, []zoom.Meeting{{ID: 81}, {ID: 82}, {ID: 83}}, got)
		require.Equal(t, []string{
			"/users/u/meetings?page_size=300&type=live",
			"/users/u/meetings?next_page_token=a+b&page_size=300&type=live",
			"/users/u/meetings?next_page_token=c&page_size=300&type=live",
		}, *asked)
	}
	*asked = nil
	for meeting, err := range list {
		require.NoError(t, err)
		if meeting.ID == 82 {
			break
		}
	}
	require.Len(t, *asked, 1, "nobody looked at the next page")
}

func TestAListThatBreaksOff(t *testing.T) {
	client, _ := pagedServer(t, map[string]string{"": `{"next_page_token":"gone","participants":[{"id":"p","user_id":16778240,"name":"P",
		"user_email":"p@example.com","join_time":"2025-01-02T03:04:05Z","leave_time":"2025-01-02T03:05:05Z","duration":60,"status":"in_meeting","internal_user":true}]}`})
	got, err := all(client.PastParticipants(t.Context(), "u=="))
	require.Equal(t, []zoom.Participant{{
		ID: "p", UserID: "16778240", Name: "P", Email: "p@example.com", JoinTime: at(3, 4, 5), LeaveTime: at(3, 5, 5), Duration: 60,
		Status: "in_meeting", Internal: true,
	}}, got)
	require.True(t, zoom.IsInvalid(err), err)
}

func TestAListThatDoesNotEnd(t *testing.T) {
	client, asked := pagedServer(t, map[string]string{
		"":  `{"next_page_token":"a","participants":[{"user_id":"1"}]}`,
		"a": `{"next_page_token":"a","participants":[{"user_id":"2"}]}`,
	})
	got, err := all(client.PastParticipants(t.Context(), "u"))
	require.ErrorContains(t, err, "does not end")
	require.Len(t, got, 2)
	require.Equal(t, "/past_meetings/u/participants?page_size=300", (*asked)[0])
	require.Len(t, *asked, 2)
}
