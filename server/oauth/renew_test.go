package oauth_test

import (
	"context"
	"fmt"
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
