package mattermost_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin/plugintest"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// channel answers as Mattermost's store does (server/store/sqlstore/post_store.go): the newest first, without what is deleted, and before a
// post means with an earlier CreateAt, be that post deleted or not.
type channel struct {
	posts []*model.Post
	pages int
	// meanwhile happens after each page.
	meanwhile func(c *channel)
}

func (c *channel) install(api *plugintest.API) {
	api.On("GetPostsForChannel", channelID, mock.Anything, 200).Maybe().Return(func(_ string, page, perPage int) *model.PostList {
		return c.page(c.posts, page*perPage, perPage)
	}, nil)
	api.On("GetPostsBefore", channelID, mock.Anything, 0, 200).Maybe().Return(func(_, id string, _, perPage int) *model.PostList {
		anchor := slices.IndexFunc(c.posts, func(post *model.Post) bool { return post.Id == id })
		if anchor < 0 {
			return model.NewPostList()
		}
		from := slices.IndexFunc(c.posts, func(post *model.Post) bool { return post.CreateAt < c.posts[anchor].CreateAt })
		if from < 0 {
			return model.NewPostList()
		}
		return c.page(c.posts[from:], 0, perPage)
	}, nil)
}

func (c *channel) page(posts []*model.Post, offset, limit int) *model.PostList {
	list := model.NewPostList()
	for _, post := range posts {
		if post.DeleteAt > 0 {
			continue
		}
		if offset--; offset < 0 && len(list.Order) < limit {
			list.AddPost(post)
			list.AddOrder(post.Id)
		}
	}
	c.pages++
	if c.meanwhile != nil {
		c.meanwhile(c)
	}
	return list
}

// delete deletes posts by their places, the newest first.
func (c *channel) delete(from, to int) {
	for _, post := range c.posts[from:to] {
		post.DeleteAt = 1
	}
}

func made(id, userID, kind, record string, after time.Duration) *model.Post {
	post := &model.Post{Id: id, UserId: userID, Type: kind, CreateAt: startedAt.Add(after).UnixMilli()}
	post.AddProp("meeting_record", record)
	return post
}

// chatter are n posts of somebody else's, step apart, down to an hour after the start.
func chatter(n int, step time.Duration) []*model.Post {
	posts := make([]*model.Post, n)
	for i := range posts {
		posts[i] = made(fmt.Sprint("c", i), "u2", "", "", time.Hour+time.Duration(n-i)*step)
	}
	return posts
}

func TestFindPost(t *testing.T) {
	const ms = time.Millisecond
	ours := made("p1", "u1", "custom_zoom", "i1", time.Second)
	early := made("x", "u1", "custom_zoom", "i1", -time.Second)
	// twins were made in the same millisecond as ours; the store may give them in any order.
	twins := func(n int) []*model.Post {
		posts := make([]*model.Post, n)
		for i := range posts {
			posts[i] = made(fmt.Sprint("t", i), "u2", "", "", time.Second)
		}
		return posts
	}
	deleted := func(from, to int) func(*channel) { return func(c *channel) { c.delete(from, to) } }
	for name, c := range map[string]struct {
		posts     []*model.Post
		meanwhile func(*channel)
		want      string
		pages     int
	}{
		"there":                      {[]*model.Post{made("x", "u2", "", "", time.Minute), ours}, nil, "p1", 1},
		"below much else":            {append(chatter(450, ms), ours), nil, "p1", 3},
		"the last of a page":         {append(chatter(199, ms), ours), nil, "p1", 2},
		"the first of a page":        {append(chatter(200, ms), ours), nil, "p1", 2},
		"not there":                  {[]*model.Post{made("x", "u1", "custom_zoom", "i2", time.Minute)}, nil, "", 1},
		"an empty channel":           {nil, nil, "", 1},
		"somebody else's":            {[]*model.Post{made("x", "u2", "custom_zoom", "i1", time.Minute)}, nil, "", 1},
		"not a meeting's":            {[]*model.Post{made("x", "u1", "", "i1", time.Minute)}, nil, "", 1},
		"a copy of it":               {[]*model.Post{made("x", "u1", "custom_zoom", "i1", time.Minute), ours}, nil, "p1", 1},
		"no further back than asked": {append(append(chatter(199, ms), early), chatter(200, -time.Hour)...), nil, "", 1},

		"one deleted between two pages":     {append(chatter(200, ms), ours), deleted(0, 1), "p1", 2},
		"many deleted between two pages":    {append(chatter(500, ms), ours), deleted(0, 150), "p1", 3},
		"the one that is asked by, deleted": {append(chatter(200, ms), ours), deleted(198, 199), "p1", 2},
		"one deleted behind":                {append(append(chatter(200, ms), ours), twins(5)...), deleted(202, 204), "p1", 2},
		"new ones between two pages": {append(chatter(300, ms), ours), func(c *channel) {
			c.posts = append([]*model.Post{made(fmt.Sprint("n", c.pages), "u2", "", "", 2*time.Hour)}, c.posts...)
		}, "p1", 2},
		"twins on both pages": {append(append(chatter(198, ms), twins(4)...), ours), nil, "p1", 2},
	} {
		t.Run(name, func(t *testing.T) {
			api, channel := newAPI(t), &channel{posts: c.posts, meanwhile: c.meanwhile}
			for _, post := range c.posts {
				post.DeleteAt = 0
			}
			channel.install(api)
			id, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
			require.NoError(t, err)
			require.Equal(t, c.want, id)
			require.Equal(t, c.pages, channel.pages)
		})
	}
	for name, c := range map[string]struct {
		posts     []*model.Post
		meanwhile func(*channel)
	}{
		"too many posts to tell":     {chatter(11_000, ms), nil},
		"a page of twins":            {append(twins(200), ours), nil},
		"the last of a page deleted": {append(chatter(200, ms), ours), func(c *channel) { c.delete(199, 200) }},
		"removed for good":           {append(chatter(200, ms), ours), func(c *channel) { c.posts = slices.Delete(c.posts, 198, 199) }},
	} {
		t.Run("not certain: "+name, func(t *testing.T) {
			api, channel := newAPI(t), &channel{posts: c.posts, meanwhile: c.meanwhile}
			channel.install(api)
			_, err := newPosts(t, api).FindPost(t.Context(), place, "i1", startedAt)
			require.Error(t, err)
			require.LessOrEqual(t, channel.pages, 50)
		})
	}
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
	t.Run("RPC failed later", func(t *testing.T) {
		api := newAPI(t)
		first := &channel{posts: chatter(200, ms)}
		api.On("GetPostsForChannel", channelID, 0, 200).Return(first.page(first.posts, 0, 200), nil)
		api.On("GetPostsBefore", channelID, "c198", 0, 200).Return(nil, nil)
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
