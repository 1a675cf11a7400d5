package command_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

// FuzzCommand types anything. What is not a start or a share does neither, and an answer, which is a post of sorts, never holds the start
// URL.
func FuzzCommand(f *testing.F) {
	for _, typed := range []string{
		"/zoom", "/zoom start", "/zoom start Weekly", "/zoom START --personal --force  A\tB", "/zoom start —personal", "/zoom start --nope", "/zoom share 857 4606 5432",
		"/zoom share --personal x", "/zoom help", "/zoom ```", "/zoom connect", "/zoom disconnect", "", "/", "\xff", "/zoom start \u202e\u0000@all", "/zoom start\u00a0x",
		"/zoom start " + strings.Repeat("é", 300), "/zoom\nstart\n", "/zoom --force", "/zoom `start`", "/zoom\v0 start",
	} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		h := newHouse(t)
		response := h.types(t, typed)
		require.NotNil(t, response)
		require.NotContains(t, response.Text, "zak=")
		if response.Text != "" {
			require.Equal(t, model.CommandResponseTypeEphemeral, response.ResponseType)
		}
		words := strings.Fields(strings.ToLower(typed))
		if len(h.provider.Asked) > 0 {
			require.Contains(t, words, "start")
			require.LessOrEqual(t, utf8.RuneCountInString(h.provider.Asked[0].Topic), meeting.MaxTopic)
			require.False(t, strings.ContainsAny(h.provider.Asked[0].Topic, "\n\r\x00\u202e"))
			require.Equal(t, startURL, response.GotoLocation)
		} else {
			require.Empty(t, response.GotoLocation)
		}
		if len(h.provider.Sought) > 0 {
			require.Contains(t, words, "share")
		}
		require.Equal(t, len(h.provider.Asked)+len(h.provider.Sought), len(h.poster.Posts()))
		// A code span that is not closed would let what follows be markdown.
		require.Zero(t, strings.Count(response.Text, "`")%2, response.Text)
	})
}
