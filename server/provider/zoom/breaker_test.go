package zoom_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// road leads to a simulator without a network, so that time can be that of a bubble. While it is blocked nothing comes back on it.
type road struct {
	sim     *zoomtest.Simulator
	blocked bool
	// status is what comes back from a blocked road after latency; 0 is a broken connection.
	status  int
	latency time.Duration
	calls   int
}

func (r *road) RoundTrip(request *http.Request) (*http.Response, error) {
	r.calls++
	if r.latency > 0 {
		select {
		case <-time.After(r.latency):
		case <-request.Context().Done():
			return nil, request.Context().Err()
		}
	}
	answer := httptest.NewRecorder()
	switch {
	case !r.blocked:
		r.sim.ServeHTTP(answer, request)
	case r.status == 0:
		return nil, errors.New("connection refused")
	default:
		answer.WriteHeader(r.status)
	}
	return answer.Result(), nil
}

// outage is a provider behind a breaker, at the end of a road.
type outage struct {
	*provider.Provider
	road *road
	log  *strings.Builder
}

// play runs a test within a bubble. Change edits the configuration for an API key, with which nothing but the call itself is asked.
func play(t *testing.T, change func(*provider.Config), test func(t *testing.T, o *outage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		account := zoomtest.Default()
		account.URL = "https://zoom.invalid"
		o := &outage{road: &road{sim: zoomtest.New(account)}, log: &strings.Builder{}}
		defer o.road.sim.Close()
		client := zoom.NewHTTPClient()
		client.Transport = &zoom.Breaker{Transport: o.road, Log: slog.New(slog.NewTextHandler(o.log, nil))}
		config := configs(o.road.sim, account)["API key"]
		if change != nil {
			change(&config)
		}
		o.Provider = &provider.Provider{HTTP: client, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
		o.Configure(config)
		test(t, o)
	})
}

// start tries to start a meeting and returns how many calls that cost and how long it took.
func (o *outage) start(ctx context.Context) (calls int, took time.Duration, err error) {
	before, began := o.road.calls, time.Now()
	_, err = o.Create(ctx, alice, meeting.Options{})
	return o.road.calls - before, time.Since(began), err
}

// open makes Zoom fail until it is not asked any more.
func (o *outage) open(t *testing.T) {
	t.Helper()
	o.road.blocked = true
	for range zoom.BreakAfter {
		calls, _, err := o.start(t.Context())
		require.ErrorIs(t, err, meeting.ErrUnavailable)
		require.Equal(t, 1, calls)
	}
}

func TestAnOutageIsAskedAboutOnceInAWhile(t *testing.T) {
	for name, failing := range map[string]road{
		"out of reach": {}, "502": {status: 502}, "503, slowly": {status: 503, latency: 3 * time.Second}, "504": {status: 504},
		"silent": {latency: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, nil, func(t *testing.T, o *outage) {
				o.road.status, o.road.latency = failing.status, failing.latency
				o.open(t)
				requireNotAsked := func() {
					t.Helper()
					calls, took, err := o.start(t.Context())
					require.ErrorIs(t, err, meeting.ErrUnavailable)
					require.ErrorIs(t, err, zoom.ErrNotAsked)
					require.NotErrorIs(t, err, meeting.ErrSlow)
					require.Zero(t, calls)
					require.Zero(t, took)
				}
				requireNotAsked()
				time.Sleep(zoom.BreakTime)
				requireNotAsked()
				time.Sleep(time.Nanosecond)
				calls, _, err := o.start(t.Context())
				require.ErrorIs(t, err, meeting.ErrUnavailable)
				require.NotErrorIs(t, err, zoom.ErrNotAsked)
				require.Equal(t, 1, calls, "one tries")
				requireNotAsked()

				o.road.blocked, o.road.latency = false, 0
				time.Sleep(zoom.BreakTime + time.Nanosecond)
				for range 2 {
					_, _, err = o.start(t.Context())
					require.NoError(t, err)
				}
				require.Equal(t, 1, strings.Count(o.log.String(), "does not answer"), o.log)
				require.Equal(t, 1, strings.Count(o.log.String(), "answers again"), o.log)
			})
		})
	}
}

