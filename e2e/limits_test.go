package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTooManyStarts has a limit of two meetings.
func TestTooManyStarts(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		limited := s.settings()
		limited["StartLimit"] = 2
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", limited))
		defer s.reset(t)
		here := map[string]any{"channel_id": s.channel.Id, "force": true}
		for range 2 {
			status, got := s.start(t, s.clients["alice"], here)
			require.Equal(t, http.StatusOK, status, got)
		}
		before := s.count(t)
		s.sim.ResetCalls()
		status, got := s.start(t, s.clients["alice"], here)
		require.Equal(t, http.StatusTooManyRequests, status, got)
		require.Equal(t, "too_many_starts", got.Error)
		require.Regexp(t, `^You have started too many meetings in a short time\. Try again in [45] minutes\.$`, got.Message)
		require.Regexp(t, `^You have started too many meetings`, s.command(t, s.clients["alice"], s.channel.Id, "", "/zoom start --force").Text)
		require.Equal(t, before, s.count(t), "nothing is posted")
		require.Empty(t, s.sim.Calls(), "Zoom is not asked")

		status, got = s.start(t, s.clients["bob"], here)
		require.Equal(t, http.StatusOK, status, got)
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.settings()))
		status, got = s.start(t, s.clients["alice"], here)
		require.Equal(t, http.StatusOK, status, got)
	})
}
