package e2e

import (
	"encoding/json"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// TestNothingSecretIsTold looks at all that the tests before it left behind: posts, answers, log lines and the plugin's records in the database. Go runs tests in the order
// of their files' names, and this file is the last.
func TestNothingSecretIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		// Failures at every call put what they can into the log.
		for _, failure := range []zoomtest.Failure{
			{Op: zoomtest.OpCreateMeeting, Drop: true},
			{Op: zoomtest.OpCreateMeeting, Status: 401, Body: `{"code":124,"message":"Invalid access token."}`, Times: 2},
			{Op: zoomtest.OpToken, Status: 500, Body: "oops"},
			{Op: zoomtest.OpToken, Drop: true},
		} {
			s.sim.RevokeTokens()
			s.sim.Fail(failure)
			s.failsToStart(t)
		}
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.apiKeySettings()))
		s.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Drop: true})
		s.failsToStart(t)
		s.started(t)

		var seen []string
		for _, client := range s.clients {
			channels, _, err := client.GetChannelsForTeamForUser(s.team.Id, "me", true, "")
			require.NoError(t, err)
			for _, channel := range channels {
				posts, _, err := client.GetPostsForChannel(channel.Id, 0, 200, "", false)
				if err != nil { // archived
					continue
				}
				for _, post := range posts.Posts {
					seen = append(seen, jsonOf(t, post))
				}
			}
		}
		posts := len(seen)
		seen = append(seen, s.answers...)
		log := s.pluginLog(t)
		seen = append(seen, log...)
		records := s.stored(t)
		seen = append(seen, records...)
		require.Greater(t, posts, 10)
		require.Greater(t, len(s.answers), 20)
		require.Greater(t, len(log), 10)
		require.Greater(t, len(records), 10)

		for name, secret := range map[string]string{
			"client secret": s.account.ClientSecret, "API secret": s.account.APISecret, "secret token": s.account.SecretToken,
			"webhook secret": webhookSecret, "webhook secret, escaped": "sec%2Bret", "access token": "sim-token-", "refresh token": "sim-refresh-", "code": "sim-code-",
			"user app's secret": s.account.UserApp.ClientSecret, "admin app's secret": s.account.AccountApp.ClientSecret,
			// Its first member is "alg"; fewer letters of it turn up in UUIDs by chance.
			"encryption key": encryptionKey, "JSON Web Token": "eyJhbGci",
			"start URL": "zak=", "start URL's path": "/s/8", "session": s.clients["alice"].AuthToken,
		} {
			for _, text := range seen {
				// The starter's own answer names the start URL without what makes it one: see server.start.
				if name == "start URL's path" && isStarted(text) {
					continue
				}
				require.NotContains(t, text, secret, name)
			}
		}
	})
}

func (s *server) failsToStart(t *testing.T) {
	t.Helper()
	status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
	require.GreaterOrEqual(t, status, 500, got)
}

func isStarted(text string) bool {
	var got answer
	return json.Unmarshal([]byte(text), &got) == nil && got.Outcome == "started"
}

func jsonOf(t *testing.T, post *model.Post) string {
	t.Helper()
	raw, err := json.Marshal(post)
	require.NoError(t, err)
	return string(raw)
}
