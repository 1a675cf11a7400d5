package zoom_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// entrance is a provider in one of the modes in which people sign in, with all that keeps their tokens.
type entrance struct {
	*provider.Provider
	sim    *zoomtest.Simulator
	source *oauth.Source
	flow   *oauth.Flow
	config provider.Config
}

func newEntrance(t *testing.T, mode provider.Mode, change func(*zoomtest.Config)) *entrance {
	t.Helper()
	account := zoomtest.Default()
	if change != nil {
		change(&account)
	}
	e := &entrance{sim: zoomtest.Start(t, account)}
	e.Provider = &provider.Provider{HTTP: http.DefaultClient, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	e.config = provider.Config{Mode: mode, URL: e.sim.URL(), ClientID: "sim-user-app", ClientSecret: "sim-user-app-secret", EncryptionKey: "key"}
	if mode == provider.ModeAdminOAuth {
		e.config.ClientID, e.config.ClientSecret = "sim-admin-app", "sim-admin-app-secret"
	}
	e.Configure(e.config)
	e.keepTokens(&kvtest.KV{})
	return e
}

// keepTokens has people sign in, with their tokens in kv.
func (e *entrance) keepTokens(kv *kvtest.KV) {
	connections := kvstore.Connections{KV: kv, Key: e.EncryptionKey}
	e.source = &oauth.Source{App: provider.App{Provider: e.Provider}, Connections: connections, Now: time.Now,
		Wait: func(context.Context, time.Duration) error { return nil }}
	e.Tokens = e.source
	e.flow = &oauth.Flow{
		App: e.source.App, Connections: connections, Attempts: kvstore.Attempts{KV: kv, Key: e.EncryptionKey}, Now: time.Now,
		RedirectURL: func() string { return "https://mm.example/complete" },
		IsAdmin:     func(_ context.Context, userID string) (bool, error) { return userID == admin.UserID, nil },
	}
}

// connect is a Mattermost user who signs in to Zoom with that address.
func (e *entrance) connect(t *testing.T, userID, email string) oauth.Identity {
	t.Helper()
	owner, err := e.Owner(userID)
	require.NoError(t, err)
	page, err := e.flow.Begin(t.Context(), userID, owner, "")
	require.NoError(t, err)
	back, err := e.sim.Authorize(page, email)
	require.NoError(t, err)
	address, err := url.Parse(back)
	require.NoError(t, err)
	_, identity, err := e.flow.Complete(t.Context(), oauth.Return{
		UserID: userID, State: address.Query().Get("state"), Code: address.Query().Get("code")})
	require.NoError(t, err)
	return identity
}

var (
	// Their Zoom accounts have other addresses, but for Bob's.
	anna   = meeting.Person{UserID: "m1", Username: "anna", Email: "anna@elsewhere.example"}
	robert = meeting.Person{UserID: "m2", Username: "bob", Email: "bob@example.com"}
	admin  = meeting.Person{UserID: "m3", Username: "admin", Email: "admin@elsewhere.example", Admin: true}
)

func TestUsersSignInForThemselves(t *testing.T) {
	e := newEntrance(t, provider.ModeUserOAuth, nil)
	_, err := e.Create(t.Context(), anna, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConnected)
	require.Equal(t, oauth.Identity{UserID: "u-alice", Email: "alice@example.com", AccountID: "sim-account-id"}, e.connect(t, "m1", "alice@example.com"))

	e.sim.ResetCalls()
	created, err := e.Create(t.Context(), anna, meeting.Options{Topic: "Weekly"})
	require.NoError(t, err)
	require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, e.sim.Calls(), "one call to Zoom")
	hosted, _ := e.sim.Meeting(created.Number)
	require.Equal(t, "u-alice", hosted.Host.ID)

	found, err := e.Find(t.Context(), anna, created.JoinURL)
	require.NoError(t, err)
	require.Equal(t, "Weekly", found.Topic)
	room, err := e.FindRoom(t.Context(), anna)
	require.NoError(t, err)
	require.EqualValues(t, 2000000001, room.Number)

	e.connect(t, "m2", "bob@example.com")
	found, err = e.Find(t.Context(), robert, created.JoinURL)
	require.NoError(t, err)
	require.Empty(t, found.Topic, "not the host")
	_, err = e.FindRoom(t.Context(), admin)
	require.ErrorIs(t, err, meeting.ErrNotConnected)
	found, err = e.Find(t.Context(), admin, "857 4606 5432")
	require.NoError(t, err, "a number can be shared without an account")
	require.Empty(t, found.Topic)
}

func TestAnAdminSignsInForAll(t *testing.T) {
	e := newEntrance(t, provider.ModeAdminOAuth, nil)
	_, err := e.Create(t.Context(), robert, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrAccountNotConnected)
	_, err = e.Create(t.Context(), admin, meeting.Options{})
	var missing *meeting.NotConnectedError
	require.ErrorAs(t, err, &missing, "who can sign in is led there")
	require.Equal(t, meeting.NotConnectedError{ForAll: true}, *missing)
	_, err = e.flow.Begin(t.Context(), robert.UserID, oauth.Account, "")
	require.ErrorIs(t, err, oauth.ErrNotAdmin)
	e.connect(t, admin.UserID, "alice@example.com")

	created, err := e.Create(t.Context(), robert, meeting.Options{})
	require.NoError(t, err)
	hosted, _ := e.sim.Meeting(created.Number)
	require.Equal(t, "u-bob", hosted.Host.ID)
	_, err = e.Create(t.Context(), anna, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrUnknownHost)
	unverified := robert
	unverified.Unverified = true
	_, err = e.Create(t.Context(), unverified, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrUnverified)
}

