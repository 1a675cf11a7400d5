package e2e

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// line is what a test of the connection tells of one check. OK is nil when it does not know.
type line struct {
	Check, Text, Fix string
	OK               *bool
}

// testSetup is the panel's Test connection, pressed by the admin: what it tells, by check.
func (s *server) testSetup(t *testing.T) map[string]line {
	t.Helper()
	header := http.Header{"Authorization": {"Bearer " + s.admin.Client.AuthToken}}
	status, reply := s.send(t, s.mm.URL+"/plugins/zoom/api/v1/setup/test", header, nil)
	require.Equal(t, http.StatusOK, status, string(reply))
	s.heard(string(reply))
	var got struct{ Lines []line }
	require.NoError(t, json.Unmarshal(reply, &got))
	lines := map[string]line{}
	for _, line := range got.Lines {
		lines[line.Check] = line
	}
	return lines
}

// verdicts are "good", "bad" or "unsure", by check.
func verdicts(lines map[string]line) map[string]string {
	verdicts := map[string]string{}
	for check, line := range lines {
		switch {
		case line.OK == nil:
			verdicts[check] = "unsure"
		case *line.OK:
			verdicts[check] = "good"
		default:
			verdicts[check] = "bad"
		}
	}
	return verdicts
}

func TestTheConnectionIsTestedWithTheClockOff(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.switchTo(func(*zoomtest.Config) {})
		for _, skew := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
			s.sim.SetSkew(skew)
			got := s.testSetup(t)
			require.Equal(t, map[string]string{"sign_in": "good", "user": "good", "scopes": "good", "clock": "bad"}, verdicts(got), skew)
			require.Contains(t, got["clock"].Text, "differ by 10 minutes")
			require.Contains(t, got["clock"].Fix, "NTP")
		}
		s.sim.SetSkew(2 * time.Minute)
		require.Equal(t, "unsure", verdicts(s.testSetup(t))["clock"])

		// With an API Key, Zoom refuses tokens that are over by its clock: the last line says why.
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.apiKeySettings()))
		s.sim.SetSkew(10 * time.Minute)
		require.Equal(t, map[string]string{"sign_in": "bad", "clock": "bad"}, verdicts(s.testSetup(t)))
		s.sim.SetSkew(0)
		require.Equal(t, map[string]string{"sign_in": "good", "user": "good", "clock": "good"}, verdicts(s.testSetup(t)))
	})
}

func TestTheConnectionOfAnAdminWhoHasSignedInIsTested(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.clients["admin"]
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		require.Equal(t, map[string]string{"sign_in": "unsure"}, verdicts(s.testSetup(t)))

		s.connect(t, admin, s.link(t, admin), "bob@example.com")
		got := s.testSetup(t)
		// Zoom does not say before the first start whether meetings may be made.
		require.Equal(t, map[string]string{"sign_in": "good", "user": "good", "scopes": "unsure", "clock": "good"}, verdicts(got))
		require.Contains(t, got["user"].Text, "bob@example.com")

		s.disconnect(t)
		s.switchTo(func(z *zoomtest.Config) { z.UserApp.Scopes = []string{"meeting:write:meeting", "user:read:user"} })
		s.connect(t, admin, s.link(t, admin), "bob@example.com")
		got = s.testSetup(t)
		require.Equal(t, "bad", verdicts(got)["scopes"])
		require.Contains(t, got["scopes"].Text, "`meeting:read:meeting`")
	})
}

func TestADeactivatedApp(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		here := map[string]any{"channel_id": s.channel.Id, "force": true}
		isRefused := func() {
			t.Helper()
			status, got := s.start(t, s.clients["alice"], here)
			require.Equal(t, http.StatusBadGateway, status)
			require.Equal(t, "credentials_refused", got.Error)
			require.Contains(t, got.Message, "A System Admin can correct them")
			_, got = s.start(t, s.clients["admin"], here)
			require.Contains(t, got.Message, "make sure that the app is activated")
		}
		// Nobody tells the plugin.
		s.switchTo(func(z *zoomtest.Config) { z.WebhookURL = "" })
		s.started(t)
		require.NoError(t, s.sim.Deactivate(s.account.ClientID))
		isRefused()
		got := s.testSetup(t)
		require.Equal(t, map[string]string{"sign_in": "bad", "clock": "good"}, verdicts(got))
		require.Contains(t, got["sign_in"].Fix, "make sure that the app is activated")
		require.NoError(t, s.sim.Activate(s.account.ClientID))
		s.started(t)

		// An app that people sign in to.
		app := s.account.UserApp.ClientID
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		for _, name := range []string{"alice", "admin"} {
			s.connect(t, s.clients[name], s.link(t, s.clients[name]), name+"@example.com")
		}
		require.NoError(t, s.sim.Deactivate(app))
		isRefused()
		require.NoError(t, s.sim.Activate(app))
		_, again := s.start(t, s.clients["alice"], here)
		require.Equal(t, "needs_connect", again.Outcome, "what has ended stays so")
		status, page, _ := s.connect(t, s.clients["alice"], s.link(t, s.clients["alice"]), "alice@example.com")
		require.Equal(t, http.StatusOK, status, page)
		s.started(t)
	})
}
