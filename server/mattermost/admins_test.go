package mattermost_test

import (
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
)

func TestAdmins(t *testing.T) {
	const admin = "system_user system_admin"
	options := func(page int) *model.UserGetOptions {
		return &model.UserGetOptions{Role: "system_admin", Active: true, Page: page, PerPage: 100}
	}
	first := []*model.User{
		{Id: "bot", Roles: admin, IsBot: true}, {Id: "gone", Roles: admin, DeleteAt: 1}, {Id: "other", Roles: "system_user not_a_system_admin"},
		{Id: "a1", Username: "ann", Roles: admin, Locale: "de"},
	}
	for len(first) < 100 {
		first = append(first, &model.User{Roles: "system_user"})
	}
	directory := func(pages ...[]*model.User) mattermost.Directory {
		api := newAPI(t)
		for i, users := range pages {
			api.On("GetUsers", options(i)).Return(users, nil).Once()
		}
		return mattermost.Directory{API: api, Settings: &mattermost.Settings{}}
	}
	ann, bea := meeting.Person{UserID: "a1", Username: "ann", Locale: "de", Admin: true}, meeting.Person{UserID: "a2", Admin: true}
	for name, c := range map[string]struct {
		pages [][]*model.User
		want  []meeting.Person
	}{
		"some":        {[][]*model.User{first[:4]}, []meeting.Person{ann}},
		"many":        {[][]*model.User{first, {{Id: "a2", Roles: admin}}}, []meeting.Person{ann, bea}},
		"a full page": {[][]*model.User{first, nil}, []meeting.Person{ann}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := directory(c.pages...).Admins(t.Context())
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
	_, err := directory(nil).Admins(t.Context())
	require.Error(t, err, "the RPC failed")
	api := newAPI(t)
	api.On("GetUsers", options(0)).Return(nil, appError(500))
	_, err = mattermost.Directory{API: api, Settings: &mattermost.Settings{}}.Admins(t.Context())
	require.Error(t, err)
}
