package mattermost

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// postType makes the web app render the post; other plugins and the posts of the earlier Zoom plugin know it too.
const postType = "custom_zoom"

// Values of the prop meeting_status.
const (
	statusStarted = "STARTED"
	statusEnded   = "ENDED"
)

// Posts implements meeting.Poster.
type Posts struct {
	API plugin.API
}

var _ meeting.Poster = Posts{}

// Started implements meeting.Poster. The message names no topic: the host's words must not mention anybody in the plugin's name.
func (p Posts) Started(_ context.Context, place meeting.Place, view meeting.View) (string, error) {
	post := &model.Post{
		UserId:    place.UserID,
		ChannelId: place.ChannelID,
		RootId:    place.RootID,
		Type:      postType,
		Message:   fmt.Sprintf("Started a %s meeting.", view.Provider),
	}
	p.project(post, view)
	created, appErr := p.API.CreatePost(post)
	if err := failed("CreatePost", appErr, created == nil); err != nil {
		return "", err
	}
	return created.Id, nil
}

// Ended implements meeting.Poster. UpdatePost replaces a post as a whole, so the post that is there is changed: message, pin,
// reactions, files and the props of others stay.
func (p Posts) Ended(_ context.Context, postID string, view meeting.View) error {
	post, appErr := p.API.GetPost(postID)
	if appErr != nil && appErr.StatusCode == http.StatusNotFound {
		return errors.Wrap(meeting.ErrPostGone, appErr.Error())
	}
	if err := failed("GetPost", appErr, post == nil); err != nil {
		return err
	}
	if post.DeleteAt != 0 {
		return meeting.ErrPostGone
	}
	if post.GetProp("meeting_status") == statusEnded {
		return nil
	}
	p.project(post, view)
	updated, appErr := p.API.UpdatePost(post)
	if appErr != nil && appErr.StatusCode >= 400 && appErr.StatusCode < 500 {
		// An archived channel or a post deleted since: it will not get better.
		return errors.Wrap(meeting.ErrPostGone, appErr.Error())
	}
	return failed("UpdatePost", appErr, updated == nil)
}

// project sets our own props and the attachment, which is what mobile apps show.
func (p Posts) project(post *model.Post, view meeting.View) {
	status, end := statusStarted, int64(0)
	if view.Ended {
		status, end = statusEnded, view.EndedAt.UnixMilli()
	}
	for name, value := range map[string]any{
		"meeting_id":               view.Number,
		"meeting_uuid":             view.UUID,
		"meeting_link":             view.JoinURL,
		"meeting_passcode":         view.Passcode,
		"meeting_status":           status,
		"meeting_personal":         false,
		"meeting_topic":            view.Topic,
		"meeting_creator_username": view.CreatorUsername,
		"meeting_provider":         view.Provider,
		"meeting_start_time":       view.StartedAt.UnixMilli(),
		"meeting_end_time":         end,
	} {
		post.AddProp(name, value)
	}
	zone := time.UTC
	if view.Ended {
		zone = p.zoneOf(post.UserId)
	}
	post.AddProp("attachments", []*model.SlackAttachment{attachment(view, zone)})
}

// zoneOf is the time zone that the post's author set; UTC when there is none or this machine does not know it.
func (p Posts) zoneOf(userID string) *time.Location {
	user, appErr := p.API.GetUser(userID)
	if appErr != nil || user == nil {
		return time.UTC
	}
	zone, err := time.LoadLocation(user.GetPreferredTimezone())
	if err != nil {
		return time.UTC
	}
	return zone
}
