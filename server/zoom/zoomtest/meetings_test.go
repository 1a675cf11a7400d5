package zoomtest

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatACreateAnswers(t *testing.T) {
	a := newAccount(t, nil)
	for name, c := range map[string]struct {
		body string
		want map[string]any
	}{
		"instant":   {`{"type":1}`, map[string]any{"type": 1.0, "topic": "Zoom Meeting", "start_time": nil, "duration": nil, "occurrences": nil}},
		"no type":   {`{}`, map[string]any{"type": 2.0, "start_time": "2026-03-04T10:00:00Z", "duration": 60.0}},
		"in UTC":    {`{"type":2,"start_time":"2026-07-01T09:00:00Z","duration":15}`, map[string]any{"start_time": "2026-07-01T09:00:00Z", "duration": 15.0}},
		"in a zone": {`{"start_time":"2026-07-01T09:00:00","timezone":"Asia/Tokyo"}`, map[string]any{"start_time": "2026-07-01T00:00:00Z", "timezone": "Asia/Tokyo"}},
		"no fixed":  {`{"type":3,"password":"p@ss","agenda":"x"}`, map[string]any{"type": 3.0, "start_time": nil, "password": "p@ss", "agenda": "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, answer := a.create(c.body)
			for key, want := range c.want {
				require.Equal(t, want, answer[key], key)
			}
		})
	}
	_, answer := a.create(`{"type":8,"start_time":"2026-03-05T09:00:00Z","recurrence":{"type":2,"repeat_interval":2,"end_times":3}}`)
	var starts []any
	for _, occurrence := range answer["occurrences"].([]any) {
		starts = append(starts, occurrence.(map[string]any)["start_time"])
	}
	require.Equal(t, []any{"2026-03-05T09:00:00Z", "2026-03-19T09:00:00Z", "2026-04-02T09:00:00Z"}, starts)

	_, answer = a.create(`{"type":1,"settings":{"waiting_room":true,"no_such":1}}`)
	settings := answer["settings"].(map[string]any)
	require.Equal(t, true, settings["waiting_room"])
	require.Equal(t, true, settings["join_before_host"], "what is not sent is the host's own")
	require.NotContains(t, settings, "no_such")
}

func TestACreateMayLeaveOutTheUUID(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.OmitUUID = true })
	id, answer := a.create(`{"type":1}`)
	require.NotContains(t, answer, "uuid")
	require.NotEmpty(t, a.call(200, "GET", path("/meetings/{}", id), "")["uuid"])
}

func TestWhatACreateRefuses(t *testing.T) {
	a := newAccount(t, nil)
	for body, field := range map[string]string{
		`{"type":4}`: "type", `{"type":"x"}`: "type", `{"topic":"` + strings.Repeat("x", 201) + `"}`: "topic",
		`{"agenda":"` + strings.Repeat("x", 2001) + `"}`: "agenda", `{"password":"12345678901"}`: "password", `{"password":"a b"}`: "password",
		`{"start_time":"soon"}`: "start_time", `{"timezone":"Mars/Base"}`: "timezone", `{"duration":-1}`: "duration", `{"type":8}`: "recurrence",
		`{"type":8,"recurrence":{"type":4}}`: "recurrence.type", `{"settings":{"jbh_time":7}}`: "settings.jbh_time",
		`{"settings":{"use_pmi":"yes"}}`: "settings.use_pmi",
	} {
		answer := a.call(400, "POST", "/users/u-alice/meetings", body)
		require.Equal(t, 300.0, answer["code"], body)
		require.Equal(t, "Validation Failed.", answer["message"], body)
		require.Equal(t, field, answer["errors"].([]any)[0].(map[string]any)["field"], body)
	}
}

func TestAnEndedInstantMeetingIsGone(t *testing.T) {
	a := newAccount(t, nil)
	id, created := a.create(`{"type":1}`)
	require.Equal(t, "waiting", a.call(200, "GET", path("/meetings/{}", id), "")["status"])
	require.NoError(t, a.Join(id, "Bob"))
	require.Equal(t, "started", a.call(200, "GET", path("/meetings/{}", id), "")["status"])
	a.call(204, "PUT", path("/meetings/{}/status", id), `{"action":"end"}`)
	answer := a.call(404, "GET", path("/meetings/{}", id), "")
	require.Equal(t, map[string]any{"code": 3001.0, "message": path("Meeting does not exist: {}.", id)}, answer)
	require.Equal(t, created["uuid"], a.call(200, "GET", path("/past_meetings/{}", id), "")["uuid"])
}

