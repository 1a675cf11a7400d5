package zoom_test

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

var (
	alice   = meeting.Person{UserID: "u1", Username: "alice", Email: "alice@example.com"}
	mallory = meeting.Person{UserID: "u2", Username: "mallory", Email: "mallory@example.com"}
)

func configs(sim *zoomtest.Simulator, account zoomtest.Config) map[string]provider.Config {
	return map[string]provider.Config{
		"server to server": {
			Mode: provider.ModeServerToServer, URL: sim.URL(), APIURL: sim.APIURL(),
			AccountID: account.AccountID, ClientID: account.ClientID, ClientSecret: account.ClientSecret,
			WebhookSecret: "in-url", SignatureSecret: account.SecretToken,
		},
		"API key": {
			Mode: provider.ModeAPIKey, URL: sim.URL(), APIURL: sim.APIURL(), APIKey: account.APIKey, APISecret: account.APISecret,
			WebhookSecret: "in-url",
		},
	}
}

func newProvider(config provider.Config) *provider.Provider {
	p := &provider.Provider{HTTP: zoom.NewHTTPClient(), Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	p.Configure(config)
	return p
}

func TestSuite(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	for name, config := range configs(sim, account) {
		t.Run(name, func(t *testing.T) {
			meetingtest.TestProvider(t, newProvider(config), alice, mallory)
		})
	}
}

func TestOneCallPerStart(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	config := configs(sim, account)["server to server"]
	p := newProvider(config)
	_, err := p.Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	sim.ResetCalls()
	require.False(t, p.Configure(config), "the same again")
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, sim.Calls())

	config.ClientSecret = "another"
	require.True(t, p.Configure(config))
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrCredentials, "the new one applies at once")
}

func TestNotConfigured(t *testing.T) {
	p := &provider.Provider{HTTP: http.DefaultClient, Now: time.Now}
	_, err := p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
	_, err = p.Receive(http.Header{}, nil, nil)
	require.ErrorIs(t, err, meeting.ErrNotConfigured, "Zoom may send it again")
	require.NotErrorIs(t, err, meeting.ErrEventRefused, "nobody has done anything wrong")

	p.Configure(provider.Config{Problems: []meeting.Problem{{Code: "missing", Setting: "Account ID"}}})
	_, err = p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrNotConfigured)
	require.ErrorContains(t, err, "missing Account ID")
}

func TestAStartURLThatIsNoLinkIsDropped(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 201,
		Body: `{"id":81,"join_url":"https://zoom.example/j/81","start_url":"javascript:alert(1)"}`})
	created, err := newProvider(configs(sim, account)["API key"]).Create(t.Context(), alice, meeting.Options{})
	require.NoError(t, err)
	require.Empty(t, created.StartURL)
}

// TestThePersonalRoom accepts both answers that Zoom gives to a meeting in it.
func TestThePersonalRoom(t *testing.T) {
	for name, spoil := range map[string]func(*zoomtest.Config){
		"a number of its own":      func(*zoomtest.Config) {},
		"the room's number":        func(c *zoomtest.Config) { c.PMIAsID = true },
		"without a UUID":           func(c *zoomtest.Config) { c.OmitUUID = true },
		"may make no meetings":     func(c *zoomtest.Config) { c.Users[0].NoHosting = true },
		"may make none, basic too": func(c *zoomtest.Config) { c.Users[0].NoHosting, c.Users[0].Type = true, zoomtest.Basic },
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			spoil(&account)
			sim := zoomtest.Start(t, account)
			p := newProvider(configs(sim, account)["API key"])
			created, err := p.Create(t.Context(), alice, meeting.Options{Personal: true, Topic: "Weekly"})
			require.NoError(t, err)
			require.Equal(t, int64(2000000001), created.Number)
			require.True(t, created.Personal)
			require.Contains(t, created.JoinURL, "/j/2000000001?pwd=")
			require.Equal(t, "Weekly", created.Topic)
			if !account.Users[0].NoHosting {
				require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, sim.Calls())
				require.Contains(t, created.StartURL, "zak=")
			}
		})
	}
	t.Run("unknown to Zoom, though it has the user", func(t *testing.T) {
		account := zoomtest.Default()
		sim := zoomtest.Start(t, account)
		sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 404, Body: `{"code":1001,"message":"User does not exist: x."}`})
		_, err := newProvider(configs(sim, account)["API key"]).Create(t.Context(), alice, meeting.Options{Personal: true})
		require.ErrorIs(t, err, meeting.ErrUnknownHost, "the room is for who may not make meetings")
	})
	t.Run("only the link tells its number", func(t *testing.T) {
		account := zoomtest.Default()
		sim := zoomtest.Start(t, account)
		sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 201, Body: `{"id":85555555555,"join_url":"https://zoom.us/j/2000000001?pwd=x"}`})
		created, err := newProvider(configs(sim, account)["API key"]).Create(t.Context(), alice, meeting.Options{Personal: true})
		require.NoError(t, err)
		require.Equal(t, int64(2000000001), created.Number)
	})
}

