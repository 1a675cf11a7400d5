package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const unknownHost = "We could not verify your Mattermost account in Zoom. " +
	"Please ensure that your Mattermost email address matches your Zoom email address."

func TestStart(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.started(t)
		s.sim.ResetCalls()
		got := s.started(t)
		require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, s.sim.Calls(), "one call once the token is cached")

		require.Equal(t, "started", got.Outcome)
		meeting, found := s.sim.Meeting(got.MeetingID)
		require.True(t, found)
		require.Equal(t, meeting.JoinURL, got.MeetingURL)
		require.Contains(t, got.StartURL, "zak=")

		post := s.latest(t)
		require.Equal(t, got.PostID, post.Id)
		require.Equal(t, "custom_zoom", post.Type)
		require.Equal(t, s.users["alice"].Id, post.UserId)
		require.Equal(t, "Started a Zoom meeting (ID "+number(post)+")", post.Message)
		for prop, want := range map[string]any{
			"meeting_id": float64(got.MeetingID), "meeting_uuid": meeting.UUID, "meeting_link": meeting.JoinURL,
			"meeting_passcode": meeting.Passcode, "meeting_status": "STARTED", "meeting_personal": false, "meeting_topic": "Zoom Meeting",
			"meeting_creator_username": "alice", "meeting_provider": "Zoom", "meeting_shared": false,
		} {
			require.Equal(t, want, post.GetProp(prop), prop)
		}
		require.Contains(t, card(t, post).Text, "[Join meeting]("+meeting.JoinURL+")")
	})
}

func TestStartWithTopicInAThread(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		root, _, err := s.clients["bob"].CreatePost(&model.Post{ChannelId: s.channel.Id, Message: "Shall we meet?"})
		require.NoError(t, err)
		status, got := s.start(t, s.clients["alice"], map[string]any{
			"channel_id": s.channel.Id, "force": true, "root_id": root.Id, "topic": "Budget & <b>plans</b> 🚀"})
		require.Equal(t, http.StatusOK, status, got)
		post := s.post(t, got.PostID)
		require.Equal(t, root.Id, post.RootId)
		require.Equal(t, "Budget & <b>plans</b> 🚀", post.GetProp("meeting_topic"))
		require.Equal(t, "Budget & <b>plans</b> 🚀", card(t, post).Title)
		meeting, _ := s.sim.Meeting(got.MeetingID)
		require.Equal(t, "Budget & <b>plans</b> 🚀", meeting.Topic)
	})
}

func TestStartByCommand(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		root, _, err := s.clients["bob"].CreatePost(&model.Post{ChannelId: s.channel.Id, Message: "Shall we meet?"})
		require.NoError(t, err)
		for _, c := range []struct{ typed, root, topic string }{
			{"/zoom start --force", "", "Zoom Meeting"}, {"/zoom start --force Weekly sync", "", "Weekly sync"},
			{"/zoom start --force Here", root.Id, "Here"},
		} {
			response := s.command(t, s.clients["alice"], s.channel.Id, c.root, c.typed)
			require.Contains(t, response.GotoLocation, "zak=", "the starter is taken there as the host")
			post := s.latest(t)
			require.Equal(t, "custom_zoom", post.Type)
			require.Equal(t, s.users["alice"].Id, post.UserId)
			require.Equal(t, c.root, post.RootId)
			require.Equal(t, c.topic, post.GetProp("meeting_topic"))
		}
	})
}

func TestStartInADirectMessage(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		direct, _, err := s.clients["alice"].CreateDirectChannel(s.users["alice"].Id, s.users["bob"].Id)
		require.NoError(t, err)
		status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": direct.Id, "force": true})
		require.Equal(t, http.StatusOK, status, got)
		require.Equal(t, s.users["alice"].Id, s.post(t, got.PostID).UserId)
	})
}

