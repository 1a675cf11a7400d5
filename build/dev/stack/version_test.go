package stack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRelease(t *testing.T) {
	release := func(script string) string {
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, "bin"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "bin", "mattermost"), []byte("#!/bin/sh\n"+script), 0o755))
		return dir
	}
	const told = "echo '{\"level\":\"warn\",\"msg\":\"Version: 0\"}'; echo 'Version: 6.7.2'; echo 'Build Number: 1'"

	t.Run("its version and its own client", func(t *testing.T) {
		dir := release(told)
		version, err := Release(t.Context(), dir)
		require.NoError(t, err)
		require.Equal(t, "6.7.2", version.Number)
		dist, err := Dist(t.Context(), version, nil)
		require.NoError(t, err)
		require.Equal(t, dir, dist)
		client, err := Workbench(t.Context(), version, nil)
		require.NoError(t, err)
		require.Empty(t, client)
	})
	for name, test := range map[string]struct{ dir, problem string }{
		"another folder":          {t.TempDir(), "not an unpacked Mattermost release"},
		"a server that fails":     {release("exit 1"), "not an unpacked Mattermost release"},
		"a server without number": {release("echo hello"), "does not report its version"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Release(t.Context(), test.dir)
			require.ErrorContains(t, err, test.problem)
		})
	}
}
