package e2e

import (
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// starts is how many people click at once, on two nodes.
const starts = 100

// TestAnExpiredTokenIsRefreshedOnceByTwoNodes runs a second Mattermost on the same database. ROUNDS says how often to play, 3 times unless
// it is set.
func TestAnExpiredTokenIsRefreshedOnceByTwoNodes(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("ROUNDS"))
	if err != nil {
		rounds = 3
	}
	onEach(t, func(t *testing.T, s *server) {
		other, err := stack.StartMattermost(t.Context(), stack.MattermostConfig{Dist: s.dist, DSN: s.dsn, DataDir: t.TempDir()})
		require.NoError(t, err)
		defer other.Stop()
		admin, err := stack.NewAdmin(t.Context(), other.URL)
		require.NoError(t, err)
		_, err = admin.InstallPlugin(t.Context(), os.Getenv("BUNDLE"))
		require.NoError(t, err)
		require.NoError(t, admin.Configure(t.Context(), "zoom", s.userApp()))
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		s.connect(t, s.clients["alice"], s.link(t, s.clients["alice"]), "alice@example.com")
		nodes := []string{s.mm.URL, other.URL}
		for round := range rounds {
			s.expireTokens(t)
			s.sim.ResetCalls()
			var clicks sync.WaitGroup
			statuses := make([]int, starts)
			outcomes := make([]string, starts)
			for i := range starts {
				clicks.Go(func() {
					var got answer
					statuses[i], got = s.startAt(t, nodes[i%2], s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true})
					outcomes[i] = got.Outcome + got.Error
				})
			}
			clicks.Wait()
			for i := range starts {
				require.Equal(t, http.StatusOK, statuses[i], "round %d: %s", round, outcomes[i])
				require.Equal(t, "started", outcomes[i], "round %d", round)
			}
			require.Equal(t, map[zoomtest.Op]int{zoomtest.OpRefresh: 1, zoomtest.OpCreateMeeting: starts}, s.sim.Calls(), "round %d", round)
		}
	})
}

// expireTokens makes the tokens of all who are connected end in the past.
func (s *server) expireTokens(t *testing.T) {
	t.Helper()
	changed, err := s.db.ExecContext(t.Context(), `UPDATE pluginkeyvaluestore
		SET pvalue = convert_to(jsonb_set(convert_from(pvalue, 'UTF8')::jsonb, '{expires_at}', '1')::text, 'UTF8')
		WHERE pluginid = 'zoom' AND pkey LIKE 'connection\_%'`)
	require.NoError(t, err)
	count, err := changed.RowsAffected()
	require.NoError(t, err)
	require.Positive(t, count)
}
