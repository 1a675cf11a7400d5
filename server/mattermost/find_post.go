package mattermost

import (
	"context"
	"slices"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	// findPageSize and findPages bound what FindPost looks at: GetPostsSince would return any thousand posts of a busy channel, and not say
	// which (server/store/sqlstore, LIMIT without an order).
	findPageSize = 200
	findPages    = 50
)

var _ meeting.PostFinder = Posts{}

// FindPost implements meeting.PostFinder. Nobody can pass off another post as the one: whoever else knows the id has seen it in the real one,
// and the earliest post counts. That there is none is certain: what could have been overlooked is an error.
func (p Posts) FindPost(_ context.Context, place meeting.Place, viewID string, since time.Time) (postID string, err error) {
	var before, last string
	for range findPages {
		list, err := p.pageBefore(place.ChannelID, before)
		if err != nil {
			return "", err
		}
		if last != "" && !slices.Contains(list.Order, last) {
			// Mattermost answers with an empty page, too, when it does not have the post any more before which it was asked.
			return "", errors.New("posts were deleted while they were looked at")
		}
		for _, id := range list.Order {
			post := list.Posts[id]
			if post == nil {
				continue
			}
			if post.CreateAt < since.UnixMilli() {
				return postID, nil
			}
			if post.Type == PostType && post.UserId == place.UserID && post.GetProp(propRecord) == viewID {
				postID = post.Id
			}
		}
		if len(list.Order) < findPageSize {
			return postID, nil
		}
		if before, last = overlap(list); before == "" {
			return "", errors.New("a page of posts that were made at once")
		}
	}
	return "", errors.Errorf("more than %d posts since the meeting", findPages*(findPageSize-1))
}

// pageBefore returns the newest posts of a channel that are older than the post before, or than none. An offset would not do: each post that
// is deleted between two pages moves another to the page that has been read.
func (p Posts) pageBefore(channelID, before string) (*model.PostList, error) {
	if before == "" {
		list, appErr := p.API.GetPostsForChannel(channelID, 0, findPageSize)
		return list, failed("GetPostsForChannel", appErr, list == nil)
	}
	list, appErr := p.API.GetPostsBefore(channelID, before, 0, findPageSize)
	return list, failed("GetPostsBefore", appErr, list == nil)
}

// overlap returns before which post the next page has to begin so that it holds the last post of this one again, with all that were made in
// the same millisecond: Mattermost takes "before" by that, and knows no order among them. It is empty when no post is that much newer.
func overlap(list *model.PostList) (before, last string) {
	for _, id := range slices.Backward(list.Order) {
		post := list.Posts[id]
		switch {
		case post == nil:
		case last == "":
			last = id
		case post.CreateAt > list.Posts[last].CreateAt:
			return id, last
		}
	}
	return "", last
}
