package kvstore

import (
	"context"
	"encoding/json"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// pointer names an instance: the value of a channel's key. All else is in the record of the number.
type pointer struct {
	Number int64  `json:"number"`
	ID     string `json:"id"`
}

func latestKey(channelID string) string { return "latest_" + channelID }

// Latest implements meeting.Store. It costs one read when nothing was started in the channel lately.
func (m Meetings) Latest(ctx context.Context, channelID string) (meeting.Instance, error) {
	raw, err := m.KV.Get(ctx, latestKey(channelID))
	if err != nil || raw == nil {
		return meeting.Instance{}, errors.Wrap(err, "read the latest meeting of a channel")
	}
	var named pointer
	if err := json.Unmarshal(raw, &named); err != nil {
		return meeting.Instance{}, errors.Wrap(err, "decode the latest meeting of a channel")
	}
	found := meeting.Instance{ID: named.ID, Number: named.Number}
	err = m.Change(ctx, named.Number, func(instances []meeting.Instance) bool {
		for _, instance := range instances {
			if instance.ID == named.ID {
				found = instance
			}
		}
		return false
	})
	if errors.Is(err, meeting.ErrNotFound) {
		err = nil
	}
	return found, err
}

// SetLatest implements meeting.Store. It costs one write when nothing was started in the channel lately.
func (m Meetings) SetLatest(ctx context.Context, instance, seen meeting.Instance) (bool, error) {
	value, err := encodePointer(instance)
	if err != nil {
		return false, err
	}
	var old []byte
	if seen.ID != "" {
		if old, err = encodePointer(seen); err != nil {
			return false, err
		}
	}
	done, err := m.setLatest(ctx, instance.ChannelID, old, value)
	if done || err != nil || old == nil {
		return done, err
	}
	// What was seen may have expired since.
	return m.setLatest(ctx, instance.ChannelID, nil, value)
}

func (m Meetings) setLatest(ctx context.Context, channelID string, old, value []byte) (bool, error) {
	done, err := m.KV.CompareAndSet(ctx, latestKey(channelID), old, value, meeting.RecentWindow)
	return done, errors.Wrap(err, "write the latest meeting of a channel")
}

func encodePointer(instance meeting.Instance) ([]byte, error) {
	return json.Marshal(pointer{Number: instance.Number, ID: instance.ID})
}
