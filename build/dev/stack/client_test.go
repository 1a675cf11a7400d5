package stack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCopyClient(t *testing.T) {
	write := func(dir, content string) string {
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "root.html"), []byte(content), 0o600))
		return dir
	}
	official, bare := t.TempDir(), t.TempDir()
	write(filepath.Join(official, "client"), "official")
	workbench := write(t.TempDir(), "workbench")

	for name, test := range map[string]struct{ dist, client, want string }{
		"the release's own":               {official, "", "official"},
		"another one":                     {official, workbench, "workbench"},
		"one for a server without client": {bare, workbench, "workbench"},
		"none":                            {bare, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			target := write(filepath.Join(t.TempDir(), "client"), "of an earlier run")
			require.NoError(t, copyClient(target, test.dist, test.client))
			require.DirExists(t, filepath.Join(target, "plugins"))
			page, err := os.ReadFile(filepath.Join(target, "root.html"))
			if test.want == "" {
				require.ErrorIs(t, err, os.ErrNotExist)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, string(page))
		})
	}
}
