package mattermost

import (
	"context"
	"net/http"
	"sync"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// Directory implements meeting.Directory.
type Directory struct {
	API      plugin.API
	Settings *Settings
}

var _ meeting.Directory = Directory{}

// Person implements meeting.Directory.
func (d Directory) Person(_ context.Context, userID string) (meeting.Person, error) {
	user, appErr := d.API.GetUser(userID)
	if err := failed("GetUser", appErr, user == nil); err != nil {
		return meeting.Person{}, err
	}
	return meeting.Person{
		UserID: user.Id, Username: user.Username, Email: user.Email, Locale: user.Locale, Zone: user.GetPreferredTimezone(), Admin: user.IsSystemAdmin(),
		Unverified: d.Settings.get().verifiesEmail && !user.EmailVerified,
	}, nil
}

// MayPost implements meeting.Directory. A system admin has every permission, so membership is asked for as well.
func (d Directory) MayPost(_ context.Context, place meeting.Place) error {
	if !model.IsValidId(place.ChannelID) {
		return errors.Wrap(meeting.ErrForbidden, "not a channel id")
	}
	var (
		member              *model.ChannelMember
		channel             *model.Channel
		noMember, noChannel *model.AppError
		permitted           bool
		asking              sync.WaitGroup
	)
	// Each of these takes a round trip, and somebody waits.
	asking.Go(func() { member, noMember = d.API.GetChannelMember(place.ChannelID, place.UserID) })
	asking.Go(func() { channel, noChannel = d.API.GetChannel(place.ChannelID) })
	permitted = d.API.HasPermissionToChannel(place.UserID, place.ChannelID, model.PermissionCreatePost)
	asking.Wait()
	if isMissing(noMember) {
		return errors.Wrap(meeting.ErrForbidden, "not a member")
	}
	if err := failed("GetChannelMember", noMember, member == nil); err != nil {
		return err
	}
	if err := failed("GetChannel", noChannel, channel == nil); err != nil {
		return err
	}
	if channel.DeleteAt != 0 {
		return meeting.ErrArchived
	}
	if !permitted {
		return errors.Wrap(meeting.ErrForbidden, "no permission to post")
	}
	if place.RootID == "" {
		return nil
	}
	return d.isThread(place)
}

func (d Directory) isThread(place meeting.Place) error {
	root, appErr := d.API.GetPost(place.RootID)
	if isMissing(appErr) {
		return meeting.ErrBadThread
	}
	if err := failed("GetPost", appErr, root == nil); err != nil {
		return err
	}
	if root.ChannelId != place.ChannelID || root.RootId != "" {
		return meeting.ErrBadThread
	}
	return nil
}

// isMissing tells whether the server knows no such thing, an id of the wrong form included.
func isMissing(appErr *model.AppError) bool {
	return appErr != nil && (appErr.StatusCode == http.StatusNotFound || appErr.StatusCode == http.StatusBadRequest)
}

// failed returns the error of a call, taking a missing result for one. A nil *AppError must not become an error.
func failed(call string, appErr *model.AppError, missing bool) error {
	if appErr != nil {
		return errors.Wrap(appErr, call)
	}
	if missing {
		return errors.New(call + " returned nothing")
	}
	return nil
}
