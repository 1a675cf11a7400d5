package mattermost

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// PostType makes the web app render the post; other plugins and the posts of the earlier Zoom plugin know it too.
const PostType = "custom_zoom"

// icon is a file of the bundle that Mattermost serves to anybody.
const icon = "/plugins/zoom/public/zoom.png"

// Mattermost's own props of a post that is shown under another name.
const (
	propWebhook  = "from_webhook"
	propUsername = "override_username"
	propIcon     = "override_icon_url"
)

// Posts implements meeting.Poster.
type Posts struct {
	API      plugin.API
	Settings *Settings
	// Card puts a view into words, for clients without the web app. Times are told in zone. named tells that the message has to say who the
	// author is.
	Card func(view meeting.View, zone *time.Location, named bool) meeting.Card
}

var _ meeting.Poster = Posts{}

// Post implements meeting.Poster.
func (p Posts) Post(_ context.Context, place meeting.Place, view meeting.View) (string, error) {
	post := &model.Post{UserId: place.UserID, ChannelId: place.ChannelID, RootId: place.RootID, Type: PostType}
	if err := p.disguise(post, view.Provider); err != nil {
		return "", err
	}
	card := p.project(post, view)
	say(post, card.Message, "")
	created, appErr := p.API.CreatePost(post)
	if err := failed("CreatePost", appErr, created == nil); err != nil {
		return "", err
	}
	return created.Id, nil
}

// Show implements meeting.Poster. UpdatePost replaces a post as a whole, so the post that is there is changed: what its author added to the
// message, pin, reactions, files and the props of others stay.
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
	p.unmask(post, view.Provider)
	card := p.project(post, view)
	if ours, _ := post.GetProp(propMessage).(string); ours != "" {
		// A message that does not begin with ours any more is all its author's.
		if added, begins := strings.CutPrefix(post.Message, ours); begins {
			say(post, card.Message, added)
		}
	}
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
	card := p.Card(view, zone(view.CreatorZone), post.GetProp(propUsername) != nil)
	post.AddProp("attachments", []*model.SlackAttachment{{
		Title: card.Title, TitleLink: card.TitleLink, Text: card.Text, Fallback: card.Fallback,
	}})
	return card
}

// say writes our words into the message, and then what its author added. Mattermost would refuse a post whose message is too long.
func say(post *model.Post, ours, added string) {
	if utf8.RuneCountInString(ours+added) <= model.PostMessageMaxRunesV1 {
		post.Message = ours + added
		post.AddProp(propMessage, ours)
	}
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
	post.AddProp(propWebhook, "true")
	post.AddProp(propUsername, name)
	post.AddProp(propIcon, settings.siteURL+icon)
	return nil
}

// unmask takes that back where the server does not let integrations do so any more: Mattermost would go on to show its author as a bot.
func (p Posts) unmask(post *model.Post, name string) {
	if !p.Settings.get().overrides && post.GetProp(propUsername) == name {
		post.DelProp(propWebhook)
		post.DelProp(propUsername)
		post.DelProp(propIcon)
	}
}

// zone is the time zone of that name; UTC when there is none or this machine does not know it.
func zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
