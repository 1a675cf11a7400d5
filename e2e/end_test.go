package e2e

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

func TestEndBySignedEvent(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.sim.Validate(t.Context()), "Zoom accepts the endpoint")
		got := s.started(t)
		_, err := s.clients["bob"].PinPost(got.PostID)
		require.NoError(t, err)
		require.NoError(t, s.sim.Join(got.MeetingID, "Alice"))
		s.sim.Settle()
		s.stillRuns(t, got.PostID)

		pressed := time.Now()
		require.NoError(t, s.sim.End(got.MeetingID))
		post := s.hasEnded(t, got.PostID)
		t.Logf("from End to a post that says so: %s", time.Since(pressed).Round(time.Millisecond))
		require.Contains(t, card(t, post).Text, "**Ended:** "+pressed.UTC().Format("Mon, 2 Jan 2006"))
		require.Contains(t, card(t, post).Text, "**Length:** less than a minute")
		require.NotContains(t, card(t, post).Text, "Join")
		require.Equal(t, "Started a Zoom meeting (ID "+number(post)+"). It has ended (less than a minute).", post.Message)
		require.True(t, post.IsPinned)
		require.InDelta(t, pressed.UnixMilli(), post.GetProp("meeting_end_time"), 5000)

		s.sim.Settle()
		for _, delivery := range s.sim.Deliveries() {
			require.Equal(t, http.StatusNoContent, delivery.Status, delivery.Event)
		}
	})
}

func TestEndByTheFormOf2017(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.apiKeySettings()))
		s.sim.Subscribe(s.webhookURL(webhookSecret), true)
		s.sim.ResetCalls()
		got := s.started(t)
		require.Len(t, s.sim.Calls(), 1, "no request for a token")
		require.NoError(t, s.sim.Join(got.MeetingID, "Alice"))
		require.NoError(t, s.sim.End(got.MeetingID))
		require.Contains(t, card(t, s.hasEnded(t, got.PostID)).Text, "**Length:** less than a minute")
	})
}

func TestAMeetingInADeletedPostOrArchivedChannelEndsQuietly(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		channel, err := s.admin.EnsureChannel(t.Context(), model.Channel{TeamId: s.team.Id, Name: "soon-archived", DisplayName: "Soon archived",
			Type: model.ChannelTypeOpen}, s.users["alice"], s.users["bob"])
		require.NoError(t, err)
		status, inArchived := s.start(t, s.clients["alice"], map[string]any{"channel_id": channel.Id})
		require.Equal(t, http.StatusOK, status)
		_, err = s.admin.Client.DeleteChannel(channel.Id)
		require.NoError(t, err)
		deleted := s.started(t)
		_, err = s.clients["alice"].DeletePost(deleted.PostID)
		require.NoError(t, err)

		s.sim.Settle()
		before := len(s.sim.Deliveries())
		require.NoError(t, s.sim.End(inArchived.MeetingID))
		require.NoError(t, s.sim.End(deleted.MeetingID))
		s.sim.Settle()
		for _, delivery := range s.sim.Deliveries()[before:] {
			require.Equal(t, http.StatusNoContent, delivery.Status, delivery.Event)
		}
	})
}

// TestRefusedDeliveries sends what is not Zoom's and what is, about a meeting that must go on.
func TestRefusedDeliveries(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.sim.Subscribe("", false)
		got := s.started(t)
		ended := `{"event":"meeting.ended","payload":{"object":{"id":"` + strconv.FormatInt(got.MeetingID, 10) + `"}}}`
		form := "id=" + strconv.FormatInt(got.MeetingID, 10) + "&status=ENDED"
		token := s.account.SecretToken
		signed := func(token, body string, age time.Duration) http.Header {
			timestamp := strconv.FormatInt(time.Now().Add(-age).Unix(), 10)
			header := http.Header{"Content-Type": {"application/json"}}
			header.Set(webhook.TimestampHeader, timestamp)
			header.Set(webhook.SignatureHeader, webhook.Sign(token, timestamp, []byte(body)))
			return header
		}
		for _, c := range []struct {
			name   string
			secret string
			header http.Header
			body   string
			status int
		}{
			{"wrong secret in the URL", "wrong", signed(token, ended, 0), ended, 403},
			{"no secret in the URL", "", signed(token, ended, 0), ended, 403},
			{"unsigned", webhookSecret, http.Header{"Content-Type": {"application/json"}}, ended, 403},
			{"forged", webhookSecret, signed("guess", ended, 0), ended, 403},
			{"one byte changed", webhookSecret, signed(token, ended+" ", 0), ended, 403},
			{"stale", webhookSecret, signed(token, ended, 3*time.Hour), ended, 403},
			{"from the future", webhookSecret, signed(token, ended, -10*time.Minute), ended, 403},
			{"the form of 2017", webhookSecret, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form, 403},
			{"an oracle", webhookSecret, signed(token, `{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1:x"}}`, 0),
				`{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1:x"}}`, 403},
			{"not an event", webhookSecret, signed(token, `{}`, 0), `{}`, 400},
			{"oversize", webhookSecret, signed(token, `{}`, 0), strings.Repeat("x", 1<<20+1), 413},
			{"foreign", webhookSecret, signed(token, `{"event":"meeting.ended","payload":{"object":{"id":"99999999999"}}}`, 0),
				`{"event":"meeting.ended","payload":{"object":{"id":"99999999999"}}}`, 204},
			{"an event that we do not read", webhookSecret, signed(token, `{"event":"meeting.sharing_started"}`, 0), `{"event":"meeting.sharing_started"}`, 204},
		} {
			t.Run(c.name, func(t *testing.T) {
				require.Equal(t, c.status, s.deliver(t, c.secret, c.header, c.body))
				s.stillRuns(t, got.PostID)
			})
		}
		require.Equal(t, 204, s.deliver(t, webhookSecret, signed(token, ended, 85*time.Minute), ended), "Zoom's last retry is taken")
		s.hasEnded(t, got.PostID)
	})
}

func TestEventsAreRefusedWithoutASecretToken(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.settings("ZoomWebhookSecret", "")))
		require.Error(t, s.sim.Validate(t.Context()))
		got := s.started(t)
		s.sim.Settle()
		before := len(s.sim.Deliveries())
		require.NoError(t, s.sim.End(got.MeetingID))
		s.sim.Settle()
		for _, delivery := range s.sim.Deliveries()[before:] {
			require.Equal(t, http.StatusForbidden, delivery.Status, delivery.Event)
		}
		s.stillRuns(t, got.PostID)
		require.Contains(t, strings.Join(s.pluginLog(t), ""), "Secret Token is missing", "the log says why")
	})
}
