package oauth_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/oauth"
)

// slowKV takes its time for the first write.
type slowKV struct {
	*kvtest.KV
	pass func()
}

func (kv *slowKV) CompareAndSet(ctx context.Context, key string, old, value []byte, ttl time.Duration) (bool, error) {
	done, err := kv.KV.CompareAndSet(ctx, key, old, value, ttl)
	if kv.pass != nil {
		pass := kv.pass
		kv.pass = nil
		pass()
	}
	return done, err
}

// TestALeaseWhoseWriteTookLongIsNotUsed has another process ask while the service answers, after the lease would have ended.
func TestALeaseWhoseWriteTookLongIsNotUsed(t *testing.T) {
	for name, slow := range map[string]time.Duration{"at once": 0, "2 s before its end": 13 * time.Second, "after its end": 16 * time.Second} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn("u", "u", alice)
			w.pass(2 * time.Hour)
			var other error
			asked := false
			w.app.OnRefresh = func(context.Context) error {
				if !asked {
					asked = true
					w.pass(3 * time.Second) // an ordinary call
					ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
					defer cancel()
					_, other = w.source().Token(ctx, "u")
				}
				return nil
			}
			source := &oauth.Source{App: w.app, Now: w.clock, Connections: kvstore.Connections{
				KV: &slowKV{KV: w.kv, pass: func() { w.pass(slow) }}, Key: w.connections().Key,
			}, Wait: func(_ context.Context, d time.Duration) error {
				w.pass(d)
				return nil
			}}
			token, err := source.Token(t.Context(), "u")
			require.NoError(t, err)
			require.True(t, w.app.Good(token))
			require.ErrorIs(t, other, context.DeadlineExceeded, "the other one waited for the lease")
			require.Equal(t, 1, w.app.Refreshes())
		})
	}
}
