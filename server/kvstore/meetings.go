package kvstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	// openTTL outlives every meeting whose end might still be told: 30 hours at Zoom, plus a server that was down for weeks.
	openTTL = 30 * 24 * time.Hour
	// maxAhead is how far in the future a meeting may be planned that is shared and followed until then.
	maxAhead = 366 * 24 * time.Hour
	// closedTTL covers the service's retries of an end that the post is known to show.
	closedTTL = 48 * time.Hour
	// These bound a record whose number is used, or shared, again and again: maxOpen what is started or shared there and not done, maxShared
	// the open shares, maxOwn those of one person. Each event of the number edits the posts of all that are open, within the seconds that Zoom
	// waits. What has ended is done from the look after it on, hours after the start, which notes that the post shows it.
	maxDone   = 20
	maxOpen   = 200
	maxShared = 100
	maxOwn    = 20
)

// Meetings implements meeting.Store.
type Meetings struct {
	KV KV
}

var _ meeting.Store = Meetings{}

func key(number int64) string { return fmt.Sprintf("meeting_%d", number) }

// name is what errors call the record of a number.
func name(number int64) string { return fmt.Sprintf("meeting %d", number) }

// Create implements meeting.Store.
func (m Meetings) Create(ctx context.Context, instance meeting.Instance) error {
	fresh := record{Instances: []storedInstance{{Instance: toStored(instance)}}}
	return retry(ctx, name(instance.Number), func() (bool, error) {
		done, err := m.write(ctx, instance.Number, nil, fresh)
		if done || err != nil {
			return done, err
		}
		full := false
		done, err = m.tryUpdate(ctx, instance.Number, func(r *record) bool {
			if full = !r.hasRoom(toStored(instance)); full {
				return false
			}
			r.Instances = append(r.Instances, storedInstance{Instance: toStored(instance)})
			return true
		})
		if errors.Is(err, meeting.ErrNotFound) {
			// It has just been written, or has just expired.
			return false, nil
		}
		if full {
			err = meeting.ErrTooManyUses
		}
		return done, err
	})
}

// Change implements meeting.Store.
func (m Meetings) Change(ctx context.Context, number int64, change func([]meeting.Instance) bool) error {
	edit := func(r *record) bool {
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
	}
	return retry(ctx, name(number), func() (bool, error) { return m.tryUpdate(ctx, number, edit) })
}

// tryUpdate reads, edits and writes a record once. It is done when edit left the record as it was.
func (m Meetings) tryUpdate(ctx context.Context, number int64, edit func(*record) bool) (done bool, err error) {
	raw, err := m.KV.Get(ctx, key(number))
	if err != nil {
		return false, errors.Wrap(err, "read meeting")
	}
	if raw == nil {
		return false, meeting.ErrNotFound
	}
	var r record
	if err := json.Unmarshal(raw, &r); err != nil {
		return false, errors.Wrapf(err, "decode the record of meeting %d", number)
	}
	if !edit(&r) {
		return true, nil
	}
	return m.write(ctx, number, raw, r)
}

func (m Meetings) write(ctx context.Context, number int64, old []byte, r record) (bool, error) {
	r.Version = max(r.Version, recordVersion)
	ttl := r.prune()
	value, err := json.Marshal(r)
	if err != nil {
		return false, errors.Wrap(err, "encode meeting")
	}
	done, err := m.KV.CompareAndSet(ctx, key(number), old, value, ttl)
	return done, errors.Wrap(err, "write meeting")
}
