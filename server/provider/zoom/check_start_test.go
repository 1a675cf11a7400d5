package zoom_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// TestWhoCannotStart compares what is told beforehand with what a start meets.
func TestWhoCannotStart(t *testing.T) {
	asOneWhoIs := func(status string) func(*checkWorld) {
		return func(w *checkWorld) {
			w.sim.Add(zoomtest.User{ID: "p", Email: "pat@example.com", Status: status})
			w.admin.Email = "pat@example.com"
		}
	}
	for name, c := range map[string]struct {
		given func(w *checkWorld)
		err   error
	}{
		"all is well":           {func(*checkWorld) {}, nil},
		"nothing is set":        {func(w *checkWorld) { w.config.Problems = []meeting.Problem{{Code: "missing"}} }, meeting.ErrNotConfigured},
		"a wrong secret":        {func(w *checkWorld) { w.config.ClientSecret = "wrong" }, meeting.ErrCredentials},
		"no user":               {func(w *checkWorld) { w.admin = mallory }, meeting.ErrUnknownHost},
		"pending":               {asOneWhoIs(zoomtest.Pending), meeting.ErrPendingHost},
		"deactivated":           {asOneWhoIs(zoomtest.Inactive), meeting.ErrInactiveHost},
		"an unverified address": {func(w *checkWorld) { w.admin.Unverified = true }, meeting.ErrUnverified},
		"API key":               {func(w *checkWorld) { w.useKey("") }, nil},
		"API key, no user":      {func(w *checkWorld) { w.useKey(""); w.admin = mallory }, meeting.ErrUnknownHost},
		"a wrong API secret":    {func(w *checkWorld) { w.useKey("a wrong secret of 32 characters!") }, meeting.ErrCredentials},
		"Zoom is out of reach":  {func(w *checkWorld) { w.config.URL = "http://127.0.0.1:1" }, meeting.ErrUnavailable},
		"not connected":         {func(w *checkWorld) { w.signInAs(provider.ModeUserOAuth) }, meeting.ErrNotConnected},
		"the account's token ended": {func(w *checkWorld) {
			w.signInAs(provider.ModeAdminOAuth)
			w.provider.Tokens = fixedTokens{token: "revoked"}
		}, meeting.ErrAccountNotConnected},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCheckWorld(t, zoomtest.Default())
			c.given(w)
			w.provider.Configure(w.config)
			err := w.provider.CheckStart(t.Context(), w.admin)
			_, atStart := w.provider.Create(t.Context(), w.admin, meeting.Options{})
			if c.err == nil {
				require.NoError(t, err)
				require.NoError(t, atStart)
				return
			}
			require.ErrorIs(t, err, c.err)
			require.ErrorIs(t, atStart, c.err)
		})
	}
}

func TestWhatSaysNothingAboutAStart(t *testing.T) {
	for name, failure := range map[string]zoomtest.Failure{
		"a scope is missing": {Op: zoomtest.OpGetUser, Status: 400, Body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user:admin]."}`},
		"too many requests": {Op: zoomtest.OpGetUser, Status: 429, Body: `{"code":429,"message":"You have reached the maximum per-second rate limit."}`,
			Header: http.Header{"Retry-After": {"60"}}},
		"an unknown code": {Op: zoomtest.OpGetUser, Status: 400, Body: `{"code":300,"message":"Invalid parameter."}`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCheckWorld(t, zoomtest.Default())
			w.sim.Fail(failure)
			require.NoError(t, w.provider.CheckStart(t.Context(), alice))
		})
	}
}

// TestOwnConnectionIsAsked when people sign in for themselves: whose address in Mattermost is another one can start all the same.
func TestOwnConnectionIsAsked(t *testing.T) {
	e := newEntrance(t, provider.ModeUserOAuth, nil)
	e.connect(t, anna.UserID, "alice@example.com")
	require.NoError(t, e.CheckStart(t.Context(), anna))
}

// silence never answers.
type silence struct{}

func (silence) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

func TestADeadZoomCostsSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider(provider.Config{})
		p.HTTP = &http.Client{Transport: silence{}}
		p.Configure(provider.Config{Mode: provider.ModeAPIKey, APIURL: "https://zoom.example/v2", APIKey: "key", APISecret: "a secret of 32 characters or more!"})
		began := time.Now()
		err := p.CheckStart(t.Context(), alice)
		require.ErrorIs(t, err, meeting.ErrSlow)
		require.Equal(t, 3*time.Second, time.Since(began))
		var failure *meeting.ServiceError
		require.ErrorAs(t, err, &failure)
		require.Equal(t, "3s", failure.Detail, "what was waited for")
	})
}