// TestFailuresFarApart are none in a row.
func TestFailuresFarApart(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.road.blocked = true
		for range 2 * zoom.BreakAfter {
			calls, _, _ := o.start(t.Context())
			require.Equal(t, 1, calls)
			time.Sleep(time.Hour)
		}
		require.Empty(t, o.log.String())
	})
}

// TestACallersOwnHurry is not Zoom's failure.
func TestACallersOwnHurry(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.road.latency = 100 * time.Millisecond
		for range 2 * zoom.BreakAfter {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			calls, _, err := o.start(ctx)
			cancel()
			require.Error(t, err)
			require.Equal(t, 1, calls)
		}
	})
}

// TestQuestionsThatWaitBriefly say nothing of a Zoom that answers a start in time, only later than they wait.
func TestQuestionsThatWaitBriefly(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.road.latency = 5 * time.Second
		for range 2 * zoom.BreakAfter {
			require.ErrorIs(t, o.CheckStart(t.Context(), alice), meeting.ErrSlow)
		}
		_, _, err := o.start(t.Context())
		require.NoError(t, err)
	})
}

// TestWhatWasNotAskedDoesNotCount among somebody's starts, and tells why.
func TestWhatWasNotAskedDoesNotCount(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.open(t)
		s := &meeting.Service{
			Provider: o.Provider, Store: kvstore.Meetings{KV: &kvtest.KV{}}, Poster: &meetingtest.Poster{}, Limit: &meeting.StartLimit{},
			Directory: &meetingtest.Directory{People: map[string]meeting.Person{alice.UserID: alice}},
			Log:       slog.New(slog.DiscardHandler), Now: time.Now, NewID: func() string { return "i" }, After: func(func(context.Context)) {},
		}
		s.Limit.Set(2)
		request := meeting.Request{Place: meeting.Place{UserID: alice.UserID, ChannelID: "c"}, Force: true}
		for range 4 {
			_, err := s.Start(t.Context(), request)
			require.ErrorIs(t, err, zoom.ErrNotAsked)
			var failure *meeting.ServiceError
			require.ErrorAs(t, err, &failure)
			require.Contains(t, failure.Detail, "failed, the last with: connection refused")
		}
		require.Contains(t, o.log.String(), "connection refused")
		o.road.blocked = false
		time.Sleep(zoom.BreakTime + time.Nanosecond)
		_, err := s.Start(t.Context(), request)
		require.NoError(t, err)
	})
}

// TestWhoComesWhileOneTries is not kept waiting.
func TestWhoComesWhileOneTries(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.open(t)
		time.Sleep(zoom.BreakTime + time.Nanosecond)
		o.road.blocked, o.road.latency = false, time.Second
		tried := make(chan error)
		go func() {
			_, err := o.Create(t.Context(), alice, meeting.Options{})
			tried <- err
		}()
		synctest.Wait()
		_, took, err := o.start(t.Context())
		require.ErrorIs(t, err, zoom.ErrNotAsked)
		require.Zero(t, took)
		require.NoError(t, <-tried)
		_, _, err = o.start(t.Context())
		require.NoError(t, err)
	})
}

// TestWhatIsNoOutage never opens the breaker.
func TestWhatIsNoOutage(t *testing.T) {
	for name, c := range map[string]struct {
		failing road
		patient bool
	}{
		"400": {road{status: 400}, true}, "401": {road{status: 401}, true}, "403": {road{status: 403}, true}, "404": {road{status: 404}, true},
		"429": {road{status: 429}, true}, "500": {road{status: 500}, true}, "501": {road{status: 501}, true},
		"the caller gives up": {road{latency: time.Minute}, false},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, nil, func(t *testing.T, o *outage) {
				o.road.blocked, o.road.status, o.road.latency = true, c.failing.status, c.failing.latency
				for range 3 * zoom.BreakAfter {
					ctx, cancel := context.WithCancel(t.Context())
					if !c.patient {
						time.AfterFunc(time.Second, cancel)
					}
					calls, _, err := o.start(ctx)
					require.Error(t, err)
					require.Equal(t, 1, calls)
					cancel()
				}
				require.Empty(t, o.log.String())
			})
		})
	}
}

