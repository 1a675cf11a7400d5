package oauth_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/oauth"
)

// many asks for the token of "u" a hundred times at once, in turn from each source, and returns what each got.
func many(t *testing.T, sources ...*oauth.Source) (tokens []oauth.Token, errs []error) {
	t.Helper()
	const callers = 100
	tokens, errs = make([]oauth.Token, callers), make([]error, callers)
	var calling sync.WaitGroup
	start := make(chan struct{})
	for i := range callers {
		calling.Go(func() {
			<-start
			tokens[i], errs[i] = sources[i%len(sources)].Token(t.Context(), "u")
		})
	}
	close(start)
	calling.Wait()
	return tokens, errs
}

func TestAHundredCallsInTwoProcessesRefreshOnce(t *testing.T) {
	for _, lag := range []int{0, 3, 150} {
		t.Run(fmt.Sprintf("reads lag by %d", lag), func(t *testing.T) {
			for range 50 {
				w := newWorld(t)
				w.signIn("u", "u", alice)
				w.kv.Lag = lag
				w.pass(2 * time.Hour)
				tokens, errs := many(t, w.source(), w.source())
				for i := range tokens {
					require.NoError(t, errs[i])
					require.True(t, w.app.Good(tokens[i]))
				}
				require.Equal(t, 1, w.app.Refreshes())
			}
		})
	}
}

func TestCallsInOneProcessShareARefresh(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	source := w.source()
	source.Wait = func(context.Context, time.Duration) error { return errors.New("there is no other process to wait for") }
	w.app.OnRefresh = func(ctx context.Context) error { return yield(ctx, 0) }
	_, errs := many(t, source)
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.app.Refreshes())
}

func TestATokenIsRefreshedAMinuteBeforeItsEnd(t *testing.T) {
	w := newWorld(t)
	source := w.source()
	first := w.signIn("u", "u", alice)
	w.pass(59*time.Minute - time.Second)
	w.kv.Calls()
	token, err := source.Token(t.Context(), "u")
	require.NoError(t, err)
	require.Equal(t, first, token)
	reads, writes := w.kv.Calls()
	require.Equal(t, []int{1, 0}, []int{reads, writes})
	for range 5 { // Tokens rotate: the next refresh needs what the last one gave.
		w.pass(59 * time.Minute)
		next, err := source.Token(t.Context(), "u")
		require.NoError(t, err)
		require.NotEqual(t, token, next)
		require.True(t, w.app.Good(next))
		token = next
	}
	require.Equal(t, 5, w.app.Refreshes())
}

func TestARefreshedTokenIsStoredBeforeItIsUsed(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	source := w.source()
	source.Connections = &failing{Connections: w.connections(), fails: 1, from: 2}
	token, err := source.Token(t.Context(), "u")
	require.NoError(t, err, "one failure does not lose it")
	connection, err := w.connections().Load(t.Context(), "u")
	require.NoError(t, err)
	require.Equal(t, token, connection.Token)
	require.Zero(t, connection.Lease)

	w.pass(time.Hour)
	source.Connections = &failing{Connections: w.connections(), fails: 1, from: 2, after: true}
	again, err := source.Token(t.Context(), "u")
	require.NoError(t, err, "the write failed, but had been done")
	require.NotEqual(t, token, again)

	w.pass(time.Hour)
	source.Connections = &failing{Connections: w.connections(), fails: 1000, from: 2}
	_, err = source.Token(t.Context(), "u")
	require.ErrorIs(t, err, errDatabase, "what is not stored is not used")
}

var errDatabase = errors.New("database down")

// failing fails some writes, from the one with that number; after they are done, or instead.
type failing struct {
	oauth.Connections
	from, fails, n int
	after          bool
}

func (f *failing) Swap(ctx context.Context, owner string, c oauth.Connection) (oauth.Connection, bool, error) {
	f.n++
	if f.n < f.from || f.n >= f.from+f.fails {
		return f.Connections.Swap(ctx, owner, c)
	}
	if f.after {
		_, _, _ = f.Connections.Swap(ctx, owner, c)
	}
	return oauth.Connection{}, false, errDatabase
}

func TestAnotherProcessTakesOverFromOneThatDied(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	died := errors.New("died")
	dying := w.source()
	dying.Connections = &failing{Connections: w.connections(), fails: 1000, from: 2} // not even the lease is given back
	w.app.OnRefresh = func(context.Context) error { return died }
	_, err := dying.Token(t.Context(), "u")
	require.ErrorIs(t, err, died)
	w.app.OnRefresh = nil

	heir := w.source()
	waited := time.Duration(0)
	heir.Wait = func(_ context.Context, d time.Duration) error {
		waited += d
		w.pass(d)
		return nil
	}
	token, err := heir.Token(t.Context(), "u")
	require.NoError(t, err)
	require.True(t, w.app.Good(token))
	require.GreaterOrEqual(t, waited, 15*time.Second)
	require.Less(t, waited, 16*time.Second)
	require.Equal(t, 1, w.app.Refreshes())
}

