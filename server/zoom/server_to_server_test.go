package zoom_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

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
