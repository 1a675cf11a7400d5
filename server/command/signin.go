package command

import (
	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
)

// connect leads to the sign-in, unless the user is connected already.
func (c call) connect() *model.CommandResponse {
	owner, err := c.SignIn.OwnerFor(c.reader)
	if err != nil {
		return c.fail(err)
	}
	status, err := c.SignIn.Status(c.ctx, c.args.UserId)
	switch {
	case errors.Is(err, oauth.ErrNotConnected):
	case err != nil:
		return c.fail(err)
	case !status.Reconnect:
		return private(c.Texts.CommandConnectedAlready(c.reader.Locale, status))
	}
	address, err := c.SignIn.ConnectURL(c.ctx, c.reader, meeting.Wanted{})
	if err != nil {
		return c.fail(err)
	}
	return private(c.Texts.CommandSignIn(c.reader.Locale, meeting.Connect{
		URL: address, ForAll: owner == oauth.Account, Again: status.Reconnect,
	}))
}

func (c call) disconnect() *model.CommandResponse {
	err := c.SignIn.Disconnect(c.ctx, c.reader)
	switch {
	case errors.Is(err, meeting.ErrNoSignIn):
		return private(c.Texts.CommandNobodyConnects(c.reader.Locale))
	case errors.Is(err, oauth.ErrNotConnected):
		return private(c.Texts.CommandNotConnected(c.reader.Locale))
	case errors.Is(err, oauth.ErrNotRevoked):
		c.Log.Warn("A user disconnected, but the meeting service could not be notified", "user", c.args.UserId, "cause", err)
		return private(c.Texts.CommandDisconnectedHere(c.reader.Locale))
	case err != nil:
		return c.fail(err)
	}
	return private(c.Texts.CommandDisconnected(c.reader.Locale))
}
