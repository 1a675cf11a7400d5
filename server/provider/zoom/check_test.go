package zoom_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// checkWorld is a provider at a simulator, and whoever tests it.
type checkWorld struct {
	account  zoomtest.Config
	sim      *zoomtest.Simulator
	config   provider.Config
	provider *provider.Provider
	admin    meeting.Person
}

func newCheckWorld(t *testing.T, account zoomtest.Config) *checkWorld {
	t.Helper()
	sim := zoomtest.Start(t, account)
	config := configs(sim, account)["server to server"]
	return &checkWorld{account: account, sim: sim, config: config, provider: newProvider(config), admin: alice}
}

// signInAs lets people sign in; their tokens are those of the simulator's Server-to-Server app.
func (w *checkWorld) signInAs(mode provider.Mode) {
	w.config.Mode = mode
	w.provider.Tokens = fixedTokens{}
}

// verdicts are what a test finds, by check.
func (w *checkWorld) verdicts(t *testing.T) (map[setup.Check]setup.Verdict, map[setup.Check]setup.Finding) {
	t.Helper()
	w.provider.Configure(w.config)
	verdicts, findings := map[setup.Check]setup.Verdict{}, map[setup.Check]setup.Finding{}
	for _, finding := range w.provider.Test(t.Context(), w.admin) {
		require.NotContains(t, findings, finding.Check, "twice")
		verdicts[finding.Check], findings[finding.Check] = finding.Verdict, finding
	}
	return verdicts, findings
}

// fixedTokens has one token for everybody, none for nobody.
type fixedTokens struct{ token string }

func (f fixedTokens) Token(context.Context, string) (oauth.Token, error) {
	if f.token == "" {
		return oauth.Token{}, oauth.ErrNotConnected
	}
	return oauth.Token{Access: f.token}, nil
}

func (f fixedTokens) Replace(context.Context, string, oauth.Token) (oauth.Token, error) {
	return oauth.Token{}, oauth.ErrReconnect
}

const good, bad, unsure = setup.Good, setup.Bad, setup.Unsure

