package zoom_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const bobsRoom = 2000000002

// TestInspect plays what a meeting of Bob's goes through, and asks.
func TestInspect(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	for name, config := range configs(sim, account) {
		t.Run(name, func(t *testing.T) {
			p := newProvider(config)
			inspect := func(number int64, uuid string, calls int) meeting.Report {
				t.Helper()
				sim.ResetCalls()
				report, err := p.Inspect(t.Context(), bob, number, uuid)
				require.NoError(t, err)
				made := sim.Calls()
				require.Equal(t, calls, made[zoomtest.OpGetMeeting]+made[zoomtest.OpPastMeeting])
				return report
			}
			created, err := p.Create(t.Context(), bob, meeting.Options{})
			require.NoError(t, err)
			number := created.Number
			require.Equal(t, meeting.Report{Known: true}, inspect(number, "", 2), "nobody has entered")

			require.NoError(t, sim.Join(number, "Bob"))
			uuid := sim.Occurrences(number)[0].UUID
			require.Equal(t, meeting.Report{Known: true, Running: true}, inspect(number, "", 1))
			require.Equal(t, meeting.Report{Known: true, Running: true}, inspect(number, uuid, 2))

			require.NoError(t, sim.End(number))
			was := sim.Occurrences(number)[0]
			end := was.EndedAt.UTC().Truncate(time.Second)
			ended := &meeting.Event{Number: number, UUID: uuid, State: meeting.Ended, StartedAt: was.StartedAt.UTC().Truncate(time.Second), EndedAt: end, At: end}
			require.Equal(t, meeting.Report{Known: true, Ended: ended}, inspect(number, uuid, 1))
			require.Equal(t, meeting.Report{Known: true, Ended: ended}, inspect(number, "", 2), "it is gone, but in the past")
			require.Equal(t, meeting.Report{}, inspect(81234567890, "", 2), "another account's")
		})
	}
}

// TestInspectARoomThatRunsAgain asks for the occurrence that is meant.
func TestInspectARoomThatRunsAgain(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["server to server"])
	for range 2 {
		require.NoError(t, sim.Join(bobsRoom, "Bob"))
		require.NoError(t, sim.End(bobsRoom))
	}
	require.NoError(t, sim.Join(bobsRoom, "Bob"))
	was := sim.Occurrences(bobsRoom)
	first, err := p.Inspect(t.Context(), bob, bobsRoom, was[0].UUID)
	require.NoError(t, err)
	require.Equal(t, was[0].UUID, first.Ended.UUID)
	third, err := p.Inspect(t.Context(), bob, bobsRoom, was[2].UUID)
	require.NoError(t, err)
	require.Equal(t, meeting.Report{Known: true, Running: true}, third)
	require.NoError(t, sim.End(bobsRoom))
	last, err := p.Inspect(t.Context(), bob, bobsRoom, "")
	require.NoError(t, err)
	require.Equal(t, was[2].UUID, last.Ended.UUID)
}

func TestInspectTellsThePlan(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["API key"])
	start := time.Now().Add(24 * time.Hour).UTC().Truncate(time.Second)
	for kind, want := range map[int]time.Time{zoomtest.Scheduled: start.Add(45 * time.Minute), zoomtest.Recurring: {}} {
		booked, err := sim.Schedule("bob@example.com", zoomtest.MeetingRequest{Type: kind, StartTime: start.Format(time.RFC3339), Duration: 45})
		require.NoError(t, err)
		report, err := p.Inspect(t.Context(), alice, booked.ID, "")
		require.NoError(t, err)
		require.Equal(t, meeting.Report{Known: true, PlannedEnd: want}, report)
		found, err := p.Find(t.Context(), bob, booked.JoinURL)
		require.NoError(t, err)
		require.Equal(t, want, found.PlannedEnd)
	}
}

func TestInspectFails(t *testing.T) {
	limited := `{"code":429,"message":"You have reached the maximum per-second rate limit for this API."}`
	for name, c := range map[string]struct {
		scopes  string
		failure zoomtest.Failure
		want    error
		noPast  bool
	}{
		"may not look at meetings": {scopes: "meeting:read:past_meeting:admin", want: meeting.ErrMissingScopes},
		"may not look at the past": {scopes: "meeting:read:meeting:admin", noPast: true},
		"too many questions":       {failure: zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 429, Body: limited, Times: 9}, want: meeting.ErrRateLimited},
		"down":                     {failure: zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 500, Times: 9}, want: meeting.ErrUnavailable},
		"the past is down":         {failure: zoomtest.Failure{Op: zoomtest.OpPastMeeting, Status: 502, Times: 9}, want: meeting.ErrUnavailable},
		"the past is not JSON":     {failure: zoomtest.Failure{Op: zoomtest.OpPastMeeting, Status: 200, Body: "<html>", Times: 9}, want: meeting.ErrBadAnswer},
		"the past has no end":      {failure: zoomtest.Failure{Op: zoomtest.OpPastMeeting, Status: 200, Body: `{"uuid":"x"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			if c.scopes != "" {
				account.Scopes = strings.Fields(c.scopes)
			}
			sim := zoomtest.Start(t, account)
			if c.failure.Op != "" {
				sim.Fail(c.failure)
			}
			report, err := newProvider(configs(sim, account)["server to server"]).Inspect(t.Context(), bob, bobsRoom, "")
			require.ErrorIs(t, err, c.want)
			require.Nil(t, report.Ended)
			require.Equal(t, c.noPast, report.NoPast)
		})
	}
	_, err := (&provider.Provider{HTTP: http.DefaultClient}).Inspect(t.Context(), bob, bobsRoom, "")
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
}

// TestInspectAsWhoSignedIn asks with the creator's own token, and with that of the account.
func TestInspectAsWhoSignedIn(t *testing.T) {
	users := newEntrance(t, provider.ModeUserOAuth, nil)
	_, err := users.Inspect(t.Context(), robert, bobsRoom, "")
	require.ErrorIs(t, err, meeting.ErrNotConnected)
	users.connect(t, robert.UserID, "bob@example.com")
	users.connect(t, anna.UserID, "alice@example.com")
	require.NoError(t, users.sim.Join(bobsRoom, "Bob"))
	report, err := users.Inspect(t.Context(), robert, bobsRoom, "")
	require.NoError(t, err)
	require.True(t, report.Running)
	report, err = users.Inspect(t.Context(), anna, bobsRoom, "")
	require.NoError(t, err)
	require.Equal(t, meeting.Report{NoPast: true}, report, "the host's to tell")

	all := newEntrance(t, provider.ModeAdminOAuth, nil)
	_, err = all.Inspect(t.Context(), robert, bobsRoom, "")
	require.ErrorIs(t, err, meeting.ErrAccountNotConnected)
	all.connect(t, admin.UserID, "alice@example.com")
	report, err = all.Inspect(t.Context(), robert, bobsRoom, "")
	require.NoError(t, err)
	require.True(t, report.Known)
}
