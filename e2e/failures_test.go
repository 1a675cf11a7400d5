package e2e

import (
	"net/http"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// TestFailuresOfZoom compares what a member is told by HTTP and by command, and what an admin is told besides.
func TestFailuresOfZoom(t *testing.T) {
	answers := func(status int, body string) func(*server) {
		return func(s *server) {
			s.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: status, Body: body, Times: 9})
		}
	}
	account := func(change func(*zoomtest.Config)) func(*server) {
		return func(s *server) { s.switchTo(change) }
	}
	everybody := func(change func(*zoomtest.User)) func(*server) {
		return account(func(z *zoomtest.Config) {
			for i := range z.Users {
				change(&z.Users[i])
			}
		})
	}
	hangUp := func(s *server) { s.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Drop: true, Times: 9}) }
	onEach(t, func(t *testing.T, s *server) {
		for _, c := range []struct {
			name       string
			spoil      func(*server)
			status     int
			code       string
			text       string
			adminsText string
		}{
			{"unknown", account(func(z *zoomtest.Config) { z.Users = nil }), 403, "unknown_host", unknownHost, "asked for `admin@example.com`"},
			{"pending", everybody(func(u *zoomtest.User) { u.Status = zoomtest.Pending }), 403, "host_pending",
				"Accept the invitation", "admin@example.com is pending at Zoom"},
			{"inactive", everybody(func(u *zoomtest.User) { u.Status = zoomtest.Inactive }), 403, "host_inactive",
				"is deactivated", "admin@example.com is deactivated"},
			{"no plan", everybody(func(u *zoomtest.User) { u.NoHosting = true }), 403, "not_allowed", "plan or role", "code 3161"},
			{"no scopes", account(func(z *zoomtest.Config) { z.Scopes = []string{} }), 502, "missing_scopes",
				"lacks a permission: `meeting:write:meeting:admin`", "Add `meeting:write:meeting:admin` to the app's scopes"},
			{"too many today", account(func(z *zoomtest.Config) { z.DailyLimit = -1 }), 429, "rate_limited",
				"Try again in ", "maximum daily rate limit"},
			{"too many", answers(429, `{"code":429,"message":"Too many requests"}`), 429, "rate_limited",
				"Try again in a minute", "Too many requests"},
			{"token refused", answers(401, `{"code":124,"message":"Invalid access token."}`), 502, "credentials_refused",
				"does not accept this server's credentials", "Invalid access token"},
			{"rejected", answers(400, `{"code":300,"message":"Validation Failed."}`), 502, "service_rejected", "did not accept", "Validation Failed."},
			{"down", answers(503, `{"code":503,"message":"Service unavailable"}`), 503, "service_unavailable", "could not be reached", "503, code 503"},
			// An answer in between: five failures in a row would open the breaker.
			{"not JSON", answers(200, "<html>Hello</html>"), 502, "bad_answer", "did not answer as expected", "Check the addresses"},
			{"hangs up", hangUp, 503, "service_unavailable", "could not be reached", "EOF"},
		} {
			t.Run(c.name, func(t *testing.T) {
				s.reset(t)
				c.spoil(s)
				before := s.count(t)
				status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
				require.Equal(t, c.status, status, got)
				require.Equal(t, c.code, got.Error)
				require.Contains(t, got.Message, c.text)
				require.NotContains(t, got.Message, "\n", "what only admins need")
				require.Equal(t, got.Message, s.command(t, s.clients["alice"], s.channel.Id, "", "/zoom start --force").Text)

				status, admins := s.start(t, s.clients["admin"], map[string]any{"channel_id": s.channel.Id, "force": true})
				require.Equal(t, c.status, status, admins)
				require.Contains(t, admins.Message, c.text)
				require.Contains(t, admins.Message, c.adminsText)
				require.Equal(t, before, s.count(t))
			})
		}
	})
}

func TestALimitTellsHowLongToWait(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 429, Header: http.Header{"Retry-After": {"30"}},
			Body: `{"code":429,"message":"Too many requests"}`})
		status, got := s.start(t, s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
		require.Equal(t, http.StatusTooManyRequests, status)
		require.Regexp(t, "Try again in (30|2[0-9]) seconds", got.Message)
	})
}

// TestAnswersAreInTheReadersLanguage has English only, and falls back to it.
func TestAnswersAreInTheReadersLanguage(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		german := "de"
		_, _, err := s.clients["bob"].PatchUser(s.users["bob"].Id, &model.UserPatch{Locale: &german})
		require.NoError(t, err)
		require.Contains(t, s.command(t, s.clients["bob"], s.channel.Id, "", "/zoom help").Text, "**Zoom in Mattermost**")
	})
}
