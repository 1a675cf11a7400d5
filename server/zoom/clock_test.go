package zoom_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

func TestSkew(t *testing.T) {
	for _, skew := range []time.Duration{0, 10 * time.Minute, -3 * time.Hour} {
		config := zoomtest.Default()
		config.Now, config.ClockSkew = clock, skew
		sim := zoomtest.Start(t, config)
		for _, api := range []string{sim.APIURL(), ""} {
			client := zoom.NewClient(zoom.Config{APIURL: api, HTTP: zoom.NewHTTPClient(), Auth: serverToServer(sim, config, clock), Now: clock})
			got, err := client.Skew(t.Context())
			require.NoError(t, err)
			require.InDelta(t, skew, got, float64(time.Second))
		}
		key := zoom.NewClient(zoom.Config{APIURL: sim.APIURL(), HTTP: zoom.NewHTTPClient(), Now: clock,
			Auth: &zoom.APIKey{Key: config.APIKey, Secret: config.APISecret, Now: clock}})
		_, err := key.GetUser(t.Context(), "alice@example.com")
		require.Equal(t, skew > 5*time.Minute, zoom.IsUnauthorized(err), "%s: %v", skew, err)
		got, err := key.Skew(t.Context())
		require.NoError(t, err)
		require.InDelta(t, skew, got, float64(time.Second))
	}
}

func TestSkewOfAnAnswerWithoutTheTime(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header()["Date"] = nil }))
	client := keyClient(server, clock)
	_, err := client.Skew(t.Context())
	require.ErrorContains(t, err, "Date")
	server.Close()
	_, err = client.Skew(t.Context())
	require.Error(t, err)
}

func TestScopesOfServerToServer(t *testing.T) {
	config := zoomtest.Default()
	config.Scopes = []string{"user:read:user:admin", "meeting:write:meeting:admin"}
	sim := zoomtest.Start(t, config)
	auth := serverToServer(sim, config, time.Now)
	scopes, err := auth.Scopes(t.Context())
	require.NoError(t, err)
	require.Equal(t, config.Scopes, scopes)
	token, err := auth.Token(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, sim.Calls()[zoomtest.OpToken], "of the token that calls get")

	require.NoError(t, sim.SetScopes(config.ClientID, "user:read:user:admin"))
	auth.Forget(token)
	scopes, err = auth.Scopes(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"user:read:user:admin"}, scopes)

	require.NoError(t, sim.Deactivate(config.ClientID))
	token, err = auth.Token(t.Context())
	require.NoError(t, err)
	auth.Forget(token)
	_, err = auth.Scopes(t.Context())
	require.True(t, zoom.IsSignInRefused(err), err)
}
