package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// TestFaults plays faults and walks after each all posts and records: every meeting has ended, once, in its place and with its own times.
//
// FAULTS=full plays all of them; else it is a short form. SEED decides what people do meanwhile; it is printed. What was played is appended
// to the file named by FAULT_LOG. OLD_BUNDLE is an earlier version of the plugin, for the full form.
func TestFaults(t *testing.T) {
	full := os.Getenv("FAULTS") == "full"
	seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64)
	if err != nil {
		seed = rand.Uint64N(1_000_000) //nolint:gosec // It only has to differ.
	}
	t.Logf("SEED=%d", seed)
	began := time.Now()
	var all tally
	var played []string
	onEach(t, func(t *testing.T, s *server) {
		w := newWorld(t, s, seed)
		played = append(played, s.version.Number)
		defer func() { all.add(w.tally) }()
		w.killAtEveryStep(t)
		w.playStorms(t, full)
	})
	if file := os.Getenv("FAULT_LOG"); file != "" {
		appendLine(t, file, fmt.Sprintf("| %s | faults on %s, SEED=%d | %d s | %s", began.UTC().Format("2006-01-02 15:04"), strings.Join(played, " and "), seed,
			int(time.Since(began).Seconds()), all.String(t.Failed())))
	}
}

// playStorms lets people meet on two nodes while things go wrong.
func (w *world) playStorms(t *testing.T, full bool) {
	other := w.startOther(t, os.Getenv("BUNDLE"))
	for _, storm := range shortStorms {
		w.playStorm(t, storm, other)
	}
	if !full {
		return
	}
	for _, storm := range fullStorms {
		w.playStorm(t, storm, other)
	}
	_, err := other.admin.InstallPlugin(t.Context(), os.Getenv("OLD_BUNDLE"))
	require.NoError(t, err)
	require.NoError(t, other.admin.Configure(t.Context(), "zoom", w.s.settings()))
	w.playStorm(t, storm{name: "an old version beside the new one"}, other)
}

// storm is something that goes wrong while people meet.
type storm struct {
	name string
	// fault returns when it is over; nil is nothing but deliveries that come late, twice, and anywhere.
	fault func(t *testing.T, w *world, other *node)
	// skew is how far Zoom's clock is ahead meanwhile.
	skew time.Duration
	// orphans is how many starts may be cut off between the record and the post: at most those that are under way.
	orphans int
}

var shortStorms = []storm{
	{name: "the plugin is killed on one of two nodes", orphans: players, fault: func(t *testing.T, w *world, _ *node) { w.killPlugin(t) }},
	{name: "Mattermost is killed", orphans: players, fault: func(t *testing.T, w *world, _ *node) {
		w.s.mm.Kill()
		require.NoError(t, w.s.mm.Restart(t.Context()))
	}},
	{name: "the database is away for 3 s", orphans: players, fault: func(t *testing.T, w *world, _ *node) { w.haltDatabase(t, 3*time.Second) }},
	{name: "Zoom answers half a body", fault: zoomFails(zoomtest.Failure{Status: 201, Body: `{"id": 123, "join_url": "https://`, Half: true})},
}

var fullStorms = []storm{
	{name: "no fault"},
	{name: "the plugin is killed on both nodes", orphans: players, fault: func(t *testing.T, w *world, other *node) {
		require.NoError(t, other.mm.KillPlugin("zoom"))
		w.killPlugin(t)
		require.NoError(t, other.admin.RestartPlugin(t.Context(), "zoom"))
	}},
	{name: "the database is away for 20 s", orphans: players, fault: func(t *testing.T, w *world, _ *node) { w.haltDatabase(t, 20*time.Second) }},
	{name: "Zoom is down", fault: zoomFails(zoomtest.Failure{Drop: true})},
	{name: "Zoom's answers get lost", fault: zoomFails(zoomtest.Failure{Lost: true})},
	{name: "Zoom is slow", fault: func(t *testing.T, w *world, _ *node) {
		w.s.sim.SetLatency(2 * time.Second)
		w.pause(t, 5*time.Second)
		w.s.sim.SetLatency(0)
	}},
	{name: "Zoom answers 500", fault: zoomFails(zoomtest.Failure{Status: 500, Body: `{"code":500,"message":"Internal error"}`})},
	{name: "Zoom answers HTML", fault: zoomFails(zoomtest.Failure{Status: 200, Body: "<html>We are busy</html>"})},
	{name: "Zoom answers 429", fault: zoomFails(zoomtest.Failure{Status: 429, Body: `{"code":429,"message":"Too many requests"}`})},
	{name: "Zoom's clock is 4 minutes ahead", skew: 4 * time.Minute},
	{name: "Zoom's clock is 4 minutes behind", skew: -4 * time.Minute},
}

// zoomFails has every call to Zoom fail for a while.
func zoomFails(failure zoomtest.Failure) func(*testing.T, *world, *node) {
	return func(t *testing.T, w *world, _ *node) {
		for _, op := range zoomtest.Ops() {
			failure.Op, failure.Times = op, 1_000_000
			w.s.sim.Fail(failure)
		}
		w.pause(t, 3*time.Second)
		w.s.sim.Recover()
	}
}

func (w *world) haltDatabase(t *testing.T, away time.Duration) {
	t.Helper()
	require.NoError(t, w.s.postgres.Halt(t.Context()))
	w.pause(t, away)
	require.NoError(t, w.s.postgres.Resume(t.Context()))
}

// killPlugin kills the plugin of the first node and enables it again through REST.
func (w *world) killPlugin(t *testing.T) {
	t.Helper()
	require.NoError(t, w.s.mm.KillPlugin("zoom"))
	w.restart(t)
}

// restart enables the plugin of the first node again.
func (w *world) restart(t *testing.T) {
	t.Helper()
	require.NoError(t, w.s.admin.RestartPlugin(t.Context(), "zoom"))
}

// pause lets things go on for that long.
func (w *world) pause(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// node is another Mattermost on the same database.
type node struct {
	mm    *stack.Mattermost
	admin *stack.Admin
}

func (w *world) startOther(t *testing.T, bundle string) *node {
	t.Helper()
	mm, err := stack.StartMattermost(t.Context(), stack.MattermostConfig{Dist: w.s.dist, DSN: w.s.dsn, DataDir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(mm.Stop)
	admin, err := stack.NewAdmin(t.Context(), mm.URL)
	require.NoError(t, err)
	_, err = admin.InstallPlugin(t.Context(), bundle)
	require.NoError(t, err)
	require.NoError(t, admin.Configure(t.Context(), "zoom", w.s.settings()))
	return &node{mm, admin}
}

func appendLine(t *testing.T, file, line string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644) //nolint:gosec // a document of the repository
	require.NoError(t, err)
	_, err = fmt.Fprintln(f, line)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}
