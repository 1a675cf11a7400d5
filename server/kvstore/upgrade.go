package kvstore

import (
	"context"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

const (
	// firstKey holds when this plugin first ran on the server, in milliseconds since 1970.
	firstKey = "first_activation"
	// earlierPost is what the plugin that this one replaces put before the UUID of a meeting. The value is the id of the meeting's post.
	earlierPost = "post_meeting_"
)

// Upgrade knows what the plugin that this one replaces has left running.
type Upgrade struct {
	KV KV
}

// FirstActivation returns when this plugin first ran on the server, which is now unless it is stored.
func (u Upgrade) FirstActivation(ctx context.Context, now time.Time) (time.Time, error) {
	first := now
	err := retry(ctx, "the first activation", func() (done bool, err error) {
		raw, err := u.KV.Get(ctx, firstKey)
		if err != nil {
			return false, errors.Wrap(err, "read the first activation")
		}
		if raw != nil {
			ms, err := strconv.ParseInt(string(raw), 10, 64)
			first = time.UnixMilli(ms)
			return true, errors.Wrap(err, "decode the first activation")
		}
		done, err = u.KV.CompareAndSet(ctx, firstKey, nil, []byte(strconv.FormatInt(now.UnixMilli(), 10)), 0)
		return done, errors.Wrap(err, "store the first activation")
	})
	return first, err
}

// PostOf returns the post of a meeting that the earlier plugin started; empty for none.
func (u Upgrade) PostOf(ctx context.Context, uuid string) (postID string, err error) {
	raw, err := u.KV.Get(ctx, earlierPost+uuid)
	return string(raw), errors.Wrap(err, "look for an earlier plugin's meeting")
}
