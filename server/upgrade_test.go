package main

import (
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/plugin/plugintest"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
)

func TestEarlierMeetingsAreLookedForAsLongAsOneCouldRun(t *testing.T) {
	start := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	kv, now := &kvtest.KV{}, start
	e := earlierMeetings{store: kvstore.Upgrade{KV: kv}, posts: mattermost.Posts{API: &plugintest.API{}}, until: start.Add(longestMeeting),
		now: func() time.Time { return now }}
	for _, c := range []struct {
		after time.Duration
		uuid  string
		reads int
	}{{0, "u", 1}, {31*time.Hour - time.Second, "u", 1}, {31 * time.Hour, "u", 0}, {0, "", 0}} {
		now = start.Add(c.after)
		require.NoError(t, e.End(t.Context(), meeting.Event{UUID: c.uuid, State: meeting.Ended}))
		reads, writes := kv.Calls()
		require.Equal(t, c.reads, reads)
		require.Zero(t, writes)
	}
}
