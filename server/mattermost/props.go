package mattermost

import (
	"strconv"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	propStatus  = "meeting_status"
	propRecord  = "meeting_record"
	propMessage = "meeting_message"
)

// Values of the prop meeting_status, in the order in which a meeting goes through them.
const (
	statusShared  = "SHARED"
	statusStarted = "STARTED"
	statusEnded   = "ENDED"
	// statusRecent is for prompts.
	statusRecent = "RECENTLY_CREATED"
)

// Props are what the web app and other plugins read of a post: the contract with the earlier Zoom plugin's posts, and three of our
// own: meeting_shared, meeting_missed, and meeting_record, by which a post and its record find each other. Times are milliseconds since 1970, 0 while unknown.
//
// meeting_missed is there only for a meeting that nobody entered: such a one is ENDED and has no end time. A meeting that has ended without
// either had an end that nobody knows.
//
// A post has one more, meeting_message: exactly what the server last wrote into its message. What follows that in the message was added by
// its author; a message that does not begin with it is the author's as a whole. Posts of earlier versions do not have it.
func Props(view meeting.View) map[string]any {
	props := map[string]any{
		"meeting_id":               view.Number,
		"meeting_uuid":             view.UUID,
		"meeting_link":             view.JoinURL,
		"meeting_passcode":         view.Passcode,
		propStatus:                 status(view),
		"meeting_personal":         view.Personal,
		"meeting_shared":           view.Shared,
		"meeting_topic":            view.Topic,
		"meeting_creator_username": view.CreatorUsername,
		"meeting_provider":         view.Provider,
		"meeting_start_time":       millis(view.StartedAt),
		"meeting_end_time":         millis(view.EndedAt),
		propRecord:                 view.ID,
	}
	if view.Missed {
		props["meeting_missed"] = true
	}
	return props
}

// Prompt are the props of an ephemeral post that asks whether to join a meeting which somebody has just started. The server gives such a
// post a type of its own, so this one tells ours. What the reader wanted to start comes along.
func Prompt(view meeting.View, wanted meeting.Request) map[string]any {
	props := Props(view)
	props["wanted_topic"], props["wanted_personal"] = wanted.Topic, wanted.Personal
	props["type"], props[propStatus] = PostType, statusRecent
	return props
}

// status is STARTED from the beginning for a meeting that was started here, whose host is on the way.
func status(view meeting.View) string {
	switch {
	case view.State == meeting.Ended:
		return statusEnded
	case view.Shared && view.State == meeting.Waiting:
		return statusShared
	default:
		return statusStarted
	}
}

// rank orders the statuses; a post only moves forward.
func rank(status string) int {
	switch status {
	case statusEnded:
		return 3
	case statusStarted:
		return 2
	case statusShared:
		return 1
	default:
		return 0
	}
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// earlierView is what a post of the earlier plugin says of its meeting, which ended at that time. Its numbers came as numbers or as text.
func earlierView(post *model.Post, ended time.Time) meeting.View {
	text := func(name string) string {
		value, _ := post.GetProp(name).(string)
		return value
	}
	view := meeting.View{
		Provider: text("meeting_provider"), UUID: text("meeting_uuid"), Topic: text("meeting_topic"), JoinURL: text("meeting_link"),
		Passcode: text("meeting_passcode"), CreatorUsername: text("meeting_creator_username"), State: meeting.Ended,
		StartedAt: time.UnixMilli(post.CreateAt), EndedAt: ended,
	}
	view.Personal, _ = post.GetProp("meeting_personal").(bool)
	number, err := strconv.ParseInt(text("meeting_id"), 10, 64)
	if float, ok := post.GetProp("meeting_id").(float64); ok && err != nil {
		number = int64(float)
	}
	view.Number = number
	return view
}
