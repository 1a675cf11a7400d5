package mattermost

import (
	"context"

	pluginapi "github.com/mattermost/mattermost-plugin-api"
	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"
)

// Bot writes direct messages.
type Bot struct {
	API                                plugin.API
	Username, DisplayName, Description string
	// Picture is a file of the bundle.
	Picture string

	id string
}

// Ensure makes the bot, or takes the one that is there. It must come before Tell.
func (b *Bot) Ensure() (err error) {
	bot := &model.Bot{Username: b.Username, DisplayName: b.DisplayName, Description: b.Description}
	b.id, err = pluginapi.NewClient(b.API, nil).Bot.EnsureBot(bot, pluginapi.ProfileImagePath(b.Picture))
	return errors.Wrap(err, "ensure the bot")
}

// Tell sends a user a direct message in Markdown.
func (b *Bot) Tell(_ context.Context, userID, text string) error {
	channel, appErr := b.API.GetDirectChannel(userID, b.id)
	if err := failed("GetDirectChannel", appErr, channel == nil); err != nil {
		return err
	}
	post, appErr := b.API.CreatePost(&model.Post{UserId: b.id, ChannelId: channel.Id, Message: text})
	return failed("CreatePost", appErr, post == nil)
}