// TestOnlyFailuresInARowCount has four, and a success, again and again.
func TestOnlyFailuresInARowCount(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		for i := range 5 * zoom.BreakAfter {
			o.road.blocked = (i+1)%zoom.BreakAfter != 0
			calls, _, _ := o.start(t.Context())
			require.Equal(t, 1, calls)
		}
	})
}

// TestTheTriesOfAReadStopAtAnOpenBreaker and tell what the last of them met.
func TestTheTriesOfAReadStopAtAnOpenBreaker(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.road.blocked = true
		for _, calls := range []int{3, 2, 0} {
			before, began := o.road.calls, time.Now()
			_, err := o.FindRoom(t.Context(), alice)
			require.ErrorIs(t, err, meeting.ErrUnavailable)
			require.Equal(t, calls, o.road.calls-before)
			require.Equal(t, calls == 0, errors.Is(err, zoom.ErrNotAsked))
			require.Equal(t, calls == 0, time.Since(began) == 0, "there is no pause before a try that does not come")
		}
	})
}

// TestEachHostHasABreaker of its own: settings may lead to another one.
func TestEachHostHasABreaker(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.open(t)
		config := o.Config()
		config.APIURL = "https://elsewhere.invalid/v2"
		o.Configure(config)
		o.road.blocked = false
		_, _, err := o.start(t.Context())
		require.NoError(t, err)
	})
}

// TestASetupTestIsOnItsOwn is not stopped by the breaker, and does not open it.
func TestASetupTestIsOnItsOwn(t *testing.T) {
	play(t, nil, func(t *testing.T, o *outage) {
		o.open(t)
		o.road.blocked = false
		require.Equal(t, setup.Good, o.Test(t.Context(), alice)[0].Verdict)
		_, _, err := o.start(t.Context())
		require.ErrorIs(t, err, zoom.ErrNotAsked, "a test does not close it either")

		time.Sleep(zoom.BreakTime + time.Nanosecond)
		_, _, err = o.start(t.Context())
		require.NoError(t, err)
		o.road.blocked = true
		for range 2 * zoom.BreakAfter {
			require.Equal(t, setup.Bad, o.Test(t.Context(), alice)[0].Verdict)
		}
		o.road.blocked = false
		_, _, err = o.start(t.Context())
		require.NoError(t, err)
	})
}

// TestAConnectionOutlivesAnOutage: a token that cannot be refreshed now is not one that Zoom refuses.
func TestAConnectionOutlivesAnOutage(t *testing.T) {
	play(t, func(c *provider.Config) {
		c.Mode, c.ClientID, c.ClientSecret, c.EncryptionKey = provider.ModeUserOAuth, "sim-user-app", "sim-user-app-secret", "key"
	}, func(t *testing.T, o *outage) {
		e := &entrance{Provider: o.Provider, sim: o.road.sim}
		e.keepTokens(&kvtest.KV{})
		e.connect(t, alice.UserID, alice.Email)
		_, _, err := o.start(t.Context())
		require.NoError(t, err)

		time.Sleep(2 * time.Hour)
		o.open(t)
		calls, took, err := o.start(t.Context())
		require.ErrorIs(t, err, meeting.ErrUnavailable)
		require.ErrorIs(t, err, zoom.ErrNotAsked)
		require.NotErrorIs(t, err, meeting.ErrNotConnected)
		require.Zero(t, calls)
		require.Zero(t, took)
		_, err = e.source.Status(t.Context(), alice.UserID)
		require.NoError(t, err)

		o.road.blocked = false
		time.Sleep(zoom.BreakTime + time.Nanosecond)
		_, _, err = o.start(t.Context())
		require.NoError(t, err, "by the same connection")
	})
}
