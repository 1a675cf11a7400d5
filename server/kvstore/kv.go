package kvstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/pkg/errors"
)

// KV is a key-value store that all nodes share. Get returns nil without an error for a missing key, and may return what was there a moment
// ago: Mattermost asks a replica of the database. The other calls see what is there now.
type KV interface {
	Get(ctx context.Context, key string) ([]byte, error)
	// Set writes value whatever the key holds. The key expires after ttl, whole seconds; 0 means never.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// CompareAndSet writes value when the key holds old, nil for "is missing", and tells whether it did. The key expires
	// after ttl like that of Set.
	CompareAndSet(ctx context.Context, key string, old, value []byte, ttl time.Duration) (bool, error)
	// CompareAndDelete removes the key when it holds old, and tells whether it did.
	CompareAndDelete(ctx context.Context, key string, old []byte) (bool, error)
}

// maxTries bounds a race: with this many lost in a row something else is wrong. The pauses between them, a millisecond and
// then twice as long each time, give a replica half a second to catch up.
const maxTries = 10

// retry calls try until it is done, as long as it only loses races.
func retry(ctx context.Context, name string, try func() (done bool, err error)) error {
	for i := range maxTries {
		if done, err := try(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Wrapf(ctx.Err(), "change %s", name)
		case <-time.After(time.Millisecond << i):
		}
	}
	return errors.Errorf("%s is changed by others all the time", name)
}

// probe stands where nothing is while somebody asks whether that is so, and probeTime removes that of a process that died.
var probe = []byte(`{"v":0}`)

const probeTime = 5 * time.Second

// current reads a key that may have been written an instant ago; nil means that it is missing for certain. What Get misses may
// not have reached the replica, so a miss is believed only when a write finds nothing either. What Get finds may still be old.
func current(ctx context.Context, kv KV, key, name string) (value []byte, err error) {
	err = retry(ctx, name, func() (bool, error) {
		value, err = kv.Get(ctx, key)
		if err != nil {
			return false, errors.Wrapf(err, "read %s", name)
		}
		if value != nil && !bytes.Equal(value, probe) {
			return true, nil
		}
		value = nil
		missing, err := missing(ctx, kv, key)
		return missing, errors.Wrapf(err, "look for %s", name)
	})
	return value, err
}

// missing tells whether a key is certainly missing. It is not certain when somebody else has just stopped asking.
func missing(ctx context.Context, kv KV, key string) (bool, error) {
	first, err := kv.CompareAndSet(ctx, key, nil, probe, probeTime)
	if err != nil {
		return false, err
	}
	if !first {
		return kv.CompareAndSet(ctx, key, probe, probe, probeTime)
	}
	// When this finds something else, that was written since.
	_, err = kv.CompareAndDelete(ctx, key, probe)
	return true, err
}

// hashed makes a key of what may be long, or must not be readable in the database.
func hashed(parts ...string) string {
	sum := sha256.Sum256(unambiguous(parts...))
	return hex.EncodeToString(sum[:])
}