// TestRefusedStarts compares status, code and text, and sees that nothing was posted and Zoom not asked but where it must be.
func TestRefusedStarts(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		archived := s.archivedChannel(t)
		elsewhere, _, err := s.clients["alice"].CreateDirectChannel(s.users["alice"].Id, s.users["carol"].Id)
		require.NoError(t, err)
		foreign, _, err := s.clients["alice"].CreatePost(&model.Post{ChannelId: elsewhere.Id, Message: "hello"})
		require.NoError(t, err)
		here := map[string]any{"channel_id": s.channel.Id}
		for _, c := range []struct {
			name   string
			client *model.Client4
			body   map[string]any
			status int
			code   string
			text   string
		}{
			{"no session", nil, here, 401, "unauthorized", "Log in"},
			{"not a member", s.clients["carol"], here, 403, "forbidden", "member"},
			{"a system admin who is not a member", s.admin.Client, map[string]any{"channel_id": elsewhere.Id}, 403, "forbidden", "member"},
			{"no such channel", s.clients["alice"], map[string]any{"channel_id": model.NewId()}, 403, "forbidden", "member"},
			{"no channel", s.clients["alice"], map[string]any{}, 403, "forbidden", "member"},
			{"archived channel", s.clients["alice"], map[string]any{"channel_id": archived}, 400, "archived", "archived"},
			{"thread of another channel", s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "root_id": foreign.Id}, 400, "bad_thread", "thread"},
			{"topic too long", s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "topic": strings.Repeat("x", 201)}, 400, "topic_too_long", "200"},
			{"wrong type", s.clients["alice"], map[string]any{"channel_id": 5}, 400, "bad_request", "channel_id"},
			{"unknown to Zoom", s.clients["carol"], map[string]any{"channel_id": elsewhere.Id}, 403, "unknown_host", unknownHost},
		} {
			t.Run(c.name, func(t *testing.T) {
				s.sim.ResetCalls()
				before := s.count(t)
				status, got := s.start(t, c.client, c.body)
				require.Equal(t, c.status, status, got)
				require.Equal(t, c.code, got.Error)
				require.Contains(t, got.Message, c.text)
				require.Equal(t, before, s.count(t))
				if c.code != "unknown_host" {
					require.Empty(t, s.sim.Calls())
				}
			})
		}
		t.Run("unknown to Zoom, by command", func(t *testing.T) {
			// What a command answers reaches people as an ephemeral post; its text is in the answer too.
			text := s.command(t, s.clients["carol"], elsewhere.Id, "", "/zoom start").Text
			require.Contains(t, text, unknownHost+" Zoom was asked for `carol@example.com`. To start meetings, ask an admin to invite you")
		})
	})
}

func (s *server) archivedChannel(t *testing.T) string {
	t.Helper()
	channel, err := s.admin.EnsureChannel(t.Context(), model.Channel{TeamId: s.team.Id, Name: "archived", DisplayName: "Archived",
		Type: model.ChannelTypeOpen}, s.users["alice"])
	require.NoError(t, err)
	_, err = s.admin.Client.DeleteChannel(channel.Id)
	require.NoError(t, err)
	return channel.Id
}

func TestUnconfiguredAndMisconfigured(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		for _, c := range []struct {
			name     string
			settings map[string]any
			status   int
			code     string
			text     string
		}{
			{"unconfigured", map[string]any{}, 503, "not_configured",
				"Zoom is not set up correctly on this server. Ask a System Admin"},
			{"one is missing", s.settings("OAuthClientID", ""), 503, "not_configured", "not set up correctly"},
			{"clear text", s.settings("ZoomURL", "http://zoom.example.com"), 503, "not_configured", "not set up correctly"},
			{"wrong secret", s.settings("OAuthClientSecret", "wrong"), 502, "credentials_refused", "does not accept this server's credentials"},
			{"wrong account", s.settings("AccountID", "wrong"), 502, "credentials_refused", "does not accept this server's credentials"},
			{"nobody listens", s.settings("ZoomURL", "http://localhost:1"), 503, "service_unavailable", "could not be reached"},
			{"API key at Zoom's cloud", map[string]any{"APIKey": "k", "APISecret": "s"}, 503, "not_configured", "not set up correctly"},
		} {
			t.Run(c.name, func(t *testing.T) {
				require.NoError(t, s.admin.Configure(t.Context(), "zoom", c.settings))
				before := s.count(t)
				status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
				require.Equal(t, c.status, status, got)
				require.Equal(t, c.code, got.Error)
				require.Contains(t, got.Message, c.text)
				require.Equal(t, got.Message, s.command(t, s.clients["alice"], s.channel.Id, "", "/zoom start --force").Text, "the command says the same")
				require.Equal(t, before, s.count(t))
			})
		}
		s.reset(t)
		s.started(t)
	})
}

func TestZoomIsDown(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.started(t)
		for name, failure := range map[string]zoomtest.Failure{
			"hangs up": {Drop: true},
			"500":      {Status: 500, Body: `{"code":500,"message":"Internal server error"}`},
			"HTML":     {Status: 502, Body: "<html>Bad gateway</html>", Header: http.Header{"Content-Type": {"text/html"}}},
		} {
			t.Run(name, func(t *testing.T) {
				failure.Op = zoomtest.OpCreateMeeting
				s.sim.Fail(failure)
				before := s.count(t)
				status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
				require.Equal(t, 503, status, got)
				require.Equal(t, "service_unavailable", got.Error)
				require.Equal(t, before, s.count(t))
				s.started(t)
			})
		}
	})
}

// TestOnlyTheStarterGetsTheStartURL sees that it is in the answer to the click, which nobody keeps, and makes its reader the host.
func TestOnlyTheStarterGetsTheStartURL(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		got := s.started(t)
		require.Contains(t, got.StartURL, "zak=")
		response, err := http.Get(got.StartURL)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode)
		meeting, _ := s.sim.Meeting(got.MeetingID)
		require.True(t, meeting.Running, "it made Alice the host")
	})
}
