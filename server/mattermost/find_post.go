package mattermost

import (
	"context"
	"time"

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
// and the earliest post counts.
func (p Posts) FindPost(_ context.Context, place meeting.Place, viewID string, since time.Time) (postID string, err error) {
	for page := range findPages {
		list, appErr := p.API.GetPostsForChannel(place.ChannelID, page, findPageSize)
		if err := failed("GetPostsForChannel", appErr, list == nil); err != nil {
			return "", err
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
	}
	return "", errors.Errorf("more than %d posts since the meeting", findPages*findPageSize)
}
