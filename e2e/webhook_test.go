package e2e

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// TestWhoMayCallTheWebhook is the table of who may call, each cell a meeting whose end is told so.
func TestWhoMayCallTheWebhook(t *testing.T) {
	const token, none, form = "sim-secret-token", "", "form"
	onEach(t, func(t *testing.T, s *server) {
		sts := func(change ...string) map[string]any { return s.settings(change...) }
		key := func(token, urlSecret string) map[string]any {
			settings := s.apiKeySettings()
			settings["ZoomWebhookSecret"], settings["WebhookSecret"] = token, urlSecret
			return settings
		}
		for _, c := range []struct {
			name       string
			settings   map[string]any
			urlSecret  string
			signedWith string // form: sent as the form of 2017
			taken      bool
		}{
			{"Server-to-Server: secret and signature", sts(), webhookSecret, token, true},
			{"Server-to-Server: no secret in the URL", sts(), none, token, false},
			{"Server-to-Server: another secret in the URL", sts(), "another", token, false},
			{"Server-to-Server: unsigned", sts(), webhookSecret, none, false},
			{"Server-to-Server: signed with another token", sts(), webhookSecret, "another", false},
			{"Server-to-Server: form", sts(), webhookSecret, form, false},
			{"Server-to-Server, no token set: unsigned", sts("ZoomWebhookSecret", ""), webhookSecret, none, false},
			{"Server-to-Server, no token set: signed", sts("ZoomWebhookSecret", ""), webhookSecret, token, false},
			{"Server-to-Server, no Webhook Secret set", sts("WebhookSecret", ""), none, token, false},
			{"API key, no token set: JSON", key(none, webhookSecret), webhookSecret, none, true},
			{"API key, no token set: form", key(none, webhookSecret), webhookSecret, form, true},
			{"API key, no token set: JSON, no secret in the URL", key(none, webhookSecret), none, none, false},
			{"API key, no token set: form, another secret in the URL", key(none, webhookSecret), "another", form, false},
			{"API key, no token and no Webhook Secret set", key(none, none), none, none, false},
			{"API key, token set: signed", key(token, webhookSecret), webhookSecret, token, true},
			{"API key, token set: signed, no secret in the URL", key(token, webhookSecret), none, token, false},
			{"API key, token set: unsigned", key(token, webhookSecret), webhookSecret, none, false},
			{"API key, token set: form", key(token, webhookSecret), webhookSecret, form, false},
		} {
			t.Run(c.name, func(t *testing.T) {
				s.sim.Subscribe("", false)
				require.NoError(t, s.admin.Configure(t.Context(), "zoom", c.settings))
				got := s.started(t)
				id := strconv.FormatInt(got.MeetingID, 10)
				header, body := http.Header{"Content-Type": {"application/json"}}, `{"event":"meeting.ended","payload":{"object":{"id":"`+id+`"}}}`
				switch c.signedWith {
				case none:
				case form:
					header.Set("Content-Type", "application/x-www-form-urlencoded")
					body = "id=" + id + "&status=ENDED"
				default:
					timestamp := strconv.FormatInt(time.Now().Unix(), 10)
					header.Set(webhook.TimestampHeader, timestamp)
					header.Set(webhook.SignatureHeader, webhook.Sign(c.signedWith, timestamp, []byte(body)))
				}
				status := s.deliver(t, c.urlSecret, header, body)
				if c.taken {
					require.Equal(t, http.StatusNoContent, status)
					s.hasEnded(t, got.PostID)
					return
				}
				require.Equal(t, http.StatusForbidden, status)
				s.stillRuns(t, got.PostID)
			})
		}
	})
}

// TestABadDayOfZooms sends everything that Zoom can tell about meetings twice, in another order, and with ids of another type.
func TestABadDayOfZooms(t *testing.T) {
	for name, ids := range map[string]zoomtest.IDForm{"ids as text": zoomtest.IDsAsStrings, "ids as numbers": zoomtest.IDsAsNumbers} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *server) {
				s.switchTo(func(z *zoomtest.Config) { z.ObjectIDs, z.Events = ids, nil })
				s.sim.Subscribe(s.webhookURL(webhookSecret), false)
				s.sim.Hold()
				var posts []string
				for i := range 3 {
					got := s.started(t)
					posts = append(posts, got.PostID)
					require.NoError(t, s.sim.Join(got.MeetingID, "Alice"))
					require.NoError(t, s.sim.StartRecording(got.MeetingID))
					require.NoError(t, s.sim.Join(got.MeetingID, fmt.Sprintf("Guest %d", i)))
					require.NoError(t, s.sim.StopRecording(got.MeetingID))
					require.NoError(t, s.sim.End(got.MeetingID))
					require.NoError(t, s.sim.CompleteRecording(got.MeetingID))
					require.NoError(t, s.sim.CompleteTranscript(got.MeetingID))
					require.NoError(t, s.sim.CompleteSummary(got.MeetingID))
				}
				s.sim.Deauthorize("u-alice")
				before := s.count(t)
				require.Greater(t, len(s.sim.Held()), 3*10)
				s.sim.Disturb(7)
				for _, post := range posts {
					s.hasEnded(t, post)
				}
				s.sim.Settle()
				for _, delivery := range s.sim.Deliveries() {
					require.Equal(t, http.StatusNoContent, delivery.Status, delivery.Event)
				}
				require.Equal(t, before, s.count(t))
			})
		})
	}
}
