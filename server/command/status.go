package command

import (
	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/usertext"
)

// status tells users whether they can start meetings, and admins how the meeting service fares.
func (c call) status() *model.CommandResponse {
	status := usertext.Status{Reader: c.reader}
	if teller, tells := c.Meetings.Provider.(meeting.SetupTeller); tells {
		status.Setup = teller.Setup()
	}
	owner, err := c.SignIn.Owner(c.args.UserId)
	if err == nil {
		status.Account = owner == oauth.Account
		status.Connection, err = c.SignIn.Source.Status(c.ctx, owner)
	}
	known := errors.Is(err, oauth.ErrNotConnected) || errors.Is(err, meeting.ErrNoSignIn) || errors.Is(err, meeting.ErrNotConfigured)
	if err != nil && !known {
		return c.fail(err)
	}
	status.Missing = err
	c.checkStart(&status)
	if status.ConnectURL, err = c.SignIn.ConnectURL(c.ctx, c.reader, meeting.Wanted{}); err != nil {
		return c.fail(err)
	}
	if c.reader.Admin {
		c.readNotes(&status)
	}
	return private(c.Texts.Status(status))
}

// checkStart asks the service, where nothing that is known here keeps the reader from starting meetings.
func (c call) checkStart(status *usertext.Status) {
	checker, checks := c.Meetings.Provider.(setup.StartChecker)
	signedIn := status.Missing == nil && !status.Connection.Reconnect
	if !checks || (!signedIn && !errors.Is(status.Missing, meeting.ErrNoSignIn)) {
		return
	}
	err := checker.CheckStart(c.ctx, c.reader)
	if errors.Is(err, meeting.ErrNotConnected) || errors.Is(err, meeting.ErrAccountNotConnected) {
		status.Connection.Reconnect = true
		return
	}
	if err != nil {
		c.Log.Info("A user who checked their status cannot start meetings", "user", c.args.UserId, "cause", err)
	}
	status.Obstacle = err
}

// readNotes leaves them out when they cannot be read: the rest is worth telling all the same.
func (c call) readNotes(status *usertext.Status) {
	notes, err := c.Notes(c.ctx)
	if err != nil {
		c.Log.Warn("The status of the meeting service could not be read", "cause", err)
		return
	}
	status.Notes = &notes
}
