package zoom_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// script is a Zoom that answers one after the other; the last answer stays. A status of 0 is a broken connection.
type script struct {
	answers []answer
	asked   []time.Duration // when, since the start
	start   time.Time
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, time.Since(s.start))
	next := s.answers[min(len(s.asked), len(s.answers))-1]
	if next.status == 0 {
		return nil, errors.New("connection reset")
	}
	return &http.Response{StatusCode: next.status, Header: next.header, Body: io.NopCloser(strings.NewReader(next.body)), Request: r}, nil
}

// play makes a call within a bubble, where pauses take no time, and returns when Zoom was asked, how long it took and how it went.
func play(t *testing.T, answers []answer, call func(context.Context, *zoom.Client) error) (asked []time.Duration, took time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		zoomSide := &script{answers: answers, start: time.Now()}
		client := zoom.NewClient(zoom.Config{
			APIURL: "https://zoom.invalid/v2", Auth: &zoom.APIKey{Now: time.Now}, HTTP: &http.Client{Transport: zoomSide},
		})
		err = call(t.Context(), client)
		asked, took = zoomSide.asked, time.Since(zoomSide.start)
	})
	return asked, took, err
}

func getUser(ctx context.Context, c *zoom.Client) error {
	_, err := c.GetUser(ctx, "alice@example.com")
	return err
}

var (
	fine = answer{status: 200, body: `{"id":"u"}`}
	down = answer{status: 503, body: "<html>"}
	cut  = answer{}
)

func busy(retryAfter string) answer {
	return answer{status: 429, header: http.Header{"Retry-After": {retryAfter}}, body: `{"code":429,"message":"slow down"}`}
}

func TestRetries(t *testing.T) {
	// Time begins at midnight within a bubble.
	const inFourSeconds, tomorrow = "2000-01-01T00:00:04Z", "2000-01-02T00:00:00Z"
	for name, c := range map[string]struct {
		answers []answer
		tries   int
		kind    string // "fine", one of kinds or ""
		waited  time.Duration
	}{
		"at once":                            {[]answer{fine}, 1, "fine", 0},
		"down for a moment":                  {[]answer{down, fine}, 2, "fine", 0},
		"the connection breaks":              {[]answer{cut, cut, fine}, 3, "fine", 0},
		"down":                               {[]answer{down}, 3, "", 0},
		"out of reach":                       {[]answer{cut}, 3, "", 0},
		"too many calls a second":            {[]answer{busy(""), fine}, 2, "fine", 0},
		"busy for some seconds":              {[]answer{busy("4"), fine}, 2, "fine", 4 * time.Second},
		"busy until a moment":                {[]answer{busy(inFourSeconds), fine}, 2, "fine", 4 * time.Second},
		"down for some seconds":              {[]answer{{status: 503, header: http.Header{"Retry-After": {"4"}}}, fine}, 2, "fine", 4 * time.Second},
		"busy until a moment that has gone":  {[]answer{busy("1999-12-31T00:00:00Z"), fine}, 2, "fine", 0},
		"busy for longer than the call":      {[]answer{busy("10"), fine}, 1, "rate", 0},
		"busy until tomorrow":                {[]answer{busy(tomorrow), fine}, 1, "rate", 0},
		"busy again and again":               {[]answer{busy("4")}, 3, "rate", 4 * time.Second},
		"no such user":                       {[]answer{{status: 404, body: `{"code":1001}`}, fine}, 1, "user", 0},
		"not the expected JSON":              {[]answer{{status: 200, body: `<html>`}, fine}, 1, "", 0},
		"longer than any answer":             {[]answer{{status: 200, body: strings.Repeat(" ", 1<<20+1)}, fine}, 1, "", 0},
		"a token refused, and nothing helps": {[]answer{{status: 401, body: `{"code":124}`}, fine}, 1, "unauthorized", 0},
	} {
		t.Run(name, func(t *testing.T) {
			asked, took, err := play(t, c.answers, getUser)
			require.Len(t, asked, c.tries)
			require.Equal(t, asked[len(asked)-1], took, "nobody waits for a try that does not come")
			if c.kind == "fine" {
				require.NoError(t, err)
			} else {
				require.Error(t, err)
				requireKind(t, c.kind, err)
			}
			for i := 1; i < len(asked); i++ {
				pause := asked[i] - asked[i-1]
				require.Greater(t, pause, c.waited, "there is a pause, and it is not the same for all who wait")
				require.LessOrEqual(t, pause, c.waited+time.Second)
			}
			require.Less(t, asked[len(asked)-1], zoom.DefaultTimeout)
		})
	}
}

func TestPausesDifferByChance(t *testing.T) {
	first, _, _ := play(t, []answer{down}, getUser)
	second, _, _ := play(t, []answer{down}, getUser)
	require.NotEqual(t, first, second)
}

func TestOnlyReadsAreRetried(t *testing.T) {
	for name, call := range map[string]func(context.Context, *zoom.Client) error{
		"create": func(ctx context.Context, c *zoom.Client) error {
			_, err := c.CreateMeeting(ctx, "alice@example.com", zoom.CreateMeeting{Type: zoom.InstantMeeting})
			return err
		},
		"end": func(ctx context.Context, c *zoom.Client) error { return c.EndMeeting(ctx, 81) },
	} {
		for _, first := range []answer{down, cut, busy("1")} {
			asked, _, err := play(t, []answer{first, {status: 204}}, call)
			require.Error(t, err, name)
			require.Len(t, asked, 1, name)
		}
	}
}

// TestACallerWhoGivesUpIsNotKeptWaiting between two tries either.
func TestACallerWhoGivesUpIsNotKeptWaiting(t *testing.T) {
	asked, took, err := play(t, []answer{busy("4")}, func(ctx context.Context, c *zoom.Client) error {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(time.Second, cancel)
		return getUser(ctx, c)
	})
	require.True(t, zoom.IsRateLimited(err), err)
	require.Len(t, asked, 1)
	require.Equal(t, time.Second, took)
}
