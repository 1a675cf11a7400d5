package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
)

const remoteName = "remote" // names the data folder for a server we do not start

// runner builds the stack step by step and takes it down in reverse order.
type runner struct {
	config  config
	out     io.Writer
	dataDir string
	release func() // gives dataDir back
	zoom    string // which Zoom the plugin talks to, and what to try, for people
	logFile string // of our Mattermost
	started []part
	exited  <-chan struct{} // closed when our Mattermost ends
}

type part struct {
	name string
	stop func()
}

// run builds the stack and keeps it up until ctx ends.
func run(ctx context.Context, c config, out io.Writer) error {
	r := &runner{config: c, out: out, release: func() {}}
	defer func() { r.release() }()
	defer r.stop()
	if err := r.prepare(ctx); err != nil {
		return err
	}
	admin, err := r.server(ctx)
	if err != nil {
		return err
	}
	if err = r.plugin(ctx, admin); err != nil {
		return err
	}
	fmt.Fprint(out, r.welcome(admin.Client.URL))
	select {
	case <-ctx.Done():
		fmt.Fprintln(out)
		return nil
	case <-r.exited:
		return errors.Errorf("Mattermost has ended by itself; its logs are in %s", r.dataDir)
	}
}

// prepare checks first what would otherwise fail minutes later.
func (r *runner) prepare(ctx context.Context) error {
	if _, err := os.Stat(r.config.bundle); err != nil {
		return errors.Wrap(err, "finding the plugin that BUNDLE names")
	}
	if r.config.dist != "" {
		var err error
		if r.config.version, err = stack.Release(ctx, r.config.dist); err != nil {
			return errors.Wrap(err, "MATTERMOST_DIST")
		}
	}
	for variable, port := range r.neededPorts() {
		if err := stack.CheckPort(ctx, port); err != nil {
			return errors.Errorf("port %d is taken: free it, or set %s to another one", port, variable)
		}
	}
	cache, err := stack.CacheDir()
	if err != nil {
		return err
	}
	name := r.config.version.Number
	if r.config.url != "" {
		name = remoteName
	}
	r.dataDir = filepath.Join(cache, "run-"+name)
	release, err := stack.Claim(r.dataDir)
	if err == nil {
		r.release = release
	}
	return err
}

func (r *runner) neededPorts() map[string]int {
	needed := map[string]int{}
	if r.config.url == "" {
		needed[postgresPort] = r.config.ports[postgresPort]
		needed[mattermostPort] = r.config.ports[mattermostPort]
	}
	if len(r.config.zoom) == 0 {
		needed[zoomPort] = r.config.ports[zoomPort]
	}
	return needed
}

// step does one part of the work and says how long it took.
func (r *runner) step(name string, do func() error) error {
	started := time.Now()
	if err := do(); err != nil {
		return errors.Wrap(err, name)
	}
	fmt.Fprintf(r.out, "%-28s %5.1f s\n", name, time.Since(started).Seconds())
	return nil
}

func (r *runner) runs(name string, stop func()) {
	r.started = append(r.started, part{name, stop})
}

func (r *runner) stop() {
	for _, part := range slices.Backward(r.started) {
		started := time.Now()
		part.stop()
		fmt.Fprintf(r.out, "%-28s %5.1f s\n", strings.TrimSpace(part.name)+" stopped", time.Since(started).Seconds())
	}
}
