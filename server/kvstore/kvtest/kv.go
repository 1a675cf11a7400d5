// Package kvtest is a key-value store in memory.
package kvtest

import (
	"context"
	"maps"
	"sync"
	"time"

	"mattermost-plugin-zoom/server/kvstore"
)

var _ kvstore.KV = (*KV)(nil)

// KV is a key-value store in memory that counts its calls. It implements kvstore.KV.
type KV struct {
	mu     sync.Mutex
	values map[string][]byte
	ttls   map[string]time.Duration
	reads  int
	writes int
	// Err, when set, is what every call returns.
	Err error
	// Stale makes reads miss everything, as those of a replica that is behind.
	Stale bool
}

// Get implements kvstore.KV.
func (kv *KV) Get(_ context.Context, key string) ([]byte, error) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.reads++
	if kv.Stale {
		return nil, kv.Err
	}
	return kv.values[key], kv.Err
}

// CompareAndSet implements kvstore.KV.
func (kv *KV) CompareAndSet(_ context.Context, key string, old, value []byte, ttl time.Duration) (bool, error) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.writes++
	current, exists := kv.values[key]
	if kv.Err != nil || exists != (old != nil) || string(current) != string(old) {
		return false, kv.Err
	}
	if kv.values == nil {
		kv.values, kv.ttls = map[string][]byte{}, map[string]time.Duration{}
	}
	kv.values[key], kv.ttls[key] = value, ttl
	return true, nil
}

// Calls returns how many reads and writes there were since the last call of Calls.
func (kv *KV) Calls() (reads, writes int) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	reads, writes = kv.reads, kv.writes
	kv.reads, kv.writes = 0, 0
	return reads, writes
}

// TTL returns when key expires, counted from its last write.
func (kv *KV) TTL(key string) time.Duration {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	return kv.ttls[key]
}

// Expire removes key, as its end does, and tells whether it was there.
func (kv *KV) Expire(key string) bool {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	_, exists := kv.values[key]
	delete(kv.values, key)
	return exists
}

// Values returns a copy of all that is stored.
func (kv *KV) Values() map[string][]byte {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	return maps.Clone(kv.values)
}
