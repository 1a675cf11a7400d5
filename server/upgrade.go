package main

import (
	"context"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
)

// longestMeeting is that of Zoom, 30 hours, and the time that its last event may take.
const longestMeeting = 31 * time.Hour

// earlierMeetings ends the posts of meetings that ran when this plugin took the place of the earlier one. It implements meeting.Earlier.
type earlierMeetings struct {
	store kvstore.Upgrade
	posts mattermost.Posts
	until time.Time
	now   func() time.Time
}

var _ meeting.Earlier = earlierMeetings{}

// End implements meeting.Earlier. Once no meeting of that time can run any more it costs nothing.
func (e earlierMeetings) End(ctx context.Context, event meeting.Event) error {
	if event.UUID == "" || !e.now().Before(e.until) {
		return nil
	}
	postID, err := e.store.PostOf(ctx, event.UUID)
	if err != nil || postID == "" {
		return err
	}
	ended := event.EndedAt
	if ended.IsZero() {
		ended = event.At
	}
	if err := e.posts.EndEarlier(ctx, postID, ended); !errors.Is(err, meeting.ErrPostGone) {
		return err
	}
	return nil
}
