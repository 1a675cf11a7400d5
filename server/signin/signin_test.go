package signin_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/signin/signintest"
)

const plugin = "https://mm.example/chat/plugins/zoom"

var (
	alice    = meeting.Person{UserID: "u1", Username: "alice"}
	identity = oauth.Identity{UserID: "z1", Email: "alice@zoom.example"}
	place    = meeting.Place{UserID: "u1", ChannelID: "c1", RootID: "r1"}
)

func TestASignInComesBackToWhatWasWanted(t *testing.T) {
	for name, wanted := range map[string]meeting.Wanted{
		"nothing":         {},
		"a start":         {Start: &meeting.Request{Place: place, Topic: "Weekly & more", Force: true}},
		"a personal room": {Start: &meeting.Request{Place: place, Personal: true}},
		"a share":         {Share: &meeting.ShareRequest{Place: place, Reference: "857 4606 5432"}},
		"a room's share":  {Share: &meeting.ShareRequest{Place: place, Personal: true}},
	} {
		t.Run(name, func(t *testing.T) {
			s := signintest.New(&kvtest.KV{}, plugin)
			address, err := s.ConnectURL(t.Context(), alice, wanted)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(address, plugin+signin.ConnectPath))
			require.NotContains(t, address, "Weekly")
			link, err := url.Parse(address)
			require.NoError(t, err)

			page, err := s.Begin(t.Context(), "u1", link.Query().Get(signin.WantedKey))
			require.NoError(t, err)
			asked, err := url.Parse(page)
			require.NoError(t, err)
			require.Equal(t, plugin+"/oauth2/complete", asked.Query().Get("redirect_uri"))
			state, code, err := s.App.Agree(page, identity)
			require.NoError(t, err)
			got, who, err := s.Complete(t.Context(), oauth.Return{UserID: "u1", State: state, Code: code})
			require.NoError(t, err)
			require.Equal(t, wanted, got)
			require.Equal(t, identity, who)
			status, err := s.Status(t.Context(), "u1")
			require.NoError(t, err)
			require.Equal(t, identity, status.Identity)
		})
	}
}

func TestWhoMayDisconnect(t *testing.T) {
	s := signintest.New(&kvtest.KV{}, plugin)
	s.Admins["admin"] = true
	require.ErrorIs(t, s.Disconnect(t.Context(), alice), oauth.ErrNotConnected)
	s.Connect(t, "u1", identity)
	require.NoError(t, s.Disconnect(t.Context(), alice))
	require.Len(t, s.App.Revoked(), 1)

	s.SignFor = func(string) (string, error) { return oauth.Account, nil }
	s.Connect(t, "admin", identity)
	require.ErrorIs(t, s.Disconnect(t.Context(), alice), oauth.ErrNotAdmin)
	require.NoError(t, s.Disconnect(t.Context(), meeting.Person{UserID: "admin", Admin: true}))

	s.SignFor = func(string) (string, error) { return "", meeting.ErrNoSignIn }
	require.ErrorIs(t, s.Disconnect(t.Context(), alice), meeting.ErrNoSignIn)
	_, err := s.Begin(t.Context(), "u1", "")
	require.ErrorIs(t, err, meeting.ErrNoSignIn)
	_, err = s.Status(t.Context(), "u1")
	require.ErrorIs(t, err, meeting.ErrNoSignIn)
}

func TestWhoSignedOutAtTheServiceIsForgottenAndTold(t *testing.T) {
	s := signintest.New(&kvtest.KV{}, plugin)
	s.Connect(t, "u1", identity)
	s.Connect(t, "u2", oauth.Identity{UserID: "z2"})
	require.NoError(t, s.Forget(t.Context(), "z3", time.Now()), "somebody unknown")
	require.NoError(t, s.Forget(t.Context(), "z1", time.Now()))
	require.NoError(t, s.Forget(t.Context(), "z1", time.Now()), "again")
	require.Equal(t, []string{"u1"}, s.Told)
	_, err := s.Status(t.Context(), "u1")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	_, err = s.Status(t.Context(), "u2")
	require.NoError(t, err)
}

func TestASignInOfAnotherModeIsNotCompleted(t *testing.T) {
	s := signintest.New(&kvtest.KV{}, plugin)
	page, err := s.Begin(t.Context(), "u1", "")
	require.NoError(t, err)
	state, code, err := s.App.Agree(page, identity)
	require.NoError(t, err)
	back := oauth.Return{UserID: "u1", State: state, Code: code}
	s.SignFor = func(string) (string, error) { return "", meeting.ErrNoSignIn }
	_, _, err = s.Complete(t.Context(), back)
	require.ErrorIs(t, err, meeting.ErrNoSignIn)
	s.SignFor = func(string) (string, error) { return oauth.Account, nil }
	_, _, err = s.Complete(t.Context(), back)
	require.ErrorIs(t, err, oauth.ErrBadState)
}

func TestWithoutASiteURLNobodyIsSentAway(t *testing.T) {
	s := signintest.New(&kvtest.KV{}, "/plugins/zoom")
	_, err := s.Begin(t.Context(), "u1", "")
	var missing *meeting.NotConfiguredError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, "no_site_url", missing.Problems[0].Code)
}
