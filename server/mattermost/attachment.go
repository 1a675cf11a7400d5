package mattermost

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/server/meeting"
)

// attachment is the card for clients without the web app.
func attachment(view meeting.View, zone *time.Location) *model.SlackAttachment {
	title := view.Topic
	if title == "" {
		title = view.Provider + " Meeting"
	}
	lines := []string{"**Meeting ID:** " + groupDigits(view.Number)}
	card := &model.SlackAttachment{Title: title}
	if view.Ended {
		lines = append(lines,
			"**Ended:** "+view.EndedAt.In(zone).Format("Mon, 2 Jan 2006, 15:04 MST"),
			"**Length:** "+length(view.EndedAt.Sub(view.StartedAt)))
		card.Fallback = fmt.Sprintf("%s meeting %s has ended.", view.Provider, groupDigits(view.Number))
	} else {
		if view.Passcode != "" {
			lines = append(lines, "**Passcode:** `"+strings.ReplaceAll(view.Passcode, "`", "")+"`")
		}
		lines = append(lines, "[Join Meeting]("+linkTarget(view.JoinURL)+")")
		card.TitleLink = view.JoinURL
		card.Fallback = fmt.Sprintf("%s meeting %s: %s", view.Provider, groupDigits(view.Number), view.JoinURL)
	}
	card.Text = strings.Join(lines, "\n")
	return card
}

// linkTarget keeps a parenthesis in a URL from ending the markdown link.
func linkTarget(url string) string {
	return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(url)
}

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

// length writes how long a meeting took, to the minute; clocks that disagree make no negative length.
func length(d time.Duration) string {
	minutes := int(max(d, 0).Round(time.Minute) / time.Minute)
	switch {
	case minutes == 0:
		return "less than a minute"
	case minutes < 60:
		return plural(minutes, "minute")
	case minutes%60 == 0:
		return plural(minutes/60, "hour")
	default:
		return plural(minutes/60, "hour") + " " + plural(minutes%60, "minute")
	}
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
