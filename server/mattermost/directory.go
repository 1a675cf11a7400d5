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
	return d.person(user), nil
}

func (d Directory) person(user *model.User) meeting.Person {
	return meeting.Person{
		UserID: user.Id, Username: user.Username, Email: user.Email, Locale: user.Locale, Zone: user.GetPreferredTimezone(), Admin: user.IsSystemAdmin(),
		Unverified: d.Settings.get().verifiesEmail && !user.EmailVerified,
	}
}

// pageSize is how many users are asked for at a time.
const pageSize = 100

// Admins returns the people who are system admins and not deactivated.
func (d Directory) Admins(ctx context.Context) (admins []meeting.Person, err error) {
	for page := 0; ctx.Err() == nil; page++ {
		users, appErr := d.API.GetUsers(&model.UserGetOptions{Role: model.SystemAdminRoleId, Active: true, Page: page, PerPage: pageSize})
		// The first page has an admin at least.
		if err := failed("GetUsers", appErr, page == 0 && len(users) == 0); err != nil {
			return nil, err
		}
		for _, user := range users {
			// A role of one's own may have the name of theirs in its own.
			if user.IsSystemAdmin() && !user.IsBot && user.DeleteAt == 0 {
				admins = append(admins, d.person(user))
			}
		}
		if len(users) < pageSize {
			return admins, nil
		}
	}
	return nil, ctx.Err()
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
		return errors.WithStack(meeting.ErrReadOnly)
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
