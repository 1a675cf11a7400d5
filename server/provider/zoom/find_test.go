package zoom_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

var bob = meeting.Person{UserID: "u3", Username: "bob", Email: "Bob@example.com"}

// TestFind lets people share a meeting that Bob has scheduled.
func TestFind(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	scheduled, err := sim.Schedule("bob@example.com", zoomtest.MeetingRequest{Topic: "Salaries", Passcode: "4711"})
	require.NoError(t, err)
	bare := meeting.Meeting{Number: scheduled.ID, JoinURL: sim.URL() + "/j/" + strconv.FormatInt(scheduled.ID, 10)}
	full := bare
	full.Topic, full.Passcode, full.JoinURL = "Salaries", "4711", scheduled.JoinURL
	full.PlannedEnd = scheduled.Start.Add(time.Hour).UTC().Truncate(time.Second)
	linked := bare
	linked.JoinURL = bare.JoinURL + "?pwd=mine"

	for name, config := range configs(sim, account) {
		p := newProvider(config)
		for who, c := range map[string]struct {
			sharer meeting.Person
			typed  string
			want   meeting.Meeting
		}{
			"the host, a number":            {bob, fmt.Sprint(scheduled.ID), full},
			"the host, a link":              {bob, linked.JoinURL, full},
			"a colleague, a number":         {alice, fmt.Sprint(scheduled.ID), bare},
			"a colleague, a link":           {alice, linked.JoinURL, linked},
			"unknown to Zoom, a number":     {mallory, fmt.Sprint(scheduled.ID), bare},
			"without an address, a number":  {meeting.Person{UserID: "u9"}, fmt.Sprint(scheduled.ID), bare},
			"a meeting of another account":  {bob, "81234567890", meeting.Meeting{Number: 81234567890, JoinURL: sim.URL() + "/j/81234567890"}},
			"a link of another account":     {bob, "https://us02web.zoom.us/j/81234567890?pwd=x", meeting.Meeting{Number: 81234567890, JoinURL: "https://us02web.zoom.us/j/81234567890?pwd=x"}},
			"a colleague's room, a number":  {alice, "2000000002", meeting.Meeting{Number: 2000000002, JoinURL: sim.URL() + "/j/2000000002"}},
			"a link with somebody's tokens": {alice, bare.JoinURL + "?zak=z&tk=t", bare},
		} {
			t.Run(name+", "+who, func(t *testing.T) {
				got, err := p.Find(t.Context(), c.sharer, c.typed)
				require.NoError(t, err)
				require.Equal(t, c.want, got)
			})
		}
	}
}

func TestFindAMeetingThatRuns(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["server to server"])
	const room = 2000000002
	for _, running := range []bool{false, true} {
		if running {
			require.NoError(t, sim.Join(room, "Bob"))
		}
		own, err := p.Find(t.Context(), bob, strconv.Itoa(room))
		require.NoError(t, err)
		require.True(t, own.Personal)
		require.Equal(t, running, own.Running)
		others, err := p.Find(t.Context(), alice, strconv.Itoa(room))
		require.NoError(t, err)
		require.False(t, others.Running, "whether it runs is the host's to tell")
	}
}

func TestFindRoom(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["server to server"])
	require.NoError(t, sim.Join(2000000002, "Bob"))
	room, err := p.FindRoom(t.Context(), bob)
	require.NoError(t, err)
	require.Equal(t, int64(2000000002), room.Number)
	require.Contains(t, room.JoinURL, "/j/2000000002?pwd=")
	require.True(t, room.Personal)
	require.True(t, room.Running)
	require.NotEmpty(t, room.Topic)
	require.NotEmpty(t, room.Passcode)

	sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 400, Body: `{"code":300,"message":"x"}`})
	bare, err := p.FindRoom(t.Context(), bob)
	require.NoError(t, err)
	require.Equal(t, meeting.Meeting{Number: room.Number, JoinURL: room.JoinURL, Personal: true}, bare)

	_, err = p.FindRoom(t.Context(), mallory)
	require.ErrorIs(t, err, meeting.ErrUnknownHost)
	for body, want := range map[string]error{
		`{"id":"u","status":"pending","pmi":5,"personal_meeting_url":"https://zoom.us/j/5"}`:  meeting.ErrPendingHost,
		`{"id":"u","status":"inactive","pmi":5,"personal_meeting_url":"https://zoom.us/j/5"}`: meeting.ErrInactiveHost,
		`{"id":"u","status":"active","pmi":0}`:                                                meeting.ErrNotAllowed,
		`{"id":"u","status":"active","pmi":5,"personal_meeting_url":"javascript:alert(1)"}`:   meeting.ErrNotAllowed,
	} {
		sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetUser, Status: 200, Body: body})
		_, err := p.FindRoom(t.Context(), bob)
		require.ErrorIs(t, err, want)
	}
	_, err = (&provider.Provider{HTTP: http.DefaultClient}).FindRoom(t.Context(), bob)
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
}

