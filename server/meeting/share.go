package meeting

import (
	"context"

	"github.com/pkg/errors"
)

// ShareRequest asks to post a meeting that exists.
type ShareRequest struct {
	Place
	// Reference is what people typed: a meeting number, or a link to join.
	Reference string
	// Personal means the personal room of the user instead.
	Personal bool
}

// Share posts a meeting that exists at the service.
func (s *Service) Share(ctx context.Context, request ShareRequest) (Outcome, error) {
	finder, can := s.Provider.(Finder)
	if !can {
		return Outcome{}, ErrCannotShare
	}
	sharer, err := s.admit(ctx, request.Place)
	if err != nil {
		return Outcome{}, err
	}
	found, err := find(ctx, finder, sharer, request)
	if err != nil {
		return s.connect(ctx, sharer, Wanted{Share: &request}, err)
	}
	found.Topic = showableTopic(found.Topic)
	instance := s.instance(found, sharer, request.Place)
	// The service's UUID may be that of an occurrence that is over.
	instance.Shared, instance.UUID = true, ""
	if found.PlannedEnd.After(instance.CreatedAt) {
		instance.PlannedEnd = found.PlannedEnd
	}
	if found.Running {
		instance.State, instance.Shown = Running, Running
	}
	noted := s.follow(ctx, instance)
	err = s.Store.Create(ctx, instance)
	noted()
	if err != nil {
		return Outcome{}, errors.Wrap(err, "store the meeting")
	}
	postID, err := s.post(ctx, request.Place, instance)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{PostID: postID, Meeting: found}, nil
}

func find(ctx context.Context, finder Finder, sharer Person, request ShareRequest) (Meeting, error) {
	if request.Personal {
		return finder.FindRoom(ctx, sharer)
	}
	return finder.Find(ctx, sharer, request.Reference)
}