func TestARecurringMeetingIsHeldAgainAndAgain(t *testing.T) {
	a := newAccount(t, nil)
	for _, kind := range []string{`{"type":2}`, `{"type":3}`} {
		id, created := a.create(kind)
		a.hold(id, "Alice", "Bob")
		again := a.call(200, "GET", path("/meetings/{}", id), "")
		require.NotEqual(t, created["uuid"], again["uuid"])
		a.hold(id, "Alice")
		occurrences := a.Occurrences(id)
		require.Len(t, occurrences, 2)
		require.Equal(t, []any{created["uuid"], again["uuid"]}, []any{occurrences[0].UUID, occurrences[1].UUID})
		require.Equal(t, 90*time.Second, occurrences[1].EndedAt.Sub(occurrences[1].StartedAt))
		require.Len(t, a.call(200, "GET", path("/past_meetings/{}/instances", id), "")["meetings"], 2)
	}
}

func TestPersonalRoom(t *testing.T) {
	for name, asID := range map[string]bool{"number of its own": false, "PMI as id": true} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t, func(c *Config) { c.PMIAsID = asID })
			room := a.call(200, "GET", "/meetings/2000000001", "")
			require.Equal(t, []any{4.0, "u-alice"}, []any{room["type"], room["host_id"]})
			require.Equal(t, room["join_url"], a.call(200, "GET", "/users/"+alice, "")["personal_meeting_url"])

			id, created := a.create(`{"type":1,"settings":{"use_pmi":true}}`)
			require.Equal(t, room["join_url"], created["join_url"])
			require.Equal(t, room["password"], created["password"])
			if asID {
				require.Equal(t, int64(2000000001), id)
				require.NotContains(t, created, "pmi")
			} else {
				require.NotEqual(t, int64(2000000001), id)
				require.Equal(t, "2000000001", created["pmi"])
			}
			a.told()
			require.NoError(t, a.Join(id, "Alice"))
			require.NoError(t, a.Join(2000000001, "Bob"), "the same meeting")
			require.NoError(t, a.End(id))
			events := a.told()
			require.Equal(t, []string{EventStarted, EventJoined, EventJoined, EventLeft, EventLeft, EventEnded}, names(events))
			for _, event := range events {
				require.Equal(t, []any{"2000000001", 4.0, room["uuid"]}, []any{object(event)["id"], object(event)["type"], object(event)["uuid"]})
			}
			if !asID {
				a.call(404, "GET", path("/meetings/{}", id), "")
			}
			next := a.call(200, "GET", "/meetings/2000000001", "")
			require.NotEqual(t, room["uuid"], next["uuid"], "the room is there for ever, with another UUID each time")
			require.Equal(t, 3018.0, a.call(400, "DELETE", "/meetings/2000000001", "")["code"])
		})
	}
}

func TestUpdateAndDelete(t *testing.T) {
	a := newAccount(t, nil)
	meeting, err := a.Schedule(alice, MeetingRequest{Topic: "Planned in the client", StartTime: "2026-03-04T11:00:00Z"})
	require.NoError(t, err)
	require.Equal(t, Scheduled, meeting.Type)
	a.call(204, "PATCH", path("/meetings/{}", meeting.ID), `{"settings":{"use_pmi":true}}`)
	require.Equal(t, "2000000001", a.call(200, "GET", path("/meetings/{}", meeting.ID), "")["pmi"])
	require.NoError(t, a.Update(meeting.ID, func(r *MeetingRequest) { r.Topic, r.Settings["use_pmi"] = "Another", false }))
	answer := a.call(200, "GET", path("/meetings/{}", meeting.ID), "")
	require.Equal(t, []any{"Another", nil, meeting.JoinURL, "2026-03-04T11:00:00Z"},
		[]any{answer["topic"], answer["pmi"], answer["join_url"], answer["start_time"]})
	a.call(400, "PATCH", path("/meetings/{}", meeting.ID), `{"type":7}`)
	a.told()
	require.NoError(t, a.Update(meeting.ID, func(r *MeetingRequest) { r.Topic = "Third" }))
	require.NoError(t, a.Delete(meeting.ID))
	events := a.told()
	require.Equal(t, []string{EventUpdated, EventDeleted}, names(events))
	require.Equal(t, map[string]any{"id": float64(meeting.ID), "topic": "Third"}, object(events[0]))
	require.Equal(t, map[string]any{"id": float64(meeting.ID), "topic": "Another"}, events[0]["payload"].(map[string]any)["old_object"])
	a.call(404, "GET", path("/meetings/{}", meeting.ID), "")
	require.ErrorIs(t, a.Delete(meeting.ID), ErrNoMeeting)
	require.ErrorIs(t, a.Join(meeting.ID, "Bob"), ErrNoMeeting)
	require.NoError(t, a.End(meeting.ID))
	require.Empty(t, a.told(), "nobody can enter it any more")
	require.ErrorIs(t, a.Update(meeting.ID, func(*MeetingRequest) {}), ErrNoMeeting)
	_, err = a.Schedule("nobody", MeetingRequest{})
	require.Error(t, err)
	_, err = a.Schedule(alice, MeetingRequest{Type: PersonalRoom})
	require.ErrorContains(t, err, "type")
}

