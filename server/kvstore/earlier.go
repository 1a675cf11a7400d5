package kvstore

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/oauth"
)

// Keys of the plugin that this one replaces, which stored tokens with less care. They are of no use here.
const (
	earlierToken        = "zoomtoken_"
	earlierByServiceID  = "zoomtokenbyzoomid_"
	earlierAccountToken = "zoomSuperUserToken_"
)

// forgetEarlier removes what the earlier plugin stored of owner, and tells whether there was something.
func (c Connections) forgetEarlier(ctx context.Context, owner string) (found bool, err error) {
	key := earlierToken + owner
	if owner == oauth.Account {
		key = earlierAccountToken
	}
	raw, err := c.KV.Get(ctx, key)
	if err != nil || raw == nil {
		return false, errors.Wrap(err, "look for an earlier plugin's token")
	}
	// The second key goes first, since only the first one leads to it.
	if id := earlierServiceID(raw); id != "" {
		if err := c.forget(ctx, earlierByServiceID+id); err != nil {
			return false, err
		}
	}
	found, err = c.KV.CompareAndDelete(ctx, key, raw)
	return found, errors.Wrap(err, "remove an earlier plugin's token")
}

// earlierServiceID reads the service's user id from an earlier token. Which of the names it has there was not compared with that plugin's
// data, so both are tried.
func earlierServiceID(raw []byte) string {
	var token struct {
		Plain string `json:"ZoomID"`
		Snake string `json:"zoom_id"`
	}
	_ = json.Unmarshal(raw, &token) // What cannot be read leads nowhere.
	return cmp.Or(token.Plain, token.Snake)
}

// forget removes a key.
func (c Connections) forget(ctx context.Context, key string) error {
	raw, err := c.KV.Get(ctx, key)
	if err == nil && raw != nil {
		_, err = c.KV.CompareAndDelete(ctx, key, raw)
	}
	return errors.Wrap(err, "remove an earlier plugin's token")
}
