package e2e

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"
)

// TestMeetingsOfWhichNoEventCame end all the same: hours later, which the database is told have passed, and after a restart of the plugin.
func TestMeetingsOfWhichNoEventCame(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.sim.Subscribe("", false)
		ended, unopened, runs := s.started(t), s.started(t), s.started(t)
		busy := s.freshChannel(t)
		status, lost := s.start(t, s.clients["alice"], map[string]any{"channel_id": busy})
		require.Equal(t, http.StatusOK, status, lost)
		for _, meeting := range []answer{ended, lost, runs} {
			require.NoError(t, s.sim.Join(meeting.MeetingID, "Alice"))
		}
		for _, meeting := range []answer{ended, lost} {
			require.NoError(t, s.sim.End(meeting.MeetingID))
		}
		was := s.sim.Occurrences(ended.MeetingID)[0]
		s.age(t, ended, 3*time.Hour)
		s.age(t, unopened, 13*time.Hour)
		s.age(t, lost, 3*time.Hour)
		s.change(t, lost, `{instances,0,post_id}`, `""`)
		s.age(t, runs, 13*time.Hour)
		// The lost post is not on the first page of its channel.
		for i := range 230 {
			_, _, err := s.clients["alice"].CreatePost(&model.Post{ChannelId: busy, Message: strconv.Itoa(i)})
			require.NoError(t, err)
		}

		s.sim.ResetCalls()
		require.NoError(t, s.admin.RestartPlugin(t.Context(), "zoom"))
		post := s.hasEnded(t, ended.PostID)
		require.EqualValues(t, was.EndedAt.Truncate(time.Second).UnixMilli(), post.GetProp("meeting_end_time"))
		post = s.hasEnded(t, unopened.PostID)
		require.Contains(t, card(t, post).Text, "Did not take place")
		require.Equal(t, true, post.GetProp("meeting_missed"))
		s.hasEnded(t, lost.PostID)
		s.stillRuns(t, runs.PostID)
	})
}

// age has a meeting have been started that long ago, and be due.
func (s *server) age(t *testing.T, meeting answer, by time.Duration) {
	t.Helper()
	s.change(t, meeting, `{instances,0,created_at}`, fmt.Sprint(time.Now().Add(-by).UnixMilli()))
	// The agenda learns of a meeting after the answer.
	require.Eventually(t, func() bool {
		return s.edit(t, fmt.Sprintf("due_%d", meeting.MeetingID%128), fmt.Sprintf("{due,%d}", meeting.MeetingID), "1")
	}, 10*time.Second, 10*time.Millisecond)
}

// change edits what is stored of a meeting.
func (s *server) change(t *testing.T, meeting answer, path, value string) {
	t.Helper()
	require.True(t, s.edit(t, fmt.Sprintf("meeting_%d", meeting.MeetingID), path, value))
}

// edit puts JSON in the place of what a record of the plugin holds at path, and tells whether there is something.
func (s *server) edit(t *testing.T, key, path, value string) bool {
	t.Helper()
	changed, err := s.db.ExecContext(t.Context(), `UPDATE pluginkeyvaluestore
		SET pvalue = convert_to(jsonb_set(convert_from(pvalue, 'UTF8')::jsonb, $2, $3::jsonb)::text, 'UTF8')
		WHERE pluginid = 'zoom' AND pkey = $1 AND convert_from(pvalue, 'UTF8')::jsonb #> $2 IS NOT NULL`, key, path, value)
	require.NoError(t, err)
	count, err := changed.RowsAffected()
	require.NoError(t, err)
	return count == 1
}
