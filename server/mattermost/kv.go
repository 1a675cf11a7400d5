package mattermost

import (
	"context"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/kvstore"
)

// KV implements kvstore.KV.
type KV struct {
	API plugin.API
}

var _ kvstore.KV = KV{}

// Get implements kvstore.KV. An RPC that fails looks like a missing key; the answer to whoever asked travels over the same connection and
// fails too.
func (kv KV) Get(_ context.Context, key string) ([]byte, error) {
	value, appErr := kv.API.KVGet(key)
	if appErr != nil {
		return nil, errors.Wrap(appErr, "KVGet")
	}
	return value, nil
}

// Set implements kvstore.KV.
func (kv KV) Set(_ context.Context, key string, value []byte, ttl time.Duration) error {
	done, appErr := kv.API.KVSetWithOptions(key, value, model.PluginKVSetOptions{ExpireInSeconds: int64(ttl / time.Second)})
	if appErr != nil {
		return errors.Wrap(appErr, "KVSetWithOptions")
	}
	if !done {
		return errors.New("KVSetWithOptions: the RPC failed")
	}
	return nil
}

// CompareAndSet implements kvstore.KV.
func (kv KV) CompareAndSet(_ context.Context, key string, old, value []byte, ttl time.Duration) (bool, error) {
	done, appErr := kv.API.KVSetWithOptions(key, value, model.PluginKVSetOptions{
		Atomic: true, OldValue: old, ExpireInSeconds: int64(ttl / time.Second),
	})
	if appErr != nil {
		return false, errors.Wrap(appErr, "KVSetWithOptions")
	}
	return done, nil
}

// CompareAndDelete implements kvstore.KV.
func (kv KV) CompareAndDelete(_ context.Context, key string, old []byte) (bool, error) {
	done, appErr := kv.API.KVCompareAndDelete(key, old)
	if appErr != nil {
		return false, errors.Wrap(appErr, "KVCompareAndDelete")
	}
	return done, nil
}
