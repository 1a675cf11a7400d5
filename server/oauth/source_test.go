package oauth_test

import (
	"context"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/oauth"
)

func TestStatus(t *testing.T) {
	w := newWorld(t)
	source := w.source()
	_, err := source.Status(t.Context(), "u")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	w.signIn("u", "u", alice)
	signedIn := w.clock()
	w.pass(time.Hour)
	_, err = source.Token(t.Context(), "u")
	require.NoError(t, err)
	status, err := source.Status(t.Context(), "u")
	require.NoError(t, err)
	require.Equal(t, oauth.Status{
		Identity: alice, ConnectedAt: signedIn, RefreshedAt: signedIn.Add(time.Hour), Expires: signedIn.Add(2 * time.Hour),
	}, status)
}

func TestDisconnect(t *testing.T) {
	for name, c := range map[string]struct {
		before  func(w *world)
		want    error
		revokes bool
	}{
		"connected":    {before: func(*world) {}, revokes: true},
		"expired":      {before: func(w *world) { w.pass(time.Hour) }, revokes: true},
		"ended there":  {before: func(w *world) { w.pass(time.Hour); w.app.End(alice.UserID) }},
		"service down": {before: func(w *world) { w.app.Down = errors.New("down") }, want: oauth.ErrNotRevoked},
		"both":         {before: func(w *world) { w.pass(time.Hour); w.app.Down = errors.New("down") }, want: oauth.ErrNotRevoked},
		"key changed":  {before: func(w *world) { w.key = "another" }, want: oauth.ErrNotRevoked},
		"another app":  {before: func(w *world) { w.app.Name = "another" }, want: oauth.ErrNotRevoked},
		"replica lags": {before: func(w *world) { w.pass(time.Hour); w.kv.Lag = 3 }, revokes: true},
		"not connected": {before: func(w *world) {
			require.NoError(w, w.source().Disconnect(w.Context(), "u"))
		}, want: oauth.ErrNotConnected, revokes: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn("u", "u", alice)
			c.before(w)
			err := w.source().Disconnect(t.Context(), "u")
			require.ErrorIs(t, err, c.want)
			require.Empty(t, w.kv.Values())
			require.Equal(t, c.revokes, len(w.app.Revoked()) == 1)
			if c.want == nil {
				require.Equal(t, 0, w.app.Live(), "nothing is good at the service any more")
			}
		})
	}
}

func TestDisconnectWaitsForARefresh(t *testing.T) {
	w := newWorld(t)
	first := w.signIn("u", "u", alice)
	refreshing, ctx := make(chan struct{}), t.Context()
	goOn, stop := context.WithCancel(ctx)
	defer stop()
	w.app.OnRefresh = func(context.Context) error {
		close(refreshing)
		<-goOn.Done()
		return nil
	}
	replaced := make(chan error, 1)
	go func() {
		_, err := w.source().Replace(ctx, "u", first)
		replaced <- err
	}()
	select {
	case <-refreshing:
	case err := <-replaced:
		require.Fail(t, "it did not refresh", err)
	}
	source := w.source()
	waits := 0
	source.Wait = func(ctx context.Context, d time.Duration) error {
		if waits++; waits == 3 {
			stop()
		}
		return yield(ctx, d)
	}
	require.NoError(t, source.Disconnect(ctx, "u"))
	stop()
	require.NoError(t, <-replaced)
	require.Equal(t, 0, w.app.Live())
	require.Empty(t, w.kv.Values())
}

func TestDeauthorized(t *testing.T) {
	bob := oauth.Identity{UserID: "Zbob", AccountID: "acc"}
	w := newWorld(t)
	w.signIn("admin", oauth.Account, alice)
	w.signIn("u", "u", alice)
	w.signIn("changed", "changed", alice)
	w.signIn("changed", "changed", bob)
	w.kv.Lag = 2
	source := w.source()
	owners, err := source.Deauthorized(t.Context(), "Znobody", w.now)
	require.NoError(t, err)
	require.Empty(t, owners)

	w.key = "" // even then
	owners, err = source.Deauthorized(t.Context(), alice.UserID, w.now)
	require.NoError(t, err)
	require.Equal(t, []string{oauth.Account, "u"}, owners)
	require.Empty(t, w.app.Revoked())
	for range 4 {
		owners, err = source.Deauthorized(t.Context(), alice.UserID, w.now)
		require.NoError(t, err)
		require.Empty(t, owners)
	}
	w.key, w.kv.Lag = "any text", 0
	_, err = source.Token(t.Context(), "changed")
	require.NoError(t, err)
	for _, gone := range []string{oauth.Account, "u"} {
		_, err = source.Token(t.Context(), gone)
		require.ErrorIs(t, err, oauth.ErrNotConnected)
	}
}

// TestDeauthorizedBelievesTheConnection lists an owner who is connected as somebody else meanwhile.
func TestDeauthorizedBelievesTheConnection(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	stale := w.kv.Values()
	w.signIn("u", "u", oauth.Identity{UserID: "Zbob"})
	for key, value := range stale {
		if key != "connection_u" {
			require.NoError(t, w.kv.Set(t.Context(), key, value, 0))
		}
	}
	owners, err := w.source().Deauthorized(t.Context(), alice.UserID, w.now)
	require.NoError(t, err)
	require.Empty(t, owners)
	_, err = w.source().Token(t.Context(), "u")
	require.NoError(t, err)
}

// TestDeauthorizedComesLate, when the user has connected again since then.
func TestDeauthorizedComesLate(t *testing.T) {
	w := newWorld(t)
	ended := w.now
	w.pass(time.Minute)
	w.signIn("u", "u", alice)
	owners, err := w.source().Deauthorized(t.Context(), alice.UserID, ended)
	require.NoError(t, err)
	require.Empty(t, owners)
	_, err = w.source().Token(t.Context(), "u")
	require.NoError(t, err)
}

func TestADatabaseThatIsDown(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.kv.Err = errDatabase
	source := w.source()
	_, err := source.Token(t.Context(), "u")
	require.ErrorIs(t, err, errDatabase)
	_, err = source.Status(t.Context(), "u")
	require.ErrorIs(t, err, errDatabase)
	require.ErrorIs(t, source.Disconnect(t.Context(), "u"), errDatabase)
	_, err = source.Deauthorized(t.Context(), alice.UserID, w.now)
	require.ErrorIs(t, err, errDatabase)
}