func TestAServiceThatIsDownEndsNothing(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	w.app.Down = errors.New("service down")
	_, errs := many(t, w.source(), w.source())
	for _, err := range errs {
		require.ErrorIs(t, err, w.app.Down)
	}
	w.app.Down = nil
	source := w.source()
	source.Wait = func(context.Context, time.Duration) error { return errors.New("there is nobody to wait for") }
	token, err := source.Token(t.Context(), "u")
	require.NoError(t, err)
	require.True(t, w.app.Good(token))
}

func TestACallerWhoGivesUpEndsTheRefreshOfNobody(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	source := w.source()
	ctx, giveUp := context.WithCancel(t.Context())
	refreshing, goOn := make(chan struct{}), make(chan struct{})
	w.app.OnRefresh = func(ctx context.Context) error {
		close(refreshing)
		<-goOn
		return ctx.Err()
	}
	gone := make(chan error)
	go func() {
		_, err := source.Token(ctx, "u")
		gone <- err
	}()
	<-refreshing
	giveUp()
	require.ErrorIs(t, <-gone, context.Canceled)
	close(goOn)
	token, err := source.Token(t.Context(), "u")
	require.NoError(t, err)
	require.True(t, w.app.Good(token))
	require.Equal(t, 1, w.app.Refreshes())
}

func TestAGrantThatEnded(t *testing.T) {
	w := newWorld(t)
	w.signIn("u", "u", alice)
	w.pass(time.Hour)
	w.app.End(alice.UserID)
	source := w.source()
	_, err := source.Token(t.Context(), "u")
	require.ErrorIs(t, err, oauth.ErrReconnect)
	_, err = source.Token(t.Context(), "u")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	require.Equal(t, 1, w.app.Refreshes())
	require.Empty(t, w.kv.Values(), "neither the connection nor its list stays")
}

// TestAnInvalidGrantIsBelievedOnlyOfWhatIsStored lets somebody replace the connection while the service refuses the old one's token.
func TestAnInvalidGrantIsBelievedOnlyOfWhatIsStored(t *testing.T) {
	for name, replace := range map[string]func(w *world){
		"another node took over and refreshed": func(w *world) {
			w.pass(20 * time.Second)
			token, err := w.source().Token(w.Context(), "u")
			require.NoError(w, err)
			require.True(w, w.app.Good(token))
		},
		"the user signed in again": func(w *world) {
			w.app.End(alice.UserID)
			w.signIn("u", "u", alice)
		},
	} {
		for _, lag := range []int{0, 3} {
			t.Run(fmt.Sprintf("%s, lag %d", name, lag), func(t *testing.T) {
				w := newWorld(t)
				w.signIn("u", "u", alice)
				w.pass(time.Hour)
				w.app.OnRefresh = func(context.Context) error {
					w.app.OnRefresh = nil
					replace(w)
					w.kv.Lag = lag
					return nil
				}
				token, err := w.source().Token(t.Context(), "u")
				require.NoError(t, err)
				require.True(t, w.app.Good(token))
				connection, err := w.connections().Load(t.Context(), "u")
				require.NoError(t, err)
				require.Equal(t, token, connection.Token)
			})
		}
	}
}

func TestARejectedTokenIsReplacedOnce(t *testing.T) {
	w := newWorld(t)
	first := w.signIn("u", "u", alice)
	source := w.source()
	second, err := source.Replace(t.Context(), "u", first)
	require.NoError(t, err)
	require.NotEqual(t, first, second)
	got, err := w.source().Replace(t.Context(), "u", first)
	require.NoError(t, err)
	require.Equal(t, second, got, "somebody else has replaced it")
	require.Equal(t, 1, w.app.Refreshes())

	w.pass(2 * time.Minute)
	third, err := source.Replace(t.Context(), "u", second)
	require.NoError(t, err, "it was good for a while")
	_, err = source.Replace(t.Context(), "u", third)
	require.ErrorIs(t, err, oauth.ErrReconnect)
	_, err = source.Token(t.Context(), "u")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
	require.Equal(t, 1, w.app.Refreshes())
}

