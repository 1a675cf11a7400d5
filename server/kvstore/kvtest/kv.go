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
	ends   map[string]time.Time
	behind map[string]*replica
	reads  int
	writes int
	// Err, when set, is what every call returns.
	Err error
	// Stale makes reads miss everything, as those of a replica that is behind.
	Stale bool
	// Lag is how many reads of a key, after each write to it, still see what it held before. It is a bounded Stale.
	Lag int
	// Now, when set, lets keys expire.
	Now func() time.Time
}

// replica is what the next reads of a key see.
type replica struct {
	value []byte
	reads int
}

// Get implements kvstore.KV.
func (kv *KV) Get(_ context.Context, key string) ([]byte, error) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.reads++
	kv.expire(key)
	if kv.Stale {
		return nil, kv.Err
	}
	if behind := kv.behind[key]; kv.Lag > 0 && behind != nil && behind.reads > 0 {
		behind.reads--
		return behind.value, kv.Err
	}
	return kv.values[key], kv.Err
}

// Set implements kvstore.KV.
func (kv *KV) Set(_ context.Context, key string, value []byte, ttl time.Duration) error {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.writes++
	if kv.Err == nil {
		kv.set(key, value, ttl)
	}
	return kv.Err
}

// CompareAndSet implements kvstore.KV.
func (kv *KV) CompareAndSet(_ context.Context, key string, old, value []byte, ttl time.Duration) (bool, error) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.writes++
	if kv.Err != nil || !kv.holds(key, old) {
		return false, kv.Err
	}
	kv.set(key, value, ttl)
	return true, nil
}

// CompareAndDelete implements kvstore.KV.
func (kv *KV) CompareAndDelete(_ context.Context, key string, old []byte) (bool, error) {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.writes++
	if kv.Err != nil || old == nil || !kv.holds(key, old) {
		return false, kv.Err
	}
	kv.fallBehind(key)
	delete(kv.values, key)
	return true, nil
}

func (kv *KV) holds(key string, old []byte) bool {
	kv.expire(key)
	current, exists := kv.values[key]
	return exists == (old != nil) && string(current) == string(old)
}

func (kv *KV) set(key string, value []byte, ttl time.Duration) {
	if kv.values == nil {
		kv.values, kv.ttls, kv.ends = map[string][]byte{}, map[string]time.Duration{}, map[string]time.Time{}
	}
	kv.fallBehind(key)
	kv.values[key], kv.ttls[key] = value, ttl
	delete(kv.ends, key)
	if kv.Now != nil && ttl > 0 {
		kv.ends[key] = kv.Now().Add(ttl)
	}
}

// fallBehind is called before a write. Several writes in a row may all be unseen.
func (kv *KV) fallBehind(key string) {
	if kv.Lag == 0 {
		return
	}
	if kv.behind == nil {
		kv.behind = map[string]*replica{}
	}
	if behind := kv.behind[key]; behind != nil && behind.reads > 0 {
		behind.reads = kv.Lag
		return
	}
	kv.behind[key] = &replica{value: kv.values[key], reads: kv.Lag}
}

// CatchUp lets reads see all that was written so far, as a replica's do in time.
func (kv *KV) CatchUp() {
	kv.mu.Lock()
	defer kv.mu.Unlock()
	kv.behind = nil
}

func (kv *KV) expire(key string) {
	if end, ends := kv.ends[key]; ends && !kv.Now().Before(end) {
		delete(kv.values, key)
	}
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