func TestTokensThatZoomTakesNoMore(t *testing.T) {
	for name, c := range map[string]struct {
		spoil     func(e *entrance)
		refreshes int
		want      error
	}{
		"revoked, and renewed": {func(e *entrance) { e.sim.RevokeTokens() }, 1, nil},
		"the grant has ended":  {func(e *entrance) { e.sim.EndGrants() }, 1, meeting.ErrNotConnected},
		"another app":          {func(e *entrance) { e.config.ClientID = "x"; e.Configure(e.config) }, 0, meeting.ErrNotConnected},
		"another key":          {func(e *entrance) { e.config.EncryptionKey = "x"; e.Configure(e.config) }, 0, meeting.ErrNotConnected},
		"renewed in vain": {func(e *entrance) {
			e.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 401, Body: `{"code":124,"message":"Invalid access token."}`, Times: 9})
		}, 1, meeting.ErrNotConnected},
		"a proxy answers in Zoom's place": {func(e *entrance) {
			e.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 401, Body: "<html>Log in first</html>", Times: 9})
		}, 0, meeting.ErrBadAnswer},
		"Zoom's sign-in is down": {func(e *entrance) {
			e.sim.RevokeTokens()
			e.sim.Fail(zoomtest.Failure{Op: zoomtest.OpRefresh, Status: 503, Body: "oops"})
		}, 1, meeting.ErrUnavailable},
		"the app's secret was changed": {func(e *entrance) {
			e.sim.RevokeTokens()
			e.config.ClientSecret = "x"
			e.Configure(e.config)
		}, 1, meeting.ErrCredentials},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEntrance(t, provider.ModeUserOAuth, nil)
			e.connect(t, "m1", "alice@example.com")
			e.sim.ResetCalls()
			c.spoil(e)
			_, err := e.Create(t.Context(), anna, meeting.Options{})
			require.ErrorIs(t, err, c.want)
			var missing *meeting.NotConnectedError
			require.True(t, !errors.As(err, &missing) || missing.Again)
			require.Equal(t, c.refreshes, e.sim.Calls()[zoomtest.OpRefresh])
		})
	}
}

// A refresh token is spent when Zoom has answered, whether or not the answer arrives: that costs one more sign-in.
func TestTheAnswerToARefreshIsLost(t *testing.T) {
	e := newEntrance(t, provider.ModeUserOAuth, nil)
	e.connect(t, "m1", "alice@example.com")
	e.sim.RevokeTokens()
	e.sim.Fail(zoomtest.Failure{Op: zoomtest.OpRefresh, Lost: true})
	_, err := e.Create(t.Context(), anna, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrUnavailable)
	_, err = e.Create(t.Context(), anna, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConnected)
	e.connect(t, "m1", "alice@example.com")
	_, err = e.Create(t.Context(), anna, meeting.Options{})
	require.NoError(t, err)
}

func TestAScopeThatIsMissingIsToldToWhoeverSignedIn(t *testing.T) {
	e := newEntrance(t, provider.ModeUserOAuth, func(c *zoomtest.Config) { c.UserApp.Scopes = []string{"user:read:user"} })
	e.connect(t, "m1", "alice@example.com")
	_, err := e.Create(t.Context(), anna, meeting.Options{})
	var service *meeting.ServiceError
	require.ErrorAs(t, err, &service)
	require.ErrorIs(t, err, meeting.ErrMissingScopes)
	require.Equal(t, []string{"meeting:write:meeting"}, service.Scopes)
}

func TestWithTheServersCredentialsNobodySignsIn(t *testing.T) {
	for _, mode := range []provider.Mode{provider.ModeServerToServer, provider.ModeAPIKey} {
		p := &provider.Provider{HTTP: http.DefaultClient, Now: time.Now}
		_, err := p.Owner("m1")
		require.ErrorIs(t, err, meeting.ErrNotConfigured)
		p.Configure(provider.Config{Mode: mode})
		_, err = p.Owner("m1")
		require.ErrorIs(t, err, meeting.ErrNoSignIn)
		_, err = p.Create(t.Context(), meeting.Person{Email: "a@example.com", Unverified: true}, meeting.Options{})
		require.ErrorIs(t, err, meeting.ErrUnverified)
	}
}

func TestASignInThatFailsIsToldInWords(t *testing.T) {
	for name, c := range map[string]struct {
		failure zoomtest.Failure
		want    error
	}{
		"a wrong secret": {zoomtest.Failure{Op: zoomtest.OpExchange, Status: 400, Body: `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`}, meeting.ErrCredentials},
		"Zoom is down":   {zoomtest.Failure{Op: zoomtest.OpExchange, Status: 503, Body: "oops"}, meeting.ErrUnavailable},
		"no scope for the user": {zoomtest.Failure{Op: zoomtest.OpGetUser, Status: 400,
			Body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user]."}`}, meeting.ErrMissingScopes},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEntrance(t, provider.ModeUserOAuth, nil)
			page, err := e.flow.Begin(t.Context(), "m1", "m1", "")
			require.NoError(t, err)
			back, err := e.sim.Authorize(page, "alice@example.com")
			require.NoError(t, err)
			address, err := url.Parse(back)
			require.NoError(t, err)
			e.sim.Fail(c.failure)
			_, _, err = e.flow.Complete(t.Context(), oauth.Return{
				UserID: "m1", State: address.Query().Get("state"), Code: address.Query().Get("code")})
			require.ErrorIs(t, err, c.want)
		})
	}
}
