package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAdminsAreToldOnceOfRefusedEvents looks at what came of the deliveries that the tests before it had refused.
func TestAdminsAreToldOnceOfRefusedEvents(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.Eventually(t, func() bool {
			return strings.Contains(s.directMessage(t, "admin").Message, "cannot show when a meeting has ended")
		}, 10*time.Second, 100*time.Millisecond)
		told := 0
		for _, post := range s.directMessages(t, "admin") {
			if strings.Contains(post.Message, "cannot show when a meeting has ended") {
				told++
			}
		}
		require.Equal(t, 1, told, "once a day")
		for _, post := range s.directMessages(t, "bob") {
			require.NotContains(t, post.Message, "cannot show when")
		}

		status := s.command(t, s.clients["admin"], s.channel.Id, "", "/zoom status").Text
		require.Contains(t, status, "Last event refused")
		require.Contains(t, status, "Server-to-Server OAuth")
		status = s.command(t, s.clients["alice"], s.channel.Id, "", "/zoom status").Text
		require.Contains(t, status, "you don't need to connect")
		require.NotContains(t, status, "Last event")
	})
}
