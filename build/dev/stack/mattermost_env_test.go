package stack

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEnvironment(t *testing.T) {
	t.Setenv("MM_SQLSETTINGS_DATASOURCE", "another server's")
	t.Setenv("MM_CLUSTERSETTINGS_ENABLE", "true")

	variables := environment(MattermostConfig{
		DSN: "postgres://here",
		Env: map[string]string{"MM_LOGSETTINGS_FILELEVEL": "ERROR"},
	}, "/data", 8065)

	require.Contains(t, variables, "MM_SQLSETTINGS_DATASOURCE=postgres://here")
	require.Contains(t, variables, "MM_SERVICESETTINGS_SITEURL=http://localhost:8065")
	require.Contains(t, variables, "MM_SERVICESETTINGS_LISTENADDRESS=127.0.0.1:8065")
	require.Contains(t, variables, "MM_LOGSETTINGS_FILELEVEL=ERROR")
	require.NotContains(t, variables, "MM_LOGSETTINGS_FILELEVEL=DEBUG")
	require.NotContains(t, variables, "MM_SQLSETTINGS_DATASOURCE=another server's")
	require.NotContains(t, variables, "MM_CLUSTERSETTINGS_ENABLE=true")
}
