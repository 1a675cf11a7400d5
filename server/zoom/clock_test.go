package zoom_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

func TestAClockReadsTheDateOfAnswers(t *testing.T) {
	date := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header()["Date"] = []string{date} }))
	defer server.Close()
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	clock := &zoom.Clock{Transport: http.DefaultTransport, Now: func() time.Time { return noon }}
	get := func() {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
		require.NoError(t, err)
		response, err := clock.RoundTrip(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
	}
	get()
	_, _, known := clock.Ahead()
	require.False(t, known, "an answer without a date")
	date = "Fri, 01 May 2026 11:55:00 GMT"
	get()
	ahead, within, known := clock.Ahead()
	require.True(t, known)
	require.Equal(t, -5*time.Minute, ahead)
	require.Zero(t, within)
}

// TestAClockKeepsWhatItKnowsBest plays answers of which each takes a time and bears a date.
func TestAClockKeepsWhatItKnowsBest(t *testing.T) {
	const ms = time.Millisecond
	type answer struct{ took, ahead time.Duration }
	for name, c := range map[string]struct {
		answers       []answer
		ahead, within time.Duration
	}{
		"a slow one":                               {[]answer{{10 * time.Second, 0}}, 5 * time.Second, 5 * time.Second},
		"a quick one after a slow one":             {[]answer{{10 * time.Second, 0}, {0, 0}}, 0, 0},
		"a slow one that fits":                     {[]answer{{0, 0}, {10 * time.Second, 0}}, 0, 0},
		"a slow one that fits a difference":        {[]answer{{0, time.Minute}, {10 * time.Second, time.Minute}}, time.Minute, 0},
		"a slow one that fits, to the second":      {[]answer{{0, 0}, {4 * time.Second, time.Second}}, 0, 0},
		"a slow one that does not fit":             {[]answer{{0, 0}, {4 * time.Second, 2 * time.Second}}, 4 * time.Second, 2 * time.Second},
		"a slow one that does not fit, behind":     {[]answer{{0, 0}, {4 * time.Second, -time.Minute}}, -58 * time.Second, 2 * time.Second},
		"as good as the last":                      {[]answer{{0, time.Second}, {0, 2 * time.Second}}, 2 * time.Second, 0},
		"a slower one after a clock was set right": {[]answer{{0, time.Minute}, {200 * ms, 0}}, -100 * ms, 100 * ms},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
			var next answer
			clock := &zoom.Clock{Now: func() time.Time { return now }, Transport: transport(func(*http.Request) (*http.Response, error) {
				now = now.Add(next.took)
				// Zoom answers at the end, and its Date has whole seconds.
				return &http.Response{Header: http.Header{"Date": {now.Add(next.ahead).Format(http.TimeFormat)}}, Body: http.NoBody}, nil
			})}
			for _, next = range c.answers {
				now = now.Truncate(time.Second).Add(time.Minute)
				response, err := clock.RoundTrip(nil)
				require.NoError(t, err)
				require.NoError(t, response.Body.Close())
			}
			ahead, within, known := clock.Ahead()
			require.True(t, known)
			require.Equal(t, c.ahead, ahead)
			require.Equal(t, c.within, within)
		})
	}
}
