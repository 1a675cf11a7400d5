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
	_, known := clock.Ahead()
	require.False(t, known, "an answer without a date")
	date = "Fri, 01 May 2026 11:55:00 GMT"
	get()
	ahead, known := clock.Ahead()
	require.True(t, known)
	require.Equal(t, -5*time.Minute, ahead)
}
