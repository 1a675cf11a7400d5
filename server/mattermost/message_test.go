package mattermost_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/shared/markdown"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

// special is what Mattermost's clients make a mention, a link to a channel, an address, an emoji or a hashtag of.
var special = regexp.MustCompile(`(?i)@[a-z0-9._-]|~[a-z0-9._-]|:[a-z0-9_+-]+:|[:;]-?[)(d/op|$@[\]]|<3|</3|<[^ >]*@[^ >]*>|www\d{0,3}\.|[a-z]:[/\pL\d]|\.\pL{2,4}/|#\pL`)

// formula is LaTeX in a line, which nothing escapes.
var formula = regexp.MustCompile(`\$[^$\n]+\$`)

var notInUsernames = regexp.MustCompile(`[^a-z0-9._-]`)

// FuzzMessage puts any topic into the message of a post, and looks at that as Mattermost's server and clients do.
func FuzzMessage(f *testing.F) {
	for _, topic := range []string{
		"Quarterly review", "@all #urgent ~town-square :smile: https://example.com", "@@all ##urgent ~~~town", "a@example.com mailto:a@b.cc",
		"**bold** _it_ `code` ~~gone~~ [label](https://example.com) ![](x)", "2*3*4 snake_case __init__ _x *y", "$a$ US$ 5 $$", "C:\\temp\\*x* \\\\",
		"www.example.com (example.com/x) WWW2.EXAMPLE.COM", "10:100: 1:23:45 9:00", ":) ;-) x-d <3 </3 &lt;b&gt; <b> :100:", "10:30 R&D C# #1 a @ b",
		"[a](b)(c) [[x](y)](z) [a][b] ]( ](", "`` ` ```x``", "www.de/", "&amp;)", "#한국어 @한국 ＠all", "Ann <ann@example.com> _www.a.com",
	} {
		f.Add(topic, "alice")
	}
	f.Add("", "_bob_.de")
	texts := usertext.New(assets.I18n, "Zoom", "zoom", time.Now)
	f.Fuzz(func(t *testing.T, topic, creator string) {
		creator = "u" + notInUsernames.ReplaceAllString(creator, "")
		for _, named := range []bool{false, true} {
			view := meeting.View{Number: 85746065432, Topic: topic, CreatorUsername: creator, State: meeting.Ended}
			if named {
				view.State, view.Shared = meeting.Waiting, true
			}
			message := texts.Card("en", view, time.UTC, named).Message
			require.NotContains(t, message, "\n")
			hashtags, _ := model.ParseHashtags(message)
			require.Empty(t, hashtags)
			shown := shownAs(t, message)
			require.Empty(t, special.FindString(shown), "in %q", message)
			require.Empty(t, formula.FindString(shown), "in %q", message)
			for _, word := range strings.FieldsFunc(shown, parts) {
				require.NotContains(t, strings.TrimSuffix(word, "@"), "@", "%q mentions somebody in %q", word, message)
			}
		}
	})
}

// shownAs returns the text of a message in which nothing but text may be.
func shownAs(t *testing.T, message string) string {
	t.Helper()
	var shown strings.Builder
	markdown.Inspect(message, func(node interface{}) bool {
		switch node := node.(type) {
		case *markdown.Text:
			shown.WriteString(node.Text)
		case nil, *markdown.Document, *markdown.Paragraph:
		default:
			t.Fatalf("%T in %q", node, message)
		}
		return true
	})
	return shown.String()
}

// parts is where Mattermost's server cuts a text to look for mentions.
func parts(r rune) bool {
	return !strings.ContainsRune(":.-_@", r) && !unicode.IsLetter(r) && !unicode.IsNumber(r)
}
