package usertext

import (
	"regexp"
	"strings"
)

// wordJoiner is shown nowhere, and nothing that Mattermost looks for may hold it. A backslash would not do: the server sees mentions and
// hashtags behind one.
const wordJoiner = "\u2060"

// formats are the ways to format a part of a line, and what of it is shown. Stars and underscores within words are none: 2*3*4, snake_case.
var formats = []struct {
	pattern *regexp.Regexp
	shown   string
}{
	{regexp.MustCompile("`+([^`]+)`+"), "$1"},
	{regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()]*\)`), "$1"},
	{regexp.MustCompile(`<([^\s>]*(?:@|:/)[^\s>]*)>`), "$1"},
	{regexp.MustCompile(`~~([^\s~](?:[^~]*[^\s~])?)~~`), "$1"},
	{regexp.MustCompile(`(^|[^\w*\\])\*+([^\s*](?:[^*]*[^\s*])?)\*+($|[^\w*])`), "$1$2$3"},
	{regexp.MustCompile(`(^|[^\w\\])_+([^\s_](?:[^_]*[^\s_])?)_+($|\W)`), "$1$2$3"},
}

// escaped is what a backslash keeps from being Markdown.
var escaped = regexp.MustCompile(`\\+([!-/:-@\[\]^-~` + "`" + `])`)

// plain is how a topic in Markdown reads where nothing formats it, on one line.
func plain(topic string) string {
	text := strings.Join(strings.Fields(topic), " ")
	for before := ""; text != before; {
		before = text
		for _, format := range formats {
			text = format.pattern.ReplaceAllString(text, format.shown)
		}
	}
	return strings.ReplaceAll(escaped.ReplaceAllString(text, "$1"), "`", "'")
}

// linkLike are what clients make links, characters and emoji of, if nothing comes before the last character: www., example.com/, &amp; ;) x-d
var linkLike = regexp.MustCompile(`(?i)www\d{0,3}\.|\.\pL{2,4}/|&#?\w+;|;-?\)|\bx-d\b`)

// harmless is a plain topic as a part of a post's message, in which it mentions nobody, makes no hashtag, emoji or link and formats nothing,
// on the server as in all clients. Search finds its words all the same.
func harmless(topic string) string {
	text := plain(topic)
	for linkLike.MatchString(text) {
		text = linkLike.ReplaceAllStringFunc(text, func(found string) string {
			last := len(found) - 1
			return found[:last] + wordJoiner + found[last:]
		})
	}
	runes := []rune(" " + text + " ")
	// Two dollar signs would be a formula, which no client lets anybody escape.
	formula := strings.Count(text, "$") > 1
	var message strings.Builder
	for i := 1; i < len(runes)-1; i++ {
		before, r, after := runes[i-1], runes[i], runes[i+1]
		switch {
		case r == '*' && (before != ' ' || after != ' '), r == '_' && (!isWord(before) || !isWord(after)):
			message.WriteByte('\\')
		case r == '$' && formula:
			r = '＄'
		}
		message.WriteRune(r)
		if (strings.ContainsRune("@#~:<", r) && after != ' ' && !isTime(runes, i)) || (r == ']' && (after == '(' || after == '[')) {
			message.WriteString(wordJoiner)
		}
	}
	return message.String()
}

// isTime tells whether the colon at i is that of a time of day such as 13:15, which people search for.
func isTime(runes []rune, i int) bool {
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	return runes[i] == ':' && isDigit(runes[i-1]) && isDigit(runes[i+1]) && isDigit(runes[i+2]) && runes[i+3] != ':' && !isDigit(runes[i+3])
}

// isWord tells whether an underscore beside r is a part of a word.
func isWord(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