func TestWhatCannotBeOpenedAsksToConnectAgainAndStays(t *testing.T) {
	for name, c := range map[string]struct{ spoil, mend func(w *world) }{
		"key changed": {func(w *world) { w.key = "another" }, func(w *world) { w.key = "any text" }},
		"key gone":    {func(w *world) { w.key = "" }, func(w *world) { w.key = "any text" }},
		"app changed": {func(w *world) { w.app.Name = "another" }, func(w *world) { w.app.Name = "app" }},
		"tampered":    {(*world).tamper, func(w *world) { w.signIn("u", "u", alice) }},
		"a new form":  {func(w *world) { w.overwrite("u", `"sealed":"A`, `"sealed":"/`) }, func(w *world) { w.signIn("u", "u", alice) }},
		"given to another app": {func(w *world) { w.app.Name = "another"; w.overwrite("u", `"app":"app"`, `"app":"another"`) },
			func(w *world) { w.signIn("u", "u", alice) }},
		"moved": {func(w *world) {
			value := w.kv.Values()["connection_v"]
			require.NoError(w, w.kv.Set(w.Context(), "connection_u", value, 0))
		}, func(w *world) { w.signIn("u", "u", alice) }},
		"no record at all": {func(w *world) { require.NoError(w, w.kv.Set(w.Context(), "connection_u", []byte("{"), 0)) },
			func(w *world) { w.signIn("u", "u", alice) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn("v", "v", alice)
			w.signIn("u", "u", alice)
			c.spoil(w)
			before := w.kv.Values()
			source := w.source()
			for range 2 {
				_, err := source.Token(t.Context(), "u")
				require.ErrorIs(t, err, oauth.ErrReconnect)
			}
			status, err := source.Status(t.Context(), "u")
			require.NoError(t, err)
			require.True(t, status.Reconnect)
			require.Equal(t, before, w.kv.Values())
			require.Zero(t, w.app.Refreshes())
			c.mend(w)
			token, err := source.Token(t.Context(), "u")
			require.NoError(t, err)
			require.True(t, w.app.Good(token))
		})
	}
}

// overwrite changes the stored connection of owner as somebody at the database could.
func (w *world) overwrite(owner, old, replacement string) {
	w.Helper()
	value := string(w.kv.Values()["connection_"+owner])
	require.Contains(w, value, old)
	require.NoError(w, w.kv.Set(w.Context(), "connection_"+owner, []byte(strings.Replace(value, old, replacement, 1)), 0))
}

// tamper changes a bit of the sealed token.
func (w *world) tamper() {
	var record map[string]any
	require.NoError(w, json.Unmarshal(w.kv.Values()["connection_u"], &record))
	sealed, err := base64.StdEncoding.DecodeString(record["sealed"].(string))
	require.NoError(w, err)
	sealed[len(sealed)/2] ^= 1
	w.overwrite("u", record["sealed"].(string), base64.StdEncoding.EncodeToString(sealed))
}

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
		"connected":     {before: func(*world) {}, revokes: true},
		"expired":       {before: func(w *world) { w.pass(time.Hour) }, revokes: true},
		"ended there":   {before: func(w *world) { w.pass(time.Hour); w.app.End(alice.UserID) }},
		"service down":  {before: func(w *world) { w.app.Down = errors.New("down") }, want: oauth.ErrNotRevoked},
		"both":          {before: func(w *world) { w.pass(time.Hour); w.app.Down = errors.New("down") }, want: oauth.ErrNotRevoked},
		"key changed":   {before: func(w *world) { w.key = "another" }, want: oauth.ErrNotRevoked},
		"another app":   {before: func(w *world) { w.app.Name = "another" }, want: oauth.ErrNotRevoked},
		"replica lags":  {before: func(w *world) { w.pass(time.Hour); w.kv.Lag = 3 }, revokes: true},
		"not connected": {before: func(w *world) { require.NoError(w, w.source().Disconnect(w.Context(), "u")) }, want: oauth.ErrNotConnected, revokes: true},
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
	owners, err := source.Deauthorized(t.Context(), "Znobody")
	require.NoError(t, err)
	require.Empty(t, owners)

	w.key = "" // even then
	owners, err = source.Deauthorized(t.Context(), alice.UserID)
	require.NoError(t, err)
	require.Equal(t, []string{oauth.Account, "u"}, owners)
	require.Empty(t, w.app.Revoked())
	for range 4 {
		owners, err = source.Deauthorized(t.Context(), alice.UserID)
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
	owners, err := w.source().Deauthorized(t.Context(), alice.UserID)
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
	_, err = source.Deauthorized(t.Context(), alice.UserID)
	require.ErrorIs(t, err, errDatabase)
}
