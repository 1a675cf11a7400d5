package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const aliceRoom, bobRoom = 2000000001, 2000000002

func TestShare(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		scheduled, err := s.sim.Schedule("alice@example.com", zoomtest.MeetingRequest{Topic: "Plans", Passcode: "4711"})
		require.NoError(t, err)
		status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "meeting_id": scheduled.ID})
		require.Equal(t, http.StatusOK, status, got)
		require.Equal(t, answer{Outcome: "started", PostID: got.PostID, MeetingID: scheduled.ID, MeetingURL: scheduled.JoinURL}, got)
		post := s.post(t, got.PostID)
		require.Equal(t, s.users["alice"].Id, post.UserId)
		require.Equal(t, "Shared a Zoom meeting: Plans (ID "+number(post)+")", post.Message)
		for prop, want := range map[string]any{
			"meeting_id": float64(scheduled.ID), "meeting_link": scheduled.JoinURL, "meeting_passcode": "4711", "meeting_topic": "Plans",
			"meeting_status": "SHARED", "meeting_shared": true, "meeting_personal": false, "meeting_start_time": float64(0),
		} {
			require.Equal(t, want, post.GetProp(prop), prop)
		}
		require.NoError(t, s.sim.Join(scheduled.ID, "Bob"))
		s.has(t, got.PostID, "STARTED")
		require.NoError(t, s.sim.End(scheduled.ID))
		post = s.hasEnded(t, got.PostID)
		require.Equal(t, "Shared a Zoom meeting: Plans (ID "+number(post)+"). It has ended (less than a minute).", post.Message)
		require.Contains(t, card(t, post).Text, "**Length:** less than a minute")
	})
}

// TestNobodySharesWhatIsNotTheirs lets Bob share Alice's meeting, by command.
func TestNobodySharesWhatIsNotTheirs(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		private, err := s.sim.Schedule("alice@example.com", zoomtest.MeetingRequest{Topic: "Salaries", Passcode: "4711"})
		require.NoError(t, err)
		number := fmt.Sprint(private.ID)
		link := s.sim.URL() + "/j/" + number
		for typed, posted := range map[string]string{
			number[:3] + " " + number[3:7] + "-" + number[7:]: link,
			link + "?pwd=told&zak=x":                          link + "?pwd=told",
		} {
			response := s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom share "+typed)
			require.Empty(t, response.Text)
			post := s.latest(t)
			require.Equal(t, s.users["bob"].Id, post.UserId)
			require.Equal(t, posted, post.GetProp("meeting_link"))
			require.Equal(t, "SHARED", post.GetProp("meeting_status"))
			require.NotContains(t, jsonOf(t, post), "Salaries")
			require.NotContains(t, jsonOf(t, post), "4711")
		}
	})
}

func TestRefusedShares(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		for typed, code := range map[string]string{
			"12345": "bad_reference", "weekly sync": "bad_reference", "https://example.com/j/85746065432": "foreign_link",
			"https://zoom.us/s/85746065432?zak=secret": "host_link", "https://zoom.us/my/alice": "personal_link",
		} {
			before := s.count(t)
			status, got := s.start(t, s.clients["bob"], map[string]any{"channel_id": s.channel.Id, "meeting_id": typed})
			require.Equal(t, http.StatusBadRequest, status)
			require.Equal(t, code, got.Error)
			text := s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom share "+typed).Text
			require.Equal(t, got.Message, text, "the command says the same")
			require.Equal(t, before, s.count(t))
		}
		require.Contains(t, s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom share").Text, "9 to 11 digits")
		status, got := s.start(t, s.clients["carol"], map[string]any{"channel_id": s.channel.Id, "meeting_id": 85746065432})
		require.Equal(t, http.StatusForbidden, status, got)
	})
}

// TestAPersonalRoomInSeveralChannels uses Alice's room in two channels at once, and outside Mattermost before and after.
func TestAPersonalRoomInSeveralChannels(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		other := s.freshChannel(t)
		private := s.count(t)
		require.NoError(t, s.sim.Join(aliceRoom, "Alice"))
		require.NoError(t, s.sim.End(aliceRoom))
		s.sim.Settle()
		require.Equal(t, private, s.count(t), "a private meeting makes no post")

		s.sim.ResetCalls()
		status, first := s.start(t, s.clients["alice"], map[string]any{
			"channel_id": s.channel.Id, "personal": true, "force": true, "topic": "In my room"})
		require.Equal(t, http.StatusOK, status, first)
		require.Equal(t, 1, s.sim.Calls()[zoomtest.OpCreateMeeting])
		require.EqualValues(t, aliceRoom, first.MeetingID)
		require.Contains(t, first.StartURL, "zak=")
		status, second := s.start(t, s.clients["bob"], map[string]any{"channel_id": other, "meeting_id": aliceRoom})
		require.Equal(t, http.StatusOK, status, second)
		s.sim.Settle()
		s.has(t, first.PostID, "STARTED")
		s.has(t, second.PostID, "SHARED")
		require.Equal(t, true, s.post(t, first.PostID).GetProp("meeting_personal"))

		require.NoError(t, s.sim.Join(bobRoom, "Bob"))
		require.NoError(t, s.sim.End(bobRoom))
		require.NoError(t, s.sim.Join(aliceRoom, "Alice"))
		s.has(t, second.PostID, "STARTED")
		s.has(t, first.PostID, "STARTED")
		require.NoError(t, s.sim.End(aliceRoom))
		ended := s.hasEnded(t, first.PostID)
		require.Equal(t, "In my room", ended.GetProp("meeting_topic"))
		s.hasEnded(t, second.PostID)

		before := s.count(t)
		require.NoError(t, s.sim.Join(aliceRoom, "Alice"))
		require.NoError(t, s.sim.End(aliceRoom))
		s.sim.Settle()
		require.Equal(t, before, s.count(t))
		require.Equal(t, ended.GetProp("meeting_end_time"), s.post(t, first.PostID).GetProp("meeting_end_time"))
	})
}

