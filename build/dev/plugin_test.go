package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMergeReplacesTheConnectionAndKeepsTheRest(t *testing.T) {
	current := map[string]any{"apikey": "of a real Zoom", "recentminutes": 5, "webhooksecret": "old"}

	merged := merge(current, map[string]any{"AccountID": "simulated"}, "new")

	require.Equal(t, "simulated", merged["accountid"])
	require.Equal(t, "", merged["apikey"])
	require.Equal(t, 5, merged["recentminutes"])
	require.Equal(t, "new", merged["webhooksecret"])
	require.NotContains(t, merged, "AccountID")
}

func TestStableSecretIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")

	first, err := stableSecret(path)
	require.NoError(t, err)
	require.Regexp(t, `^[A-Z2-7]{26}$`, first)

	second, err := stableSecret(path)
	require.NoError(t, err)
	require.Equal(t, first, second)
}

func TestAServerThatSomebodyConnectedIsRecognised(t *testing.T) {
	for name, c := range map[string]struct {
		settings map[string]any
		want     bool
	}{
		"fresh":              {map[string]any{"zoomurl": "", "webhooksecret": "kept"}, false},
		"a real Zoom":        {map[string]any{"zoomurl": "", "accountid": "theirs"}, true},
		"an API key":         {map[string]any{"apikey": "theirs", "accountid": ""}, true},
		"the simulator":      {map[string]any{"zoomurl": "http://localhost:9", "accountid": "sim-account-id"}, false},
		"never a plugin yet": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, connectedElsewhere(c.settings))
		})
	}
}