func TestWhatATestFinds(t *testing.T) {
	type verdicts = map[setup.Check]setup.Verdict
	const signIn, user, scopes, clock = setup.CheckSignIn, setup.CheckUser, setup.CheckScopes, setup.CheckClock
	for name, c := range map[string]struct {
		given func(w *checkWorld)
		want  verdicts
		check setup.Check
		err   error
	}{
		"all is well": {func(*checkWorld) {}, verdicts{signIn: good, user: good, scopes: good, clock: good}, user, nil},
		"nothing is set": {func(w *checkWorld) { w.config.Problems = []meeting.Problem{{Code: "missing"}} },
			verdicts{setup.CheckSettings: bad}, setup.CheckSettings, meeting.ErrNotConfigured},
		"a wrong secret": {func(w *checkWorld) { w.config.ClientSecret = "wrong" },
			verdicts{signIn: bad, clock: good}, signIn, meeting.ErrCredentials},
		"a wrong account": {func(w *checkWorld) { w.config.AccountID = "wrong" },
			verdicts{signIn: bad, clock: good}, signIn, meeting.ErrCredentials},
		"an unknown admin": {func(w *checkWorld) { w.admin = mallory },
			verdicts{signIn: good, user: unsure, scopes: good, clock: good}, user, meeting.ErrUnknownHost},
		"an unverified address": {func(w *checkWorld) { w.admin.Unverified = true },
			verdicts{signIn: good, user: bad, scopes: good, clock: good}, user, meeting.ErrUnverified},
		"a pending admin": {func(w *checkWorld) {
			w.sim.Add(zoomtest.User{ID: "p", Email: "pat@example.com", Status: zoomtest.Pending})
			w.admin.Email = "pat@example.com"
		}, verdicts{signIn: good, user: bad, scopes: good, clock: good}, user, meeting.ErrPendingHost},
		"the app is deactivated": {func(w *checkWorld) { _ = w.sim.Deactivate(w.account.ClientID) },
			verdicts{signIn: bad, clock: good}, signIn, meeting.ErrCredentials},
		"Zoom has a problem": {func(w *checkWorld) { w.sim.Fail(zoomtest.Failure{Op: zoomtest.OpToken, Status: 503}) },
			verdicts{signIn: bad, clock: good}, signIn, meeting.ErrUnavailable},
		"Zoom is out of reach": {func(w *checkWorld) { w.config.URL = "http://127.0.0.1:1" },
			verdicts{signIn: bad}, signIn, meeting.ErrUnavailable},
		"something else has Zoom's address": {func(w *checkWorld) {
			w.sim.Fail(zoomtest.Failure{Op: zoomtest.OpToken, Status: 200, Body: "<html>", Header: http.Header{"Content-Type": {"text/html"}}})
		}, verdicts{signIn: bad, clock: good}, signIn, meeting.ErrUnavailable},
		"the API's address lacks its version": {func(w *checkWorld) { w.config.APIURL = w.sim.URL() },
			verdicts{signIn: good, user: bad, clock: good}, user, meeting.ErrBadAnswer},
		"the API fails after the sign-in": {func(w *checkWorld) { w.sim.Fail(zoomtest.Failure{Op: zoomtest.OpGetUser, Status: 500}) },
			verdicts{signIn: good, user: bad, clock: good}, user, meeting.ErrUnavailable},

		"API key": {func(w *checkWorld) { w.useKey("") }, verdicts{signIn: good, user: good, clock: good}, user, nil},
		"a wrong API secret": {func(w *checkWorld) { w.useKey("a wrong secret of 32 characters!") },
			verdicts{signIn: bad, clock: good}, signIn, meeting.ErrCredentials},
		"API key, over by Zoom's clock": {func(w *checkWorld) { w.useKey(""); w.sim.SetSkew(10 * time.Minute) },
			verdicts{signIn: bad, clock: bad}, signIn, meeting.ErrCredentials},
		"API key, an unknown admin": {func(w *checkWorld) { w.useKey(""); w.admin = mallory },
			verdicts{signIn: good, user: unsure, clock: good}, user, meeting.ErrUnknownHost},

		"the admin has not connected": {func(w *checkWorld) { w.signInAs(provider.ModeUserOAuth) },
			verdicts{signIn: unsure}, signIn, meeting.ErrNotConnected},
		"nobody has connected the account": {func(w *checkWorld) { w.signInAs(provider.ModeAdminOAuth) },
			verdicts{signIn: bad}, signIn, meeting.ErrAccountNotConnected},
		"the stored token is refused": {func(w *checkWorld) {
			w.signInAs(provider.ModeAdminOAuth)
			w.provider.Tokens = fixedTokens{token: "revoked"}
		}, verdicts{signIn: good, user: bad, clock: good}, user, meeting.ErrAccountNotConnected},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCheckWorld(t, zoomtest.Default())
			c.given(w)
			verdicts, findings := w.verdicts(t)
			require.Equal(t, c.want, verdicts)
			require.ErrorIs(t, findings[c.check].Err, c.err)
		})
	}
}

func (w *checkWorld) useKey(secret string) {
	w.config = configs(w.sim, w.account)["API key"]
	if secret != "" {
		w.config.APISecret = secret
	}
}

func TestWhichScopesATestMisses(t *testing.T) {
	for name, c := range map[string]struct {
		granted []string
		missing []string
		user    setup.Verdict
	}{
		"granular": {[]string{"meeting:write:meeting:admin", "meeting:read:meeting:admin", "user:read:user:admin", "meeting:read:past_meeting:admin"}, nil, good},
		"classic":  {[]string{"meeting:write:admin", "meeting:read:admin", "user:read:admin"}, nil, good},
		"no write": {[]string{"meeting:read:admin", "user:read:user:admin"}, []string{"meeting:write:meeting:admin"}, good},
		"no user":  {[]string{"meeting:write:admin", "meeting:read:admin"}, []string{"user:read:user:admin"}, unsure},
		"those of a member": {[]string{"meeting:write:meeting", "user:read:user:admin"},
			[]string{"meeting:write:meeting:admin", "meeting:read:meeting:admin", "meeting:read:past_meeting:admin"}, good},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			account.Scopes = c.granted
			w := newCheckWorld(t, account)
			verdicts, findings := w.verdicts(t)
			require.Equal(t, c.missing, findings[setup.CheckScopes].Scopes)
			require.Equal(t, len(c.missing) > 0, verdicts[setup.CheckScopes] == bad)
			require.Equal(t, c.user, verdicts[setup.CheckUser])
		})
	}
}

