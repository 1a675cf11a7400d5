package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
)

func TestReadConfig(t *testing.T) {
	for name, test := range map[string]struct {
		environment map[string]string
		check       func(*testing.T, config)
		wantError   string
	}{
		"defaults": {
			environment: map[string]string{},
			check: func(t *testing.T, c config) {
				require.Equal(t, stack.Mattermost11, c.version)
				require.Equal(t, map[string]int{"PG_PORT": 8064, "MM_PORT": 8065, "ZOOM_PORT": 8066}, c.ports)
				require.Empty(t, c.zoom)
			},
		},
		"the older server on other ports": {
			environment: map[string]string{"MM_VERSION": "6", "MM_PORT": "9065"},
			check: func(t *testing.T, c config) {
				require.Equal(t, stack.Mattermost6, c.version)
				require.Equal(t, map[string]int{"PG_PORT": 8064, "MM_PORT": 9065, "ZOOM_PORT": 8066}, c.ports)
			},
		},
		"a real Zoom": {
			environment: map[string]string{"ZOOM_ACCOUNT_ID": "account", "ZOOM_CLIENT_ID": "id", "ZOOM_CLIENT_SECRET": "secret",
				"ZOOM_WEBHOOK_SECRET_TOKEN": "token"},
			check: func(t *testing.T, c config) {
				require.Equal(t, map[string]any{"AccountID": "account", "OAuthClientID": "id", "OAuthClientSecret": "secret",
					"ZoomWebhookSecret": "token"}, c.zoom)
			},
		},
		"half a real Zoom":        {environment: map[string]string{"ZOOM_CLIENT_ID": "id"}, wantError: "ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID"},
		"self-hosted, but where?": {environment: map[string]string{"ZOOM_API_KEY": "k", "ZOOM_API_SECRET": "s"}, wantError: "ZOOM_API_URL"},
		"one port twice":          {environment: map[string]string{"MM_PORT": "8066"}, wantError: "three different ports"},
		"no URL":                  {environment: map[string]string{"MATTERMOST_URL": "localhost:8065", "MATTERMOST_TOKEN": "t"}, wantError: "http://"},
		"a running server": {
			environment: map[string]string{"MATTERMOST_URL": "http://localhost", "MATTERMOST_TOKEN": "token"},
			check: func(t *testing.T, c config) {
				require.Equal(t, "http://localhost", c.url)
				require.Equal(t, "token", c.token)
			},
		},
		"no bundle":           {environment: map[string]string{"BUNDLE": ""}, wantError: "BUNDLE"},
		"an unknown version":  {environment: map[string]string{"MM_VERSION": "7"}, wantError: "MM_VERSION"},
		"no port":             {environment: map[string]string{"MM_PORT": "http"}, wantError: "MM_PORT"},
		"a port out of range": {environment: map[string]string{"PG_PORT": "65536"}, wantError: "PG_PORT"},
		"a URL without token": {environment: map[string]string{"MATTERMOST_URL": "http://localhost"}, wantError: "MATTERMOST_TOKEN"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readConfig(func(variable string) string {
				if value, set := test.environment[variable]; set || variable != "BUNDLE" {
					return value
				}
				return "zoom.tar.gz"
			})
			if test.wantError != "" {
				require.ErrorContains(t, err, test.wantError)
				return
			}
			require.NoError(t, err)
			test.check(t, c)
		})
	}
}
