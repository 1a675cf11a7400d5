package mattermost

import (
	"context"
	"net/http"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// PostType makes the web app render the post; other plugins and the posts of the earlier Zoom plugin know it too.
const PostType = "custom_zoom"

// icon is a file of the bundle that Mattermost serves to anybody.
const icon = "/plugins/zoom/public/zoom.png"

// Posts implements meeting.Poster.
type Posts struct {
	API      plugin.API
	Settings *Settings
	// Card puts a view into words, for clients without the web app. Times are told in zone.
	Card func(view meeting.View, zone *time.Location) meeting.Card
}

var _ meeting.Poster = Posts{}

// Post implements meeting.Poster.
func (p Posts) Post(_ context.Context, place meeting.Place, view meeting.View) (string, error) {
	post := &model.Post{UserId: place.UserID, ChannelId: place.ChannelID, RootId: place.RootID, Type: PostType}
	post.Message = p.project(post, view).Message
	if err := p.disguise(post, view.Provider); err != nil {
		return "", err
	}
	created, appErr := p.API.CreatePost(post)
	if err := failed("CreatePost", appErr, created == nil); err != nil {
		return "", err
	}
	return created.Id, nil
}

// Show implements meeting.Poster. UpdatePost replaces a post as a whole, so the post that is there is changed: message, pin,
// reactions, files and the props of others stay.
func (p Posts) Show(_ context.Context, postID string, view meeting.View) error {
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
	if shown, _ := post.GetProp(propStatus).(string); rank(shown) >= rank(status(view)) {
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

// EndEarlier ends the post of a meeting that the earlier plugin started, which is known from its post alone. It returns what Show does.
func (p Posts) EndEarlier(ctx context.Context, postID string, at time.Time) error {
	post, appErr := p.API.GetPost(postID)
	if appErr != nil && appErr.StatusCode == http.StatusNotFound {
		return errors.Wrap(meeting.ErrPostGone, appErr.Error())
	}
	if err := failed("GetPost", appErr, post == nil); err != nil {
		return err
	}
	if post.Type != PostType {
		return errors.Wrap(meeting.ErrPostGone, "not the post of a meeting")
	}
	view := earlierView(post, at)
	// A post without a record of ours: only its author tells in which zone.
	if user, appErr := p.API.GetUser(post.UserId); appErr == nil && user != nil {
		view.CreatorZone = user.GetPreferredTimezone()
	}
	return p.Show(ctx, postID, view)
}

// project sets our own props and the attachment, which is what mobile apps show.
func (p Posts) project(post *model.Post, view meeting.View) meeting.Card {
	for name, value := range Props(view) {
		post.AddProp(name, value)
	}
	card := p.Card(view, zone(view.CreatorZone))
	post.AddProp("attachments", []*model.SlackAttachment{{
		Title: card.Title, TitleLink: card.TitleLink, Text: card.Text, Fallback: card.Fallback,
	}})
	return card
}

// disguise shows the post under the service's name and icon where the server lets integrations do so. It marks the post as one of an
// integration, which in direct messages would put a wrong sender into notifications.
func (p Posts) disguise(post *model.Post, name string) error {
	settings := p.Settings.get()
	if !settings.overrides || settings.siteURL == "" {
		return nil
	}
	channel, appErr := p.API.GetChannel(post.ChannelId)
	if err := failed("GetChannel", appErr, channel == nil); err != nil {
		return err
	}
	if channel.IsGroupOrDirect() {
		return nil
	}
	post.AddProp("from_webhook", "true")
	post.AddProp("override_username", name)
	post.AddProp("override_icon_url", settings.siteURL+icon)
	return nil
}

// zone is the time zone of that name; UTC when there is none or this machine does not know it.
func zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