// TestWhyAHostIsRefused asks Zoom about the user, and makes do without an answer.
func TestWhyAHostIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*zoomtest.Config)
		want  error
	}{
		"pending":  {func(c *zoomtest.Config) { c.Users[0].Status = zoomtest.Pending }, meeting.ErrPendingHost},
		"inactive": {func(c *zoomtest.Config) { c.Users[0].Status = zoomtest.Inactive }, meeting.ErrInactiveHost},
		"pending, may not be asked": {func(c *zoomtest.Config) {
			c.Users[0].Status, c.Scopes = zoomtest.Pending, []string{"meeting:write:meeting:admin"}
		}, meeting.ErrUnknownHost},
		"no plan to host": {func(c *zoomtest.Config) { c.Users[0].NoHosting = true }, meeting.ErrNotAllowed},
		"unknown":         {func(c *zoomtest.Config) { c.Users = c.Users[1:] }, meeting.ErrUnknownHost},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			c.spoil(&account)
			sim := zoomtest.Start(t, account)
			_, err := newProvider(configs(sim, account)["server to server"]).Create(t.Context(), alice, meeting.Options{})
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestWhatAServiceErrorTells(t *testing.T) {
	account := zoomtest.Default()
	account.Scopes, account.DailyLimit, account.Now = []string{"user:read:user:admin"}, 1, func() time.Time { return now }
	sim := zoomtest.Start(t, account)
	create := func(mode string) error {
		p := &provider.Provider{HTTP: zoom.NewHTTPClient(), Now: account.Now}
		p.Configure(configs(sim, account)[mode])
		_, err := p.Create(t.Context(), alice, meeting.Options{})
		return err
	}
	var scopes, limit *meeting.ServiceError
	require.ErrorAs(t, create("server to server"), &scopes)
	require.Equal(t, []string{"meeting:write:meeting:admin"}, scopes.Scopes)
	require.Contains(t, scopes.Detail, "400, code 4711: Invalid access token")
	require.NotContains(t, scopes.Detail, "zoom answered")

	require.NoError(t, create("API key"))
	require.ErrorAs(t, create("API key"), &limit)
	require.Equal(t, time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC), limit.RetryAt.UTC())
}

func TestASlowZoom(t *testing.T) {
	account := zoomtest.Default()
	sim := zoomtest.Start(t, account)
	sim.SetLatency(300 * time.Millisecond)
	p := &provider.Provider{HTTP: &http.Client{Timeout: 50 * time.Millisecond}, Now: time.Now}
	p.Configure(configs(sim, account)["API key"])
	_, err := p.Create(t.Context(), alice, meeting.Options{})
	require.ErrorIs(t, err, meeting.ErrSlow)
	require.ErrorIs(t, err, meeting.ErrUnavailable)
	var failure *meeting.ServiceError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, "10s", failure.Detail, "how long this server waits")
}

