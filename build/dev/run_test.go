package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
)

func TestDataThatIsInUse(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("ZOOM_DEV_CACHE", cache)
	bundle := filepath.Join(t.TempDir(), "zoom.tar.gz")
	require.NoError(t, os.WriteFile(bundle, nil, 0o600))
	release, err := stack.Claim(filepath.Join(cache, "run-"+remoteName))
	require.NoError(t, err)
	defer release()

	err = run(t.Context(), config{
		url: "http://localhost", token: "t", bundle: bundle, zoom: map[string]any{"AccountID": "a"}, ports: map[string]int{},
	}, io.Discard)
	require.ErrorContains(t, err, "use")
}
