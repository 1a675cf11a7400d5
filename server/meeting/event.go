package meeting

import (
	"context"
	"slices"
	"time"

	"github.com/pkg/errors"
)

const (
	// clockSlack is how far the clocks of the service and of this server may differ where nothing but the number's own meeting can be
	// meant.
	clockSlack = 5 * time.Minute
	// timeStep is the step of the service's times: it tells whole seconds.
	timeStep = time.Second
	// patience is how long after a start its personal room is expected to be entered. Whoever enters it later means something else.
	patience = 12 * time.Hour
)

// Delivery is what a meeting service has sent.
type Delivery struct {
	// Reply is the body to answer with, nil for none.
	Reply  []byte
	Events []Event
	// SignedOut is the service's id of a user who has ended their sign-in there, at SignedOutAt; empty for none.
	SignedOut   string
	SignedOutAt time.Time
}

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

// Handle brings the records and the posts of the event's meeting up to date. It is idempotent; an error is transient and the
// event is worth sending again. A foreign meeting costs one read of the Store.
func (s *Service) Handle(ctx context.Context, event Event) error {
	var found []Instance
	err := s.Store.Change(ctx, event.Number, func(instances []Instance) bool {
		found = nil
		changed := false
		for _, i := range match(instances, event) {
			changed = instances[i].apply(event) || changed
			found = append(found, instances[i])
		}
		return changed
	})
	if errors.Is(err, ErrNotFound) {
		return s.endEarlier(ctx, event)
	}
	if err != nil {
		return errors.Wrap(err, "store the event")
	}
	failure := s.showEvent(ctx, event.Number, found)
	// Only a number of its own cannot have been posted by another plugin as well.
	if !slices.ContainsFunc(found, func(i Instance) bool { return !i.reusable() }) {
		if err := s.endEarlier(ctx, event); err != nil {
			failure = err
		}
	}
	return failure
}

// showEvent brings the posts up to date that an event is about, and has them looked after should that fail, or the process die.
func (s *Service) showEvent(ctx context.Context, number int64, moved []Instance) (failure error) {
	var due time.Time
	for _, instance := range moved {
		due = earliest(due, instance.nextLook(s.Now()))
	}
	if !due.IsZero() {
		s.lookAfter(ctx, number, due)
	}
	for _, instance := range moved {
		if err := s.show(ctx, instance); err != nil {
			failure = err
		}
	}
	if failure != nil {
		// The service will send the event again, a few times. This goes on after that.
		s.lookAfter(ctx, number, s.Now().Add(soon))
	}
	return failure
}

// endEarlier ends what another plugin started, if it did.
func (s *Service) endEarlier(ctx context.Context, event Event) error {
	if s.Earlier == nil || event.State != Ended {
		return nil
	}
	return s.Earlier.End(ctx, event)
}

// match returns the indices of the instances that the event is about: several channels may show one meeting.
func match(instances []Instance, event Event) (indices []int) {
	for i := range instances {
		if instances[i].concerns(event) {
			indices = append(indices, i)
		}
	}
	if len(indices) > 0 || event.UUID != "" {
		return indices
	}
	// An end without a UUID that comes again, since showing it failed.
	for i := len(instances) - 1; i >= 0; i-- {
		if instances[i].State == Ended {
			return []int{i}
		}
	}
	return nil
}

// concerns tells whether the event is about this instance. The UUID decides once an event has bound it: the one that a create call answers
// is only believed until then, and missing ones are common in the form of 2017.
func (i Instance) concerns(event Event) bool {
	if event.UUID != "" && event.UUID == i.UUID {
		return true
	}
	if i.State == Ended {
		return false
	}
	bound := i.State == Running && i.UUID != ""
	if bound && (i.reusable() || event.UUID != "") {
		return false
	}
	if i.reusable() {
		return i.overlaps(event)
	}
	return !event.before(i.posted().Add(-clockSlack))
}

// overlaps tells whether people can have been in the event's meeting after this instance was posted, which is what the post invites to:
// the meeting began after that, or had not ended by then.
func (i Instance) overlaps(event Event) bool {
	if !i.Shared && i.State == Waiting && event.begun().After(i.posted().Add(patience)) {
		return false
	}
	if event.State == Ended {
		return event.over().After(i.posted())
	}
	return event.begun().Add(timeStep).After(i.posted())
}

// posted is when the instance was posted, by the service's clock, which its events follow.
func (i Instance) posted() time.Time { return i.CreatedAt.Add(i.Ahead) }

// begun is when a meeting that runs began.
func (e Event) begun() time.Time {
	if e.StartedAt.IsZero() {
		return e.At
	}
	return e.StartedAt
}

// over is when a meeting that ended was over.
func (e Event) over() time.Time {
	if e.EndedAt.IsZero() {
		return e.At
	}
	return e.EndedAt
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
	binds := event.State == i.State && i.UUID == "" && event.UUID != ""
	if i.State == Ended || event.State < i.State || (event.State == i.State && !binds) {
		return false
	}
	if i.State == Waiting || event.UUID != "" {
		i.UUID = event.UUID
	}
	i.State = event.State
	if event.State == Ended {
		i.EndedAt = event.over()
	}
	if event.State == Running || !event.StartedAt.IsZero() {
		i.StartedAt = event.begun()
	}
	return true
}
