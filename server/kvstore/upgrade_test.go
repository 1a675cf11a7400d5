package kvstore_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
)

func TestTheFirstActivationStaysTheFirst(t *testing.T) {
	u := kvstore.Upgrade{KV: &kvtest.KV{}}
	at := time.UnixMilli(1777627801234)
	for _, now := range []time.Time{at, at.Add(time.Hour)} {
		first, err := u.FirstActivation(t.Context(), now)
		require.NoError(t, err)
		require.Equal(t, at, first)
	}
}

func TestPostsOfTheEarlierPlugin(t *testing.T) {
	kv := &kvtest.KV{}
	require.NoError(t, kv.Set(t.Context(), "post_meeting_a/b==", []byte("p1"), 0))
	for uuid, want := range map[string]string{"a/b==": "p1", "c": ""} {
		post, err := kvstore.Upgrade{KV: kv}.PostOf(t.Context(), uuid)
		require.NoError(t, err)
		require.Equal(t, want, post)
	}
}
