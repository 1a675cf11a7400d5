package meeting

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTopic is the length of a topic in characters that Zoom takes.
const MaxTopic = 200

// cleanTopic makes one line of what people typed, without the characters that nobody sees: controls and those that turn the direction of
// what follows. The joiners within emoji and within words stay. It returns ErrTopicTooLong.
func cleanTopic(typed string) (string, error) {
	topic := oneLine(typed)
	if utf8.RuneCountInString(topic) > MaxTopic {
		return "", ErrTopicTooLong
	}
	return topic, nil
}

// showableTopic makes the same of a topic from elsewhere, and cuts what is too long.
func showableTopic(topic string) string {
	runes := []rune(oneLine(topic))
	return string(runes[:min(len(runes), MaxTopic)])
}

func oneLine(typed string) string {
	seen := false
	topic := strings.Map(func(r rune) rune {
		const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == zeroWidthJoiner, r == zeroWidthNonJoiner:
			return r
		case !unicode.IsGraphic(r):
			return -1
		}
		seen = true
		return r
	}, typed)
	if !seen {
		return ""
	}
	return strings.Join(strings.Fields(topic), " ")
}
