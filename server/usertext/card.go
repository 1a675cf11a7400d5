package usertext

import (
	"strconv"
	"strings"
	"time"

	"mattermost-plugin-zoom/server/meeting"
)

// Card puts a view into words, for clients without the web app. named tells that the post is shown under another name than its author's, so
// that its message has to say who that is.
func (t *Texts) Card(locale string, view meeting.View, zone *time.Location, named bool) meeting.Card {
	say := func(id string, values data) string { return t.say(locale, id, values) }
	number := groupDigits(view.Number)
	card := meeting.Card{Title: plain(view.Topic), Message: t.message(locale, view, named)}
	if card.Title == "" {
		card.Title = say("card.title", nil)
	}
	lines := []string{say("card.number", data{"Number": number})}
	if view.Personal {
		lines[0] = say("card.personal", data{"Number": number})
	}
	switch {
	case view.State == meeting.Ended && view.Missed:
		lines = append(lines, say("card.missed", nil))
		card.Fallback = say("card.fallback_missed", data{"Number": number})
	case view.State == meeting.Ended && view.EndedAt.IsZero():
		lines = append(lines, say("card.ended_unseen", nil))
		card.Fallback = say("card.fallback_ended", data{"Number": number})
	case view.State == meeting.Ended:
		lines = append(lines,
			say("card.ended", data{"Time": view.EndedAt.In(zone).Format(say("card.time_layout", nil))}),
			say("card.length", data{"Length": t.duration(locale, view.EndedAt.Sub(view.StartedAt))}))
		card.Fallback = say("card.fallback_ended", data{"Number": number})
	default:
		switch {
		case !view.Shared || view.State != meeting.Running:
		case view.StartedAt.IsZero():
			lines = append(lines, say("card.running_now", nil))
		default:
			lines = append(lines, say("card.running", data{"Time": view.StartedAt.In(zone).Format(say("card.time_layout", nil))}))
		}
		if view.Passcode != "" {
			lines = append(lines, say("card.passcode", data{"Passcode": code(view.Passcode)}))
		}
		lines = append(lines, say("card.join", data{"Link": linkTarget(view.JoinURL)}))
		card.TitleLink = view.JoinURL
		card.Fallback = say("card.fallback", data{"Number": number, "Link": view.JoinURL})
	}
	card.Text = strings.Join(lines, "\n")
	return card
}

// message says in one line who meets about what, and how it ended.
func (t *Texts) message(locale string, view meeting.View, named bool) string {
	topic := view.Topic
	if t.isUsualTopic(locale, topic) {
		topic = ""
	}
	values := data{"Topic": harmless(topic), "Number": groupDigits(view.Number)}
	if named {
		values["Creator"] = harmless(view.CreatorUsername)
	}
	id := "message.started"
	if view.Shared {
		id = "message.shared"
	}
	message := t.say(locale, id, values)
	switch {
	case view.State != meeting.Ended:
		return message
	case view.Missed:
		return t.say(locale, "message.missed", data{"Message": message})
	case view.EndedAt.IsZero():
		return t.say(locale, "message.ended_unseen", data{"Message": message})
	default:
		length := t.duration(locale, view.EndedAt.Sub(view.StartedAt))
		return t.say(locale, "message.ended", data{"Message": message, "Length": length})
	}
}

// inTarget are the characters that would end a markdown link, or begin something else in it.
var inTarget = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "`", "%60", "\t", "%09", "\n", "%0A", "\r", "%0D")

// linkTarget keeps what is in a URL from ending the markdown link.
func linkTarget(url string) string { return inTarget.Replace(url) }

// groupDigits writes a meeting number as Zoom does: 123 456 789, 123 456 7890, 123 4567 8901.
func groupDigits(number int64) string {
	text := strconv.FormatInt(number, 10)
	switch len(text) {
	case 9, 10:
		return text[:3] + " " + text[3:6] + " " + text[6:]
	case 11:
		return text[:3] + " " + text[3:7] + " " + text[7:]
	default:
		return text
	}
}