func TestFindByHostID(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["server to server"])
	for id, topic := range map[string]string{"u-bob": "T", "u-alice": "", "": ""} {
		sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 200, Body: `{"id":81234567890,"host_id":"` + id + `","topic":"T"}`})
		got, err := p.Find(t.Context(), bob, "81234567890")
		require.NoError(t, err)
		require.Equal(t, topic, got.Topic)
	}
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 200, Body: `{"id":81234567890,"topic":"T"}`})
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetUser, Status: 200, Body: `{"status":"active"}`})
	got, err := p.Find(t.Context(), bob, "81234567890")
	require.NoError(t, err)
	require.Empty(t, got.Topic, "nobody is not Bob")
}

// TestAnAddressThatOnlyLooksTheSame has another alphabet's letter in it.
func TestAnAddressThatOnlyLooksTheSame(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetMeeting, Status: 200, Body: `{"id":81234567890,"host_email":"susan@example.com","topic":"T"}`})
	got, err := newProvider(configs(sim, account)["API key"]).Find(t.Context(), meeting.Person{Email: "\u017fu\u017fan@example.com"}, "81234567890")
	require.NoError(t, err)
	require.Empty(t, got.Topic)
}

// TestFindAMeetingInTheRoom follows the number by which people enter, since events carry no other.
func TestFindAMeetingInTheRoom(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	booked, err := sim.Schedule("bob@example.com", zoomtest.MeetingRequest{Topic: "Weekly", Settings: map[string]any{"use_pmi": true}})
	require.NoError(t, err)
	got, err := newProvider(configs(sim, account)["API key"]).Find(t.Context(), bob, strconv.FormatInt(booked.ID, 10))
	require.NoError(t, err)
	require.Equal(t, int64(2000000002), got.Number)
	require.True(t, got.Personal)
	require.Equal(t, "Weekly", got.Topic)
}

func TestALookUpThatFailsIsLoggedOnceAMinute(t *testing.T) {
	account := zoomtest.Default()
	account.Scopes = []string{"user:read:user:admin"}
	sim := zoomtest.Start(t, account)
	log := &strings.Builder{}
	p := &provider.Provider{HTTP: zoom.NewHTTPClient(), Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil))}
	p.Configure(configs(sim, account)["server to server"])
	for range 3 {
		_, err := p.Find(t.Context(), bob, "81234567890")
		require.NoError(t, err)
	}
	require.Equal(t, 1, strings.Count(log.String(), "meeting:read:meeting:admin"), log)
}

// TestFindWhenZoomFails posts what was typed.
func TestFindWhenZoomFails(t *testing.T) {
	for name, failure := range map[string]zoomtest.Failure{
		"no permission":       {Op: zoomtest.OpGetMeeting, Status: 400, Body: `{"code":4711,"message":"does not contain scopes:[meeting:read:meeting:admin]"}`},
		"not JSON":            {Op: zoomtest.OpGetMeeting, Status: 200, Body: `<html>`},
		"sign-in refused":     {Op: zoomtest.OpToken, Status: 400, Body: `{"reason":"x","error":"invalid_client"}`},
		"another meeting":     {Op: zoomtest.OpGetMeeting, Status: 200, Body: `{"id":5,"host_email":"bob@example.com","topic":"T"}`},
		"a link to elsewhere": {Op: zoomtest.OpGetMeeting, Status: 200, Body: `{"id":81234567890,"host_email":"bob@example.com","join_url":"javascript:alert(1)"}`},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			sim := zoomtest.Start(t, account)
			sim.Fail(failure)
			got, err := newProvider(configs(sim, account)["server to server"]).Find(t.Context(), bob, "81234567890")
			require.NoError(t, err)
			require.Equal(t, meeting.Meeting{Number: 81234567890, JoinURL: sim.URL() + "/j/81234567890"}, got)
		})
	}
}

func TestFindRefuses(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	p := newProvider(configs(sim, account)["server to server"])
	for typed, want := range map[string]error{
		"hello":                                 meeting.ErrBadReference,
		"https://zoom.example/j/81234567890":    meeting.ErrForeignLink,
		sim.URL() + "/s/81234567890?zak=secret": meeting.ErrHostLink,
		sim.URL() + "/my/bob":                   meeting.ErrPersonalLink,
	} {
		_, err := p.Find(t.Context(), bob, typed)
		require.ErrorIs(t, err, want, typed)
		require.NotContains(t, err.Error(), "secret")
	}
	require.Empty(t, sim.Calls())
	_, err := (&provider.Provider{HTTP: http.DefaultClient}).Find(t.Context(), bob, "81234567890")
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
}
