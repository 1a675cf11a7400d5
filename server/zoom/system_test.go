package zoom_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// askVariable names the API that a child process of this test asks: Go reads the system's settings once for each process.
const askVariable = "ZOOM_TEST_API_URL"

func TestSystemSettings(t *testing.T) {
	if api := os.Getenv(askVariable); api != "" {
		client := zoom.NewClient(zoom.Config{APIURL: api, Auth: &zoom.APIKey{Now: time.Now}, HTTP: zoom.NewHTTPClient()})
		_, err := client.GetUser(t.Context(), "alice@example.com")
		require.NoError(t, err)
		return
	}
	ask := func(t *testing.T, api string, settings ...string) error {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSystemSettings$")
		child.Env = append(append(os.Environ(), askVariable+"="+api), settings...)
		return child.Run()
	}
	user := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"id":"u"}`)) })

	t.Run("proxy", func(t *testing.T) {
		asked := make(chan string, 1)
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked <- r.URL.String()
			user(w, r)
		}))
		defer proxy.Close()
		require.NoError(t, ask(t, "http://zoom.invalid/v2", "HTTP_PROXY="+proxy.URL, "NO_PROXY="))
		require.Equal(t, "http://zoom.invalid/v2/users/alice@example.com", <-asked)
	})
	t.Run("certificate authorities", func(t *testing.T) {
		server := httptest.NewTLSServer(user)
		defer server.Close()
		file := filepath.Join(t.TempDir(), "ca.pem")
		block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
		require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(block), 0o600))
		require.NoError(t, ask(t, server.URL, "SSL_CERT_FILE="+file))
		require.Error(t, ask(t, server.URL), "an authority that the system does not know")
	})
}
