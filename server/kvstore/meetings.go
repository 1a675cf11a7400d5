package kvstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// KV is a key-value store that all nodes share. Get returns nil without an error for a missing key.
type KV interface {
	Get(ctx context.Context, key string) ([]byte, error)
	// CompareAndSet writes value when the key holds old, nil for "is missing", and tells whether it did. The key expires
	// after ttl.
	CompareAndSet(ctx context.Context, key string, old, value []byte, ttl time.Duration) (bool, error)
}

const (
	// openTTL outlives every meeting whose end might still be told: 30 hours at Zoom, plus a server that was down for weeks.
	openTTL = 30 * 24 * time.Hour
	// closedTTL covers the service's retries of an end that has been seen.
	closedTTL = 48 * time.Hour
	// maxClosed bounds a record whose number is used again and again.
	maxClosed = 20
	// maxTries bounds a race: with this many lost in a row something else is wrong.
	maxTries = 20
)

// Meetings implements meeting.Store.
type Meetings struct {
	KV KV
}

var _ meeting.Store = Meetings{}

func key(number int64) string { return fmt.Sprintf("meeting_%d", number) }

// Create implements meeting.Store.
func (m Meetings) Create(ctx context.Context, instance meeting.Instance) error {
	fresh := record{Instances: []storedInstance{{Instance: toStored(instance)}}}
	done, err := m.write(ctx, instance.Number, nil, fresh)
	if done || err != nil {
		return err
	}
	return m.update(ctx, instance.Number, func(r *record) bool {
		r.Instances = append(r.Instances, storedInstance{Instance: toStored(instance)})
		return true
	})
}

// Change implements meeting.Store.
func (m Meetings) Change(ctx context.Context, number int64, change func([]meeting.Instance) bool) error {
	return m.update(ctx, number, func(r *record) bool {
		instances := make([]meeting.Instance, len(r.Instances))
		for i, stored := range r.Instances {
			instances[i] = stored.Instance.domain(number)
		}
		if !change(instances) {
			return false
		}
		for i := range instances {
			r.Instances[i].Instance = toStored(instances[i])
		}
		return true
	})
}

func (m Meetings) update(ctx context.Context, number int64, edit func(*record) bool) error {
	for range maxTries {
		raw, err := m.KV.Get(ctx, key(number))
		if err != nil {
			return errors.Wrap(err, "read meeting")
		}
		if raw == nil {
			return meeting.ErrNotFound
		}
		var r record
		if err := json.Unmarshal(raw, &r); err != nil {
			return errors.Wrapf(err, "decode the record of meeting %d", number)
		}
		if !edit(&r) {
			return nil
		}
		if done, err := m.write(ctx, number, raw, r); done || err != nil {
			return err
		}
	}
	return errors.Errorf("meeting %d is changed by others all the time", number)
}

func (m Meetings) write(ctx context.Context, number int64, old []byte, r record) (bool, error) {
	r.Version = max(r.Version, recordVersion)
	open := r.dropOldClosed()
	value, err := json.Marshal(r)
	if err != nil {
		return false, errors.Wrap(err, "encode meeting")
	}
	ttl := openTTL
	if !open {
		ttl = closedTTL
	}
	done, err := m.KV.CompareAndSet(ctx, key(number), old, value, ttl)
	return done, errors.Wrap(err, "write meeting")
}
