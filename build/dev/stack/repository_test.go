package stack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepositoryAbove(t *testing.T) {
	root := t.TempDir()
	nested := filepath.Join(root, "build", "dev", "mattermost11")
	require.NoError(t, os.MkdirAll(nested, 0o755))
	writeGoMod := func(dir, content string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(content), 0o600))
	}
	writeGoMod(nested, "module "+modulePath+"/build/dev/mattermost11\n")

	_, err := repositoryAbove(nested)
	require.ErrorContains(t, err, "no go.mod of module")

	writeGoMod(root, "// The plugin.\nmodule "+modulePath+"\n")
	found, err := repositoryAbove(nested)
	require.NoError(t, err)
	require.Equal(t, root, found)
}
