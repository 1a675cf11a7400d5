package browser

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
)

// address is how playwright.config.ts learns of a server.
type address struct {
	Name string `json:"name"`
	URL  string `json:"url"`
	// Zoom is the simulator that the server's plugin talks to.
	Zoom string `json:"zoom"`
}

// TestBrowser runs all specs in Chromium, on both servers at once. With MATTERMOST_DIST, an unpacked official release, they run on that
// one alone, with its own web client.
func TestBrowser(t *testing.T) {
	for _, bundle := range []string{"GUINEA_PIG", "BUNDLE"} {
		require.NotEmpty(t, os.Getenv(bundle), "%s names no plugin: use `make browser`", bundle)
	}
	postgres, err := stack.StartPostgres(t.Context(), stack.PostgresConfig{Throwaway: true, Progress: os.Stderr})
	require.NoError(t, err)
	t.Cleanup(postgres.Stop)

	versions := []stack.Version{stack.Mattermost6, stack.Mattermost11}
	if dist := os.Getenv("MATTERMOST_DIST"); dist != "" {
		release, err := stack.Release(t.Context(), dist)
		require.NoError(t, err, "MATTERMOST_DIST")
		versions = []stack.Version{release}
	}
	servers := make([]address, len(versions))
	var starting sync.WaitGroup
	for i, version := range versions {
		starting.Go(func() { servers[i] = start(t, version, postgres) })
	}
	starting.Wait()
	if t.Failed() {
		return
	}
	play(t, servers)
}

// start runs in a goroutine of its own: it must not call t.FailNow, and so returns at the first error.
func start(t *testing.T, version stack.Version, postgres *stack.Postgres) (running address) {
	server, err := startServer(t, version, postgres)
	if err == nil {
		running = address{Name: version.Number, URL: server.URL}
		running.Zoom, err = populate(t, server.URL)
	}
	if err != nil {
		t.Errorf("%s could not be set up: %v", version, err)
	}
	return running
}

func startServer(t *testing.T, version stack.Version, postgres *stack.Postgres) (*stack.Mattermost, error) {
	dist, err := stack.Dist(t.Context(), version, os.Stderr)
	if err != nil {
		return nil, err
	}
	client, err := stack.Workbench(t.Context(), version, os.Stderr)
	if err != nil {
		return nil, err
	}
	database := "mm" + strings.ReplaceAll(version.Number, ".", "_")
	if err = postgres.EnsureDatabase(t.Context(), database); err != nil {
		return nil, err
	}
	server, err := stack.StartMattermost(t.Context(), stack.MattermostConfig{
		Dist: dist, Client: client, DSN: postgres.DSN(database), DataDir: t.TempDir(),
		Env: map[string]string{
			// Integrations of the tests listen on this machine.
			"MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS": "localhost 127.0.0.1",
			"MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE":          "true",
			"MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE":              "true",
		},
	})
	if err == nil {
		t.Cleanup(server.Stop)
	}
	return server, err
}

func populate(t *testing.T, url string) (zoom string, err error) {
	admin, err := stack.NewAdmin(t.Context(), url)
	if err != nil {
		return "", err
	}
	if _, err = admin.InstallPlugin(t.Context(), os.Getenv("GUINEA_PIG")); err != nil {
		return "", err
	}
	return installZoom(t, admin, os.Getenv("BUNDLE"))
}

func play(t *testing.T, servers []address) {
	list, err := json.Marshal(servers)
	require.NoError(t, err)
	arguments := []string{"playwright", "test"}
	if filter := os.Getenv("SPEC"); filter != "" {
		arguments = append(arguments, strings.Fields(filter)...)
	}
	results, err := filepath.Abs(cmp.Or(os.Getenv("RESULTS"), "../../dist/browser-results"))
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "npx", arguments...)
	screenshots, err := filepath.Abs("../../dist/screenshots")
	require.NoError(t, err)
	cmd.Env = append(os.Environ(), "SERVERS="+string(list), "RESULTS="+results, "SCREENSHOTS="+screenshots)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	require.NoError(t, cmd.Run(), "screenshots of what failed are in %s", results)
}
