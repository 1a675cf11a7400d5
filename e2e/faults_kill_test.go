package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// step is a write to the database during which the plugin is killed.
type step struct {
	name string
	// write is INSERT, UPDATE or both, with the table; when tells it from others.
	write, when string
}

const (
	keys  = "pluginkeyvaluestore"
	value = "convert_from(NEW.pvalue, 'UTF8')"
)

func key(name string) string { return "NEW.pluginid = 'zoom' AND NEW.pkey LIKE '" + name + `\_%'` }

var (
	recordMade    = step{"its record is made", "INSERT ON " + keys, key("meeting")}
	recordChanged = step{"its record is changed", "UPDATE ON " + keys, key("meeting")}
	postMade      = step{"its post is made", "INSERT ON posts", "NEW.type = 'custom_zoom' AND NEW.originalid = ''"}
	postChanged   = step{"its post is changed", "UPDATE ON posts", "NEW.type = 'custom_zoom' AND NEW.originalid = ''"}

	startSteps = []step{
		{"the agenda learns of it", "INSERT OR UPDATE ON " + keys, key("due")},
		recordMade,
		{"it is named the latest", "INSERT OR UPDATE ON " + keys, key("latest")},
		postMade,
		{"its record learns its post", "UPDATE ON " + keys, key("meeting")},
	}
	runSteps = []step{
		recordChanged, postChanged,
		{"it is noted what its post shows", "UPDATE ON " + keys, key("meeting") + " AND " + value + ` LIKE '%"shown":1%'`},
	}
	endSteps  = []step{recordChanged, postChanged}
	lookSteps = []step{
		{"it is claimed", "UPDATE ON " + keys, key("due") + " AND " + value + ` LIKE '%"claimed":{"%'`},
		recordChanged, postChanged,
		{"it is noted that its post shows the end", "UPDATE ON " + keys, key("meeting") + " AND " + value + ` LIKE '%"shown":2%'`},
		{"the claim is given back", "UPDATE ON " + keys, key("due") + " AND " + value + ` NOT LIKE '%"claimed":{"%'`},
	}
)

// killAtEveryStep ends the process of the plugin at each step of a start, of a beginning, of an end, and of the look after what got lost;
// once so that the write is done, though nobody hears of it, and once so that it is not.
func (w *world) killAtEveryStep(t *testing.T) {
	w.s.sim.Subscribe(w.s.webhookURL(webhookSecret), false)
	each := func(what string, steps []step, play func(t *testing.T, step step, lost bool)) {
		for _, step := range steps {
			for _, lost := range []bool{false, true} {
				t.Run(fmt.Sprintf("killed while a meeting %s and %s, lost %t", what, step.name, lost), func(t *testing.T) {
					w.tally.faults++
					play(t, step, lost)
				})
			}
		}
	}
	for _, made := range []bool{false, true} {
		t.Run(fmt.Sprintf("killed while Zoom is asked for a meeting, made %t", made), func(t *testing.T) { w.killWhileZoomIsAsked(t, made) })
	}
	each("is started", startSteps, func(t *testing.T, step step, lost bool) {
		channel := w.freshChannel(t)
		w.killAt(t, step, lost, func() { w.click(t, w.s.mm.URL, "alice", map[string]any{"channel_id": channel}) })
	})
	each("begins", runSteps, func(t *testing.T, step step, lost bool) {
		planned, err := w.s.sim.Schedule("alice@example.com", zoomtest.MeetingRequest{Topic: "Plans"})
		require.NoError(t, err)
		got := w.click(t, w.s.mm.URL, "alice", map[string]any{"channel_id": w.freshChannel(t), "meeting_id": planned.ID})
		require.Equal(t, http.StatusOK, got.status)
		w.knowsItsPost(t, got)
		w.killAt(t, step, lost, func() { _ = w.s.sim.Join(planned.ID, "Alice") })
	})
	each("ends", endSteps, func(t *testing.T, step step, lost bool) {
		got := w.begin(t)
		w.killAt(t, step, lost, func() { _ = w.s.sim.End(got.MeetingID) })
	})
	w.endMost(t)
	w.recover(t)
	each("is looked after", lookSteps, func(t *testing.T, step step, lost bool) {
		got := w.begin(t)
		w.s.sim.Subscribe("", false)
		require.NoError(t, w.s.sim.End(got.MeetingID))
		w.age(t, 3*time.Hour)
		w.killAt(t, step, lost, func() { _ = w.s.admin.RestartPlugin(t.Context(), "zoom") })
		w.s.sim.Subscribe(w.s.webhookURL(webhookSecret), false)
	})
	w.recover(t)
}

// begin starts a meeting and lets Alice enter.
func (w *world) begin(t *testing.T) click {
	t.Helper()
	got := w.click(t, w.s.mm.URL, "alice", map[string]any{"channel_id": w.freshChannel(t)})
	require.Equal(t, http.StatusOK, got.status)
	w.knowsItsPost(t, got)
	require.NoError(t, w.s.sim.Join(got.MeetingID, "Alice"))
	w.s.sim.Settle()
	return got
}

// killAt kills the plugin at a step of what act does, and enables it again. The database holds the step up until the plugin is dead.
func (w *world) killAt(t *testing.T, step step, lost bool, act func()) {
	t.Helper()
	ctx := t.Context()
	lock, err := w.s.db.Conn(ctx)
	require.NoError(t, err)
	defer lock.Close()
	run := func(statement string, values ...any) {
		t.Helper()
		_, err := lock.ExecContext(ctx, statement, values...)
		require.NoError(t, err, statement)
	}
	run(`CREATE OR REPLACE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		PERFORM pg_advisory_xact_lock_shared(4711);
		IF TG_ARGV[0] = 'true' THEN RAISE EXCEPTION 'lost, as a test wants it'; END IF;
		RETURN NEW;
	END $$`)
	run("SELECT pg_advisory_lock(4711)")
	operation, table, _ := strings.Cut(step.write, " ON ")
	run(fmt.Sprintf("CREATE TRIGGER trap BEFORE %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION trap('%t')", operation, table, step.when, lost))
	done := make(chan struct{})
	go func() {
		defer close(done)
		act()
	}()
	require.Eventually(t, func() bool {
		var waiting int
		err := lock.QueryRowContext(ctx, `SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
			WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`).Scan(&waiting)
		return err == nil && waiting > 0
	}, 20*time.Second, 5*time.Millisecond, "nothing came to this step")
	w.orphans++
	require.NoError(t, w.s.mm.KillPlugin("zoom"))
	run("SELECT pg_advisory_unlock(4711)")
	run("DROP TRIGGER trap ON " + table)
	<-done
	w.restart(t)
}

// killWhileZoomIsAsked kills the plugin before or after Zoom makes a meeting. The one that is made then is seen by nobody.
func (w *world) killWhileZoomIsAsked(t *testing.T, made bool) {
	w.tally.faults++
	var asked bool
	instead := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		creates := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/meetings")
		if !creates || made {
			w.s.sim.ServeHTTP(rw, r)
		}
		if creates {
			asked = true
			_ = w.s.mm.KillPlugin("zoom")
		}
	})
	w.s.onZoom.Store(&instead)
	defer w.s.onZoom.Store(nil)
	channel := w.freshChannel(t)
	got := w.click(t, w.s.mm.URL, "alice", map[string]any{"channel_id": channel})
	require.NotEqual(t, http.StatusOK, got.status)
	require.True(t, asked)
	w.restart(t)
}
