package meetingtest

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

// TestProvider is the suite that every provider must pass, with a service that is up and knows host but not stranger.
func TestProvider(t *testing.T, provider meeting.Provider, host, stranger meeting.Person) {
	t.Helper()
	t.Run("names itself", func(t *testing.T) {
		require.NotEmpty(t, provider.Name())
	})
	t.Run("creates a meeting of its own for each call", func(t *testing.T) {
		first, err := provider.Create(t.Context(), host, meeting.Options{Topic: "Weekly"})
		require.NoError(t, err)
		second, err := provider.Create(t.Context(), host, meeting.Options{})
		require.NoError(t, err)
		require.Positive(t, first.Number)
		require.NotEqual(t, first.Number, second.Number)
		require.Equal(t, "Weekly", first.Topic)
		for _, link := range []string{first.JoinURL, first.StartURL} {
			parsed, err := url.Parse(link)
			require.NoError(t, err)
			require.Contains(t, []string{"http", "https"}, parsed.Scheme)
		}
		require.NotEqual(t, first.JoinURL, first.StartURL, "a join link must not make its reader the host")
	})
	t.Run("does not know a stranger", func(t *testing.T) {
		_, err := provider.Create(t.Context(), stranger, meeting.Options{})
		require.ErrorIs(t, err, meeting.ErrUnknownHost)
	})
}
