package oauth_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/oauth/oauthtest"
)

var alice = oauth.Identity{UserID: "Zalice", Email: "alice@example.com", AccountID: "acc"}

// world is a cluster: one database, one service, and a clock that stands still.
type world struct {
	*testing.T
	kv  *kvtest.KV
	app *oauthtest.App
	mu  sync.Mutex
	now time.Time
	key string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), key: "any text"}
	w.kv, w.app = &kvtest.KV{Now: w.clock}, &oauthtest.App{Name: "app", Now: w.clock}
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) connections() kvstore.Connections {
	return kvstore.Connections{KV: w.kv, Key: func() string { return w.key }}
}

func (w *world) flow() *oauth.Flow {
	return &oauth.Flow{
		App: w.app, Connections: w.connections(), Attempts: kvstore.Attempts{KV: w.kv, Key: w.connections().Key}, Now: w.clock,
		RedirectURL: func() string { return "https://mm.example/plugins/zoom/oauth2/complete" },
		IsAdmin:     func(_ context.Context, userID string) (bool, error) { return userID == "admin", nil },
	}
}

// source is what one process has. It waits for others by letting them run.
func (w *world) source() *oauth.Source {
	return &oauth.Source{App: w.app, Connections: w.connections(), Now: w.clock, Wait: yield}
}

// yield lets others run for a moment of real time; the clock of the test stands still.
func yield(ctx context.Context, _ time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(100 * time.Microsecond):
		return nil
	}
}

// signIn signs userID in as owner and returns the token.
func (w *world) signIn(userID, owner string, identity oauth.Identity) oauth.Token {
	w.Helper()
	page, err := w.flow().Begin(w.Context(), userID, owner, "")
	require.NoError(w, err)
	state, code, err := w.app.Agree(page, identity)
	require.NoError(w, err)
	_, got, err := w.flow().Complete(w.Context(), oauth.Return{UserID: userID, State: state, Code: code})
	require.NoError(w, err)
	require.Equal(w, identity, got)
	connection, err := w.connections().Load(w.Context(), owner)
	require.NoError(w, err)
	return connection.Token
}