// A connection's token does not say what it may do.
func TestCallsTellOfScopesThatNobodyNames(t *testing.T) {
	for missing, want := range map[string][]string{
		"": nil, "/meetings/1": {"meeting:read:meeting"}, "/users/me": {"user:read:user"},
	} {
		t.Run(missing, func(t *testing.T) {
			asked := 0
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				require.Equal(t, "Bearer token", r.Header.Get("Authorization"))
				require.Equal(t, http.MethodGet, r.Method, "a test changes nothing")
				switch r.URL.Path {
				case missing:
					w.WriteHeader(http.StatusBadRequest)
					_, _ = w.Write([]byte(`{"code":4711,"message":"Invalid access token, does not contain scopes:[x]."}`))
				case "/users/me":
					_, _ = w.Write([]byte(`{"id":"z1","email":"alice@zoom.example","status":"active","pmi":5551112222}`))
				default:
					w.WriteHeader(http.StatusNotFound)
					_, _ = w.Write([]byte(`{"code":3001,"message":"Meeting does not exist: 1."}`))
				}
			}))
			defer api.Close()
			p := newProvider(provider.Config{Mode: provider.ModeUserOAuth, URL: api.URL, APIURL: api.URL})
			p.Tokens = fixedTokens{token: "token"}
			findings := map[setup.Check]setup.Finding{}
			for _, finding := range p.Test(t.Context(), alice) {
				findings[finding.Check] = finding
			}
			require.Equal(t, want, findings[setup.CheckScopes].Scopes)
			require.Equal(t, 2, asked)
			if missing == "" {
				require.Equal(t, unsure, findings[setup.CheckScopes].Verdict, "nobody says whether meetings may be made")
				require.Equal(t, "alice@zoom.example", findings[setup.CheckUser].Email)
			}
		})
	}
}

func TestATestUsesTheConnectionThatPeopleWouldUse(t *testing.T) {
	for name, c := range map[string]struct {
		mode    provider.Mode
		scopes  []string
		admin   meeting.Person
		user    setup.Verdict
		missing []string
		verdict setup.Verdict
	}{
		"their own": {mode: provider.ModeUserOAuth, admin: admin, user: good, verdict: unsure},
		"their own, without a scope": {mode: provider.ModeUserOAuth, admin: admin, scopes: []string{"user:read:user", "meeting:write:meeting"},
			user: good, missing: []string{"meeting:read:meeting"}, verdict: bad},
		"the account's":                         {mode: provider.ModeAdminOAuth, admin: meeting.Person{UserID: "m3", Email: "bob@example.com", Admin: true}, user: good, verdict: unsure},
		"the account's, which has no such user": {mode: provider.ModeAdminOAuth, admin: admin, user: unsure, verdict: unsure},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEntrance(t, c.mode, func(account *zoomtest.Config) { account.UserApp.Scopes = c.scopes })
			e.connect(t, c.admin.UserID, "alice@example.com")
			findings := map[setup.Check]setup.Finding{}
			for _, finding := range e.Test(t.Context(), c.admin) {
				findings[finding.Check] = finding
			}
			require.Equal(t, good, findings[setup.CheckSignIn].Verdict)
			require.Equal(t, c.user, findings[setup.CheckUser].Verdict)
			require.Equal(t, c.missing, findings[setup.CheckScopes].Scopes)
			require.Equal(t, c.verdict, findings[setup.CheckScopes].Verdict)
			require.Equal(t, good, findings[setup.CheckClock].Verdict)
		})
	}
}

func TestClocksThatDiffer(t *testing.T) {
	for off, want := range map[time.Duration]setup.Verdict{
		0: good, 40 * time.Second: good, 90 * time.Second: unsure, -90 * time.Second: unsure, 10 * time.Minute: bad, -10 * time.Minute: bad,
	} {
		t.Run(off.String(), func(t *testing.T) {
			w := newCheckWorld(t, zoomtest.Default())
			w.provider.Now = func() time.Time { return time.Now().Add(off) }
			verdicts, findings := w.verdicts(t)
			require.Equal(t, want, verdicts[setup.CheckClock])
			require.InDelta(t, off.Abs().Seconds(), findings[setup.CheckClock].Difference.Seconds(), 10)
		})
	}
}

// TestASlowTestFindsNoDifferenceOfClocks, since it cannot tell one.
func TestASlowTestFindsNoDifferenceOfClocks(t *testing.T) {
	w := newCheckWorld(t, zoomtest.Default())
	road := &slowRoad{now: time.Now().Truncate(time.Second), took: 9 * time.Second}
	w.provider.HTTP, w.provider.Now = &http.Client{Transport: road}, func() time.Time { return road.now }
	_, findings := w.verdicts(t)
	require.Zero(t, findings[setup.CheckClock].Difference)
}

func TestATestHasItsDeadline(t *testing.T) {
	w := newCheckWorld(t, zoomtest.Default())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	findings := w.provider.Test(ctx, alice)
	require.Len(t, findings, 1)
	require.ErrorIs(t, findings[0].Err, meeting.ErrUnavailable)
}
