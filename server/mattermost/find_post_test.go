package mattermost_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// page is a page of a channel, the newest first.
func page(posts ...*model.Post) *model.PostList {
	list := model.NewPostList()
	for _, post := range posts {
		list.AddPost(post)
		list.AddOrder(post.Id)
	}
	return list
}

func TestFindPost(t *testing.T) {
	made := func(id, userID, kind, record string, after time.Duration) *model.Post {
		post := &model.Post{Id: id, UserId: userID, Type: kind, CreateAt: startedAt.Add(after).UnixMilli()}
		post.AddProp("meeting_record", record)
		return post
	}
	ours := made("p1", "u1", "custom_zoom", "i1", time.Second)
	var chatter []*model.Post
	for i := range 200 {
		chatter = append(chatter, made(fmt.Sprint("c", i), "u2", "", "", time.Hour))
	}
	for name, c := range map[string]struct {
		pages []*model.PostList
		want  string
	}{
		"there":                      {[]*model.PostList{page(made("x", "u2", "", "", time.Minute), ours)}, "p1"},
		"below much else":            {[]*model.PostList{page(chatter...), page(chatter...), page(ours)}, "p1"},
		"not there":                  {[]*model.PostList{page(made("x", "u1", "custom_zoom", "i2", time.Minute))}, ""},
		"an empty channel":           {[]*model.PostList{page()}, ""},
		"somebody else's":            {[]*model.PostList{page(made("x", "u2", "custom_zoom", "i1", time.Minute))}, ""},
		"not a meeting's":            {[]*model.PostList{page(made("x", "u1", "", "i1", time.Minute))}, ""},
		"a copy of it":               {[]*model.PostList{page(made("x", "u1", "custom_zoom", "i1", time.Minute), ours)}, "p1"},
		"no further back than asked": {[]*model.PostList{page(append([]*model.Post{made("x", "u1", "custom_zoom", "i1", -time.Second)}, chatter[:199]...)...)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			for i, list := range c.pages {
				api.On("GetPostsForChannel", channelID, i, 200).Return(list, nil).Once()
			}
			id, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
			require.NoError(t, err)
			require.Equal(t, c.want, id)
		})
	}
	t.Run("too many posts to tell", func(t *testing.T) {
		api := newAPI(t)
		api.On("GetPostsForChannel", channelID, mock.Anything, 200).Return(page(chatter...), nil).Times(50)
		_, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
		require.Error(t, err)
	})
	t.Run("database down", func(t *testing.T) {
		api := newAPI(t)
		api.On("GetPostsForChannel", channelID, 0, 200).Return(nil, appError(500))
		_, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
		require.Error(t, err)
	})
	t.Run("RPC failed", func(t *testing.T) {
		api := newAPI(t)
		api.On("GetPostsForChannel", channelID, 0, 200).Return(nil, nil)
		_, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
		require.Error(t, err)
	})
}

// TestAnEndWithoutATime says no length.
func TestAnEndWithoutATime(t *testing.T) {
	for missed, text := range map[bool]string{false: "**Ended**", true: "**Did not take place**"} {
		api := newAPI(t)
		view := endedView()
		view.EndedAt, view.Missed = time.Time{}, missed
		var updated *model.Post
		api.On("GetPost", "p1").Return(stored(), nil)
		api.On("UpdatePost", mock.Anything).Run(func(args mock.Arguments) { updated = args.Get(0).(*model.Post) }).Return(&model.Post{}, nil)
		require.NoError(t, newPosts(t, api).Show(t.Context(), "p1", view))
		require.Equal(t, "ENDED", updated.GetProp("meeting_status"))
		require.Equal(t, int64(0), updated.GetProp("meeting_end_time"))
		require.Equal(t, missed, updated.GetProp("meeting_missed") == true)
		require.Equal(t, "**Meeting ID:** 853 9384 7045\n"+text, updated.GetProp("attachments").([]*model.SlackAttachment)[0].Text)
	}
}
