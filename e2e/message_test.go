package e2e

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"
)

// startAbout starts a meeting of Alice's about that topic.
func (s *server) startAbout(t *testing.T, channelID, topic string) answer {
	t.Helper()
	status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": channelID, "force": true, "topic": topic})
	require.Equal(t, http.StatusOK, status, got)
	return got
}

// TestTheTopicIsOnlyText starts a meeting whose topic would call everybody, and compares with a post that calls Bob.
func TestTheTopicIsOnlyText(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		channel := s.freshChannel(t)
		// Whoever is added to a channel is mentioned there.
		require.Eventually(t, func() bool { return s.mentions(t, channel) == 1 }, 20*time.Second, 10*time.Millisecond)
		got := s.startAbout(t, channel, "Quarterly @all @bob #urgent ~town-square :smile: https://example.com")
		_, _, err := s.clients["alice"].CreatePost(&model.Post{ChannelId: channel, Message: "@bob"})
		require.NoError(t, err)
		require.Eventually(t, func() bool { return s.mentions(t, channel) > 1 }, 20*time.Second, 10*time.Millisecond)
		// Mattermost counts after it has answered, and not in the order of the posts.
		require.Never(t, func() bool { return s.mentions(t, channel) > 2 }, 2*time.Second, 100*time.Millisecond, "only the plain post mentions Bob")

		post := s.post(t, got.PostID)
		require.Empty(t, post.Hashtags)
		require.NotNil(t, post.Metadata)
		for _, embed := range post.Metadata.Embeds {
			require.Equal(t, model.PostEmbedMessageAttachment, embed.Type)
		}
		for _, words := range []string{"quarterly", number(post), number(post) + " quarterly"} {
			found, _, err := s.clients["bob"].SearchPosts(s.team.Id, words, false)
			require.NoError(t, err)
			require.Contains(t, found.Order, got.PostID, words)
		}
	})
}

// mentions is how often Bob has been mentioned in a channel that he has not looked at.
func (s *server) mentions(t *testing.T, channelID string) int {
	t.Helper()
	member, _, err := s.clients["bob"].GetChannelMember(channelID, s.users["bob"].Id, "")
	require.NoError(t, err)
	return int(member.MentionCount)
}

// number is the meeting ID as the card shows it.
func number(post *model.Post) string {
	id := strconv.FormatInt(int64(post.GetProp("meeting_id").(float64)), 10)
	return id[:3] + " " + id[3:7] + " " + id[7:]
}

// TestTheAuthorsOwnWordsStay edits posts between start and end, and afterwards.
func TestTheAuthorsOwnWordsStay(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		channel := s.freshChannel(t)
		added, own := s.startAbout(t, channel, "Planning"), s.startAbout(t, channel, "Planning")
		ours := s.post(t, added.PostID).Message
		require.Equal(t, "Started a Zoom meeting: Planning (ID "+number(s.post(t, added.PostID))+")", ours)
		s.reword(t, added.PostID, ours+"\n\nAgenda: #cake")
		s.reword(t, own.PostID, "Never mind")
		require.NoError(t, s.sim.End(added.MeetingID))
		require.NoError(t, s.sim.End(own.MeetingID))

		require.Equal(t, "Never mind", s.hasEnded(t, own.PostID).Message)
		post := s.hasEnded(t, added.PostID)
		ended := post.GetProp("meeting_message")
		require.Equal(t, ours+". It has ended (less than a minute).", ended)
		require.Equal(t, ended.(string)+"\n\nAgenda: #cake", post.Message)
		require.Equal(t, "#cake", post.Hashtags)
		s.reword(t, added.PostID, post.Message+" and #tea")
		require.Equal(t, post.Message+" and #tea", s.post(t, added.PostID).Message)
	})
}

// reword changes the message of a post of Alice's.
func (s *server) reword(t *testing.T, postID, message string) {
	t.Helper()
	_, _, err := s.clients["alice"].PatchPost(postID, &model.PostPatch{Message: &message})
	require.NoError(t, err)
}