func TestLists(t *testing.T) {
	a := newAccount(t, nil)
	for _, start := range []string{"2026-03-04T08:00:00Z", "2026-03-04T09:30:00Z", "2026-03-05T08:00:00Z", "2026-03-06T08:00:00Z"} {
		_, err := a.Schedule(alice, MeetingRequest{Topic: start, StartTime: start})
		require.NoError(t, err)
	}
	live, err := a.Schedule(alice, MeetingRequest{Topic: "live", Type: Recurring})
	require.NoError(t, err)
	require.NoError(t, a.Join(live.ID, "Bob"))
	a.create(`{"type":1}`)
	topics := func(query string) (topics []any) {
		next := ""
		for {
			answer := a.call(200, "GET", "/users/"+alice+query+"&next_page_token="+url.QueryEscape(next), "")
			for _, row := range answer["meetings"].([]any) {
				topics = append(topics, row.(map[string]any)["topic"])
			}
			if next, _ = answer["next_page_token"].(string); next == "" {
				return topics
			}
		}
	}
	require.Len(t, topics("/meetings?page_size=2"), 5, "all but the instant one and the personal room")
	require.Equal(t, []any{"live"}, topics("/meetings?type=live"))
	require.Equal(t, []any{"2026-03-04T08:00:00Z"}, topics("/meetings?type=previous_meetings"))
	require.Len(t, topics("/meetings?type=upcoming"), 4)
	require.Equal(t, []any{"2026-03-04T09:30:00Z", "2026-03-05T08:00:00Z"}, topics("/upcoming_meetings?"), "24 hours ahead")
	require.Equal(t, "The next page token is either invalid or has expired.",
		a.call(400, "GET", "/users/"+alice+"/meetings?next_page_token=1", "")["message"])
}

// TestManyAtOnce finds what is not safe for concurrent use when it runs with -race.
func TestManyAtOnce(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.DailyLimit = 1000 })
	shared, _ := a.create(`{"type":8,"recurrence":{"type":1,"end_times":2},"settings":{"waiting_room":true}}`)
	var people sync.WaitGroup
	for i := range 8 {
		people.Go(func() {
			own, err := a.Schedule(alice, MeetingRequest{Type: Instant, Settings: map[string]any{"use_pmi": i%2 == 0}})
			assert.NoError(t, err)
			for range 3 {
				for _, id := range []int64{own.ID, shared, 2000000001} {
					assert.NoError(t, a.Join(id, "Guest"))
					assert.NoError(t, a.Update(shared, func(r *MeetingRequest) { r.Topic, r.Settings["use_pmi"], r.Recurrence.EndTimes = "x", i%2 == 0, i }))
					_, _, _ = a.send("GET", path("/meetings/{}", shared), "")
					_, _, _ = a.send("GET", "/users/"+alice+"/meetings", "")
					_, _ = a.open(a.URL(), nil)
					assert.NoError(t, a.End(id))
					_ = a.CompleteRecording(id)
					_, _, _ = a.send("GET", path("/meetings/{}/recordings", id), "")
				}
			}
		})
	}
	people.Wait()
	a.Settle()
	for _, id := range []int64{shared, 2000000001} {
		meeting, _ := a.Meeting(id)
		require.False(t, meeting.Running)
	}
}
