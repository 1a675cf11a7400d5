package usertext_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/meeting"
)

// FuzzTexts puts what strangers wrote into every text that holds such: nothing ends the code span or the link that it stands in, adds a
// line, or is taken for a template.
func FuzzTexts(f *testing.F) {
	f.Add("Weekly", "4711", "https://zoom.us/j/85746065432?pwd=a", "alice", int64(3600), int64(85746065432))
	f.Add("@all [x](javascript:1) {{.Link}} `", "`\n# x", "https://zoom.us/j/1)[x](y", "a`b", int64(-1), int64(-5))
	f.Add("\xff\u202e", "\x00", "a b\nc", "@here", int64(1<<62), int64(0))
	f.Add("{{", "}}", "", "", int64(-1<<62), int64(1<<62))
	texts := texts(f, assets.I18n)
	f.Fuzz(func(t *testing.T, topic, passcode, link, creator string, seconds, number int64) {
		view := meeting.View{
			Provider: "Zoom", Number: number, Topic: topic, Passcode: passcode, JoinURL: link, CreatorUsername: creator,
			StartedAt: now, EndedAt: now.Add(time.Duration(seconds)),
		}
		for _, state := range []meeting.State{meeting.Waiting, meeting.Running, meeting.Ended, meeting.State(seconds)} {
			for _, shared := range []bool{false, true} {
				view.State, view.Shared, view.Personal = state, shared, shared
				card := texts.Card("en", view, time.UTC, shared)
				require.NotEmpty(t, card.Title)
				require.NotContains(t, card.Text, "<no value>")
				require.LessOrEqual(t, strings.Count(card.Text, "\n"), 3, card.Text)
				require.Zero(t, strings.Count(card.Text, "`")%2, card.Text)
			}
		}
		recent := texts.CommandRecent(member, view, "/zoom start "+topic)
		require.NotContains(t, recent, "<no value>")
		for _, text := range []string{texts.CommandUnknown("en", topic), texts.CommandUnknownOption("en", "start", topic)} {
			require.NotContains(t, text, "<no value>")
			require.Zero(t, strings.Count(text, "`")%2, text)
		}
		_ = texts.CommandConnect("en", meeting.Connect{URL: link})
	})
}
