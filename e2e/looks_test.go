package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"
)

// post reads a post as Bob sees it.
func (s *server) post(t *testing.T, id string) *model.Post {
	t.Helper()
	post, _, err := s.clients["bob"].GetPost(id, "")
	require.NoError(t, err)
	return post
}

// latest is the newest post of the channel.
func (s *server) latest(t *testing.T) *model.Post {
	t.Helper()
	posts, _, err := s.clients["bob"].GetPostsForChannel(s.channel.Id, 0, 1, "", false)
	require.NoError(t, err)
	require.NotEmpty(t, posts.Order)
	return posts.Posts[posts.Order[0]]
}

// count is the number of posts in the channel.
func (s *server) count(t *testing.T) int {
	t.Helper()
	posts, _, err := s.clients["bob"].GetPostsForChannel(s.channel.Id, 0, 200, "", false)
	require.NoError(t, err)
	return len(posts.Order)
}

// has waits until the post shows that status.
func (s *server) has(t *testing.T, id, status string) *model.Post {
	t.Helper()
	var post *model.Post
	require.Eventually(t, func() bool {
		post = s.post(t, id)
		return post.GetProp("meeting_status") == status
	}, 20*time.Second, 10*time.Millisecond, status)
	return post
}

// hasEnded waits until the post says so.
func (s *server) hasEnded(t *testing.T, id string) *model.Post {
	t.Helper()
	return s.has(t, id, "ENDED")
}

// freshChannel is one of Alice and Bob in which nothing has been started yet.
func (s *server) freshChannel(t *testing.T) string {
	t.Helper()
	name := model.NewId()
	channel, err := s.admin.EnsureChannel(t.Context(), model.Channel{TeamId: s.team.Id, Name: name, DisplayName: name, Type: model.ChannelTypeOpen},
		s.users["alice"], s.users["bob"])
	require.NoError(t, err)
	return channel.Id
}

// setOverrides sets whether integrations may override the name and the icon of their posts, in the server's own settings.
func (s *server) setOverrides(t *testing.T, on bool) {
	t.Helper()
	patch := fmt.Sprintf(`{"ServiceSettings":{"EnablePostUsernameOverride":%t,"EnablePostIconOverride":%t}}`, on, on)
	response, err := s.admin.Client.DoAPIPut("/config/patch", patch)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
}

func (s *server) stillRuns(t *testing.T, id string) {
	t.Helper()
	require.Equal(t, "STARTED", s.post(t, id).GetProp("meeting_status"))
}

func card(t *testing.T, post *model.Post) *model.SlackAttachment {
	t.Helper()
	require.Len(t, post.Attachments(), 1)
	return post.Attachments()[0]
}

// pluginLog are the lines of the server's log that the plugin wrote.
func (s *server) pluginLog(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Clean(s.mm.LogFile))
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, `"plugin_id":"zoom"`) {
			lines = append(lines, line)
		}
	}
	return lines
}

// stored is all that the plugin keeps in the server's database, keys and values.
func (s *server) stored(t *testing.T) (texts []string) {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), "SELECT pkey, pvalue FROM pluginkeyvaluestore WHERE pluginid = 'zoom'")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var key, value string
		require.NoError(t, rows.Scan(&key, &value))
		texts = append(texts, key+" "+value)
	}
	require.NoError(t, rows.Err())
	return texts
}
