package meeting

import (
	"context"
	"time"

	"github.com/pkg/errors"
)

// startSlack is how much earlier than its record a meeting may have started: the clocks of the service and of this server
// differ.
const startSlack = 5 * time.Minute

// Event says that a meeting moved to State. The service tells of all meetings of an account; most are none of ours.
type Event struct {
	Number int64
	// UUID is empty when the service did not send one.
	UUID string
	// State is Running or Ended.
	State State
	// StartedAt and EndedAt are zero when the service did not send them.
	StartedAt, EndedAt time.Time
	// At is when the event happened.
	At time.Time
}

// Handle brings the record and the post of the event's meeting up to date. It is idempotent; an error is transient and the
// event is worth sending again. A foreign meeting costs one read of the Store.
func (s *Service) Handle(ctx context.Context, event Event) error {
	var found Instance
	err := s.Store.Change(ctx, event.Number, func(instances []Instance) bool {
		found = Instance{}
		i := match(instances, event)
		if i < 0 {
			return false
		}
		changed := instances[i].apply(event)
		found = instances[i]
		return changed
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return errors.Wrap(err, "store the event")
	}
	return s.show(ctx, found)
}

// match returns the index of the event's instance, -1 when there is none. The UUID decides once an event has bound it: the
// UUID that a create call answers is only believed until then, and missing ones are common in the form of 2017.
func match(instances []Instance, event Event) int {
	for i := range instances {
		if event.UUID != "" && instances[i].UUID == event.UUID {
			return i
		}
	}
	for i, instance := range instances {
		bound := instance.State == Running && instance.UUID != "" && event.UUID != ""
		if instance.State != Ended && !bound && !event.before(instance.CreatedAt.Add(-startSlack)) {
			return i
		}
	}
	if event.UUID != "" {
		return -1
	}
	// An end without a UUID that comes again, since showing it failed.
	for i := len(instances) - 1; i >= 0; i-- {
		if instances[i].State == Ended {
			return i
		}
	}
	return -1
}

// before tells whether the meeting started, ended or was told of before t.
func (e Event) before(t time.Time) bool {
	for _, at := range []time.Time{e.StartedAt, e.EndedAt, e.At} {
		if !at.IsZero() && at.Before(t) {
			return true
		}
	}
	return false
}

// apply moves the instance forward and tells whether that changed it.
func (i *Instance) apply(event Event) bool {
	if event.State <= i.State {
		return false
	}
	if i.State == Waiting || event.UUID != "" {
		i.UUID = event.UUID
	}
	i.State = event.State
	if !event.StartedAt.IsZero() {
		i.StartedAt = event.StartedAt
	} else if event.State == Running {
		i.StartedAt = event.At
	}
	if event.State == Ended {
		i.EndedAt = event.EndedAt
		if i.EndedAt.IsZero() {
			i.EndedAt = event.At
		}
	}
	return true
}
