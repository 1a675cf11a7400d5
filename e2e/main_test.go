package e2e

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
)

// servers are the oldest and the newest Mattermost, set up once for all tests.
var servers []*server

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "The servers could not be set up:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	bundle := os.Getenv("BUNDLE")
	if bundle == "" {
		return 0, errors.New("BUNDLE names no plugin: use `make integration`")
	}
	postgres, err := stack.StartPostgres(ctx, stack.PostgresConfig{Throwaway: true, Progress: os.Stderr})
	if err != nil {
		return 0, err
	}
	defer postgres.Stop()

	versions := []stack.Version{stack.Mattermost6, stack.Mattermost11}
	servers = make([]*server, len(versions))
	failures := make([]error, len(versions))
	var starting sync.WaitGroup
	for i, version := range versions {
		starting.Go(func() { servers[i], failures[i] = startServer(ctx, version, postgres, bundle) })
	}
	starting.Wait()
	defer func() {
		for _, s := range servers {
			if s != nil {
				s.stop()
			}
		}
	}()
	for i, failure := range failures {
		if failure != nil {
			return 0, errors.Wrap(failure, versions[i].String())
		}
	}
	return m.Run(), nil
}

// onEach runs a case on both servers.
func onEach(t *testing.T, play func(t *testing.T, s *server)) {
	t.Helper()
	for _, s := range servers {
		t.Run(s.version.String(), func(t *testing.T) {
			s.reset(t)
			logged := len(s.pluginLog(t))
			defer func() {
				if t.Failed() {
					t.Logf("The plugin logged:\n%s", strings.Join(s.pluginLog(t)[logged:], ""))
				}
			}()
			play(t, s)
		})
	}
}