func TestPersonalByCommand(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		response := s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom start --force --personal Chat")
		require.Contains(t, response.GotoLocation, "zak=")
		post := s.latest(t)
		require.EqualValues(t, bobRoom, post.GetProp("meeting_id"))
		require.Equal(t, "Chat", post.GetProp("meeting_topic"))
		require.Contains(t, card(t, post).Text, "**Personal Meeting ID:** 200 000 0002")

		require.Empty(t, s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom share --personal").Text)
		post = s.latest(t)
		require.EqualValues(t, bobRoom, post.GetProp("meeting_id"))
		require.Equal(t, true, post.GetProp("meeting_personal"))
		require.Equal(t, "SHARED", post.GetProp("meeting_status"))
	})
}

// TestASecondStartIsAQuestion starts meetings in a channel of its own.
func TestASecondStartIsAQuestion(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		channel := s.freshChannel(t)
		status, first := s.start(t, s.clients["alice"], map[string]any{"channel_id": channel, "topic": "Weekly"})
		require.Equal(t, http.StatusOK, status, first)
		s.sim.ResetCalls()
		status, second := s.start(t, s.clients["bob"], map[string]any{"channel_id": channel})
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "needs_confirm", second.Outcome)
		require.Equal(t, recent{MeetingID: first.MeetingID, MeetingURL: first.MeetingURL, Topic: "Weekly", CreatorUsername: "alice",
			PostID: second.Recent.PostID, StartedAt: second.Recent.StartedAt}, *second.Recent)
		require.InDelta(t, model.GetMillis(), second.Recent.StartedAt, 30_000)

		response := s.command(t, s.clients["bob"], channel, "", "/zoom start Other")
		require.True(t, strings.HasPrefix(response.Text, "@alice started “Weekly” here a moment ago: [Join meeting]("+first.MeetingURL+")."), response.Text)
		require.Contains(t, response.Text, "`/zoom start --force Other`")
		require.Equal(t, "custom_zoom", response.Props["type"])
		require.Equal(t, "RECENTLY_CREATED", response.Props["meeting_status"])
		require.Empty(t, s.sim.Calls())
		require.Contains(t, s.command(t, s.clients["bob"], channel, "", "/zoom start --force Other").GotoLocation, "zak=")
		status, third := s.start(t, s.clients["bob"], map[string]any{"channel_id": channel, "force": true})
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "started", third.Outcome)
	})
}

// TestOverrides shows the post as Zoom's while the server lets integrations do so.
func TestOverrides(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		direct, _, err := s.clients["alice"].CreateDirectChannel(s.users["alice"].Id, s.users["bob"].Id)
		require.NoError(t, err)
		s.setOverrides(t, true)
		defer s.setOverrides(t, false)
		for channel, want := range map[string]any{s.freshChannel(t): "Zoom", direct.Id: nil} {
			status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": channel, "force": true})
			require.Equal(t, http.StatusOK, status, got)
			post := s.post(t, got.PostID)
			require.Equal(t, want, post.GetProp("override_username"))
			require.Equal(t, s.users["alice"].Id, post.UserId)
			if want == nil {
				require.Nil(t, post.GetProp("from_webhook"))
				continue
			}
			require.Equal(t, "true", post.GetProp("from_webhook"))
			icon := post.GetProp("override_icon_url").(string)
			require.Equal(t, s.mm.URL+"/plugins/zoom/public/zoom.png", icon)
			response, err := http.Get(icon)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, http.StatusOK, response.StatusCode)
			require.Equal(t, "image/png", response.Header.Get("Content-Type"))
			require.Contains(t, post.Message, "alice started a Zoom meeting")
			require.NoError(t, s.sim.End(got.MeetingID))
			require.Equal(t, "Zoom", s.hasEnded(t, got.PostID).GetProp("override_username"))
		}
		disguised := s.startAbout(t, s.freshChannel(t), "")
		s.setOverrides(t, false)
		require.NoError(t, s.sim.End(disguised.MeetingID))
		post := s.hasEnded(t, disguised.PostID)
		require.Nil(t, post.GetProp("from_webhook"), "it would make Alice a bot")
		require.Contains(t, post.Message, "Started a Zoom meeting")
		status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.freshChannel(t)})
		require.Equal(t, http.StatusOK, status, got)
		require.Nil(t, s.post(t, got.PostID).GetProp("from_webhook"))
	})
}

// TestTheEndLeavesWhatIsNotOurs pins, reacts to and edits the post, as people and other plugins do.
func TestTheEndLeavesWhatIsNotOurs(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		got := s.started(t)
		post := s.post(t, got.PostID)
		post.Message = "Edited by Alice"
		post.AddProp("theirs", "stays")
		_, _, err := s.clients["alice"].UpdatePost(post.Id, post)
		require.NoError(t, err)
		_, err = s.clients["bob"].PinPost(got.PostID)
		require.NoError(t, err)
		_, _, err = s.clients["bob"].SaveReaction(&model.Reaction{UserId: s.users["bob"].Id, PostId: got.PostID, EmojiName: "+1"})
		require.NoError(t, err)

		require.NoError(t, s.sim.End(got.MeetingID))
		ended := s.hasEnded(t, got.PostID)
		require.Equal(t, "Edited by Alice", ended.Message)
		require.Equal(t, "stays", ended.GetProp("theirs"))
		require.True(t, ended.IsPinned)
		require.True(t, ended.HasReactions)
		require.Len(t, ended.Metadata.Reactions, 1)
	})
}
