package stack

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/placeholder"
)

func TestPlaceholderKnowsThePassword(t *testing.T) {
	client, err := placeholder.Client()
	require.NoError(t, err)
	script, err := fs.ReadFile(client, "page.js")
	require.NoError(t, err)
	require.Contains(t, string(script), "'"+UserPassword+"'")
}
