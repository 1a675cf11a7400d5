package zoomtest

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestUUIDsInPaths gives an occurrence UUIDs that are hard to put into a path.
func TestUUIDsInPaths(t *testing.T) {
	a := newAccount(t, nil)
	for uuid, singly := range map[string]int{"/aXp112QmuoKj4854875==": 404, "ab//cd+ef==": 404, "ab/cd+ef==": 200, "abcd==": 200} {
		id, _ := a.create(`{"type":1}`)
		a.meetings[id].UUID = uuid
		a.hold(id, "Alice")
		once := url.PathEscape(uuid)
		twice := url.PathEscape(once)
		require.Equal(t, uuid, a.call(200, "GET", "/past_meetings/"+twice, "")["uuid"])
		answer := a.call(singly, "GET", "/past_meetings/"+once, "")
		if singly == 404 {
			require.Equal(t, 3001.0, answer["code"], uuid)
		}
	}
}

func TestPastMeeting(t *testing.T) {
	a := newAccount(t, nil)
	id, _ := a.create(`{"type":2,"topic":"Review"}`)
	for _, which := range []string{"/past_meetings/{}", "/past_meetings/{}/participants", "/past_meetings/{}/instances"} {
		require.Equal(t, 3001.0, a.call(404, "GET", path(which, id), "")["code"], "it has never taken place")
	}
	require.NoError(t, a.Join(id, "Alice Adams"))
	require.NoError(t, a.Join(id, "Guest"))
	a.call(404, "GET", path("/past_meetings/{}", id), "")
	a.pass(time.Minute)
	require.NoError(t, a.Leave(id, "Guest"))
	require.NoError(t, a.Join(id, "Guest"))
	a.pass(30 * time.Second)
	require.NoError(t, a.End(id))

	past := a.call(200, "GET", path("/past_meetings/{}", id), "")
	require.Equal(t, []any{"Review", 2.0, 3.0, 2.0, "2026-03-04T10:00:00Z", "2026-03-04T10:01:30Z", "Open API"}, []any{past["topic"],
		past["duration"], past["total_minutes"], past["participants_count"], past["start_time"], past["end_time"], past["source"]})

	first := a.call(200, "GET", path("/past_meetings/{}/participants?page_size=2", id), "")
	require.Equal(t, []any{3.0, 2.0}, []any{first["total_records"], first["page_count"]})
	second := a.call(200, "GET", path("/past_meetings/{}/participants?page_size=2&next_page_token=", id)+first["next_page_token"].(string), "")
	require.Empty(t, second["next_page_token"])
	var rows [][]any
	for _, row := range append(first["participants"].([]any), second["participants"].([]any)...) {
		row := row.(map[string]any)
		rows = append(rows, []any{row["name"], row["id"], row["user_email"], row["duration"], row["internal_user"]})
	}
	require.Equal(t, [][]any{
		{"Alice Adams", "u-alice", alice, 90.0, true}, {"Guest", "", "", 60.0, false}, {"Guest", "", "", 30.0, false},
	}, rows)

	a.hold(id, "Alice")
	require.Empty(t, a.call(200, "GET", path("/past_meetings/{}/participants", id), "")["participants"], "one alone is not told")
}

func TestParticipants(t *testing.T) {
	a := newAccount(t, nil)
	id, _ := a.create(`{"type":1}`)
	a.told()
	for _, name := range []string{"Bob", "Visitor", alice} {
		require.NoError(t, a.Join(id, name))
	}
	require.NoError(t, a.Leave(id, "Bob"))
	require.NoError(t, a.Join(id, "Bob"))
	require.NoError(t, a.End(id))
	var participants []map[string]any
	for _, event := range a.told() {
		if participant, has := object(event)["participant"].(map[string]any); has {
			participants = append(participants, participant)
		}
	}
	bob, visitor, aliceThere, bobLeft, bobAgain, last := participants[0], participants[1], participants[2], participants[3], participants[4], participants[5]
	require.Equal(t, []any{"u-bob", "bob@example.com"}, []any{bob["id"], bob["email"]})
	require.Equal(t, []any{"", "", ""}, []any{visitor["id"], visitor["email"], visitor["participant_user_id"]})
	require.Equal(t, "u-alice", aliceThere["id"])
	require.Equal(t, bob["user_id"], bobLeft["user_id"])
	require.NotEqual(t, bob["user_id"], bobAgain["user_id"])
	require.Equal(t, bob["participant_uuid"], bobAgain["participant_uuid"])
	require.NotEqual(t, bob["participant_uuid"], visitor["participant_uuid"])
	require.Equal(t, "Bob left the meeting.", bobLeft["leave_reason"])
	require.Equal(t, "Visitor left the meeting.<br>Reason: Host ended the meeting.", last["leave_reason"])
}