func TestFailuresOfZoom(t *testing.T) {
	create := func(status int, body string) zoomtest.Failure {
		return zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: status, Body: body, Times: 2}
	}
	for name, c := range map[string]struct {
		failure zoomtest.Failure
		want    error
	}{
		"unknown user":      {create(404, `{"code":1001,"message":"User does not exist"}`), meeting.ErrUnknownHost},
		"token refused":     {create(401, `{"code":124,"message":"Invalid access token."}`), meeting.ErrCredentials},
		"scopes":            {create(400, `{"code":4711,"message":"does not contain scopes:[x]"}`), meeting.ErrMissingScopes},
		"rate":              {create(429, `{"code":429,"message":"slow down"}`), meeting.ErrRateLimited},
		"down":              {create(500, ``), meeting.ErrUnavailable},
		"no answer":         {zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Drop: true}, meeting.ErrUnavailable},
		"no link":           {create(201, `{"id":81}`), meeting.ErrBadAnswer},
		"not JSON":          {create(201, `<html>`), meeting.ErrBadAnswer},
		"a proxy":           {create(407, `<html>`), meeting.ErrBadAnswer},
		"rejected":          {create(400, `{"code":300,"message":"Validation Failed."}`), meeting.ErrRejected},
		"not allowed":       {create(400, `{"code":3161,"message":"Your user account is not allowed meeting hosting and scheduling capabilities."}`), meeting.ErrNotAllowed},
		"invited":           {create(400, `{"code":1120,"message":"A valid invitation to join the Zoom account was not found for this user."}`), meeting.ErrPendingHost},
		"link is a script":  {create(201, `{"id":81,"join_url":"javascript:alert(1)"}`), meeting.ErrUnavailable},
		"sign-in elsewhere": {zoomtest.Failure{Op: zoomtest.OpToken, Status: 404, Body: `<html>`}, meeting.ErrUnavailable},
		"no number":         {create(201, `{"join_url":"https://zoom.example/j/1"}`), meeting.ErrBadAnswer},
		"sign-in refused":   {zoomtest.Failure{Op: zoomtest.OpToken, Status: 400, Body: `{"reason":"Invalid client_id","error":"invalid_client"}`}, meeting.ErrCredentials},
		"sign-in down":      {zoomtest.Failure{Op: zoomtest.OpToken, Status: 503, Body: `{"reason":"x","error":"y"}`}, meeting.ErrUnavailable},
		"sign-in, not JSON": {zoomtest.Failure{Op: zoomtest.OpToken, Status: 200, Body: `<html>`}, meeting.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			sim := zoomtest.Start(t, account)
			sim.Fail(c.failure)
			_, err := newProvider(configs(sim, account)["server to server"]).Create(t.Context(), alice, meeting.Options{})
			require.ErrorIs(t, err, c.want)
		})
	}
}

// slowRoad lets its clock go on by took while Zoom answers, which dates the answer at the end, by a clock that is ahead.
type slowRoad struct {
	now         time.Time
	took, ahead time.Duration
}

func (r *slowRoad) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		r.now = r.now.Add(r.took)
		response.Header.Set("Date", r.now.Add(r.ahead).UTC().Format(http.TimeFormat))
	}
	return response, err
}

// TestASlowAnswerIsNoDifferenceOfClocks: events would be taken for older than the post.
func TestASlowAnswerIsNoDifferenceOfClocks(t *testing.T) {
	const second, half = time.Second, time.Second / 2
	type answer struct{ took, ahead time.Duration }
	for name, c := range map[string]struct {
		answers []answer
		want    time.Duration
	}{
		"quick":                               {[]answer{{0, 0}}, 0},
		"slow":                                {[]answer{{9 * second, 0}}, 0},
		"slow, and a second besides":          {[]answer{{9 * second, second}}, 0},
		"a step":                              {[]answer{{0, 2 * second}}, 0},
		"more than a step":                    {[]answer{{0, 3 * second}}, 3*second + half},
		"behind":                              {[]answer{{0, -time.Minute}}, -time.Minute + half},
		"slow, and a difference":              {[]answer{{8 * second, time.Minute}}, time.Minute + 4*second + half},
		"a known difference, then a slow one": {[]answer{{0, time.Minute}, {8 * second, time.Minute}}, time.Minute + half},
		"none, then a slow one":               {[]answer{{0, 0}, {9 * second, 0}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			road := &slowRoad{now: time.Now().Truncate(second)}
			p := &provider.Provider{HTTP: &http.Client{Transport: road}, Now: func() time.Time { return road.now }, Log: slog.New(slog.DiscardHandler)}
			p.Configure(configs(zoomtest.Start(t, account), account)["API key"])
			var made meeting.Meeting
			for _, answer := range c.answers {
				road.took, road.ahead = answer.took, answer.ahead
				var err error
				made, err = p.Create(t.Context(), alice, meeting.Options{})
				require.NoError(t, err)
			}
			require.Equal(t, c.want, made.Ahead)
		})
	}
}
