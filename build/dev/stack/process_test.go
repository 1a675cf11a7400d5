package stack

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTail(t *testing.T) {
	for name, test := range map[string]struct{ content, want string }{
		"empty":      {"", ""},
		"short":      {"one\ntwo\n", "one\ntwo\n"},
		"whole line": {strings.Repeat("x", logTailBytes) + "\nlast\n", "last\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			require.NoError(t, os.WriteFile(path, []byte(test.content), 0o600))
			got, err := tail(path)
			require.NoError(t, err)
			require.Equal(t, test.want, string(got))
		})
	}
}

func TestStopEndsAProcess(t *testing.T) {
	p, err := startProcess(exec.Command("sleep", "600"))
	require.NoError(t, err)
	p.stop()
	p.stop()
	require.NotNil(t, p.cmd.ProcessState)
}

func TestCheckPort(t *testing.T) {
	listener, err := net.Listen("tcp", loopback+":0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.Error(t, CheckPort(t.Context(), port))

	require.NoError(t, listener.Close())
	require.NoError(t, CheckPort(t.Context(), port))
}
