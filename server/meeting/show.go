package meeting

import (
	"context"
	"time"

	"github.com/pkg/errors"
)

// patientPauses are between the tries to do in the background what must be done.
var patientPauses = []time.Duration{200 * time.Millisecond, time.Second, 5 * time.Second}

// postGrace is how long after its creation a meeting that moved on waits for its post: Zoom's first retry comes after 5 minutes.
const postGrace = 10 * time.Minute

// attach lets the record learn its post, or the post would never say that the meeting ended. A database that fails, or a replica that
// has not seen the record yet, gets time to recover.
func (s *Service) attach(ctx context.Context, created Instance, postID string) {
	err := s.patiently(ctx, func() error { return s.tryAttach(ctx, created, postID) })
	if err != nil {
		s.Log.Error("The post of a meeting could not be saved in its record yet, so it cannot show when the meeting ends; will try again",
			"meeting", created.Number, "post", postID, "cause", err)
		s.lookAfter(ctx, created.Number, s.Now().Add(soon))
	}
}

// patiently calls try until it succeeds, a few times.
func (s *Service) patiently(ctx context.Context, try func() error) error {
	err := try()
	for _, pause := range patientPauses {
		if err == nil || s.Wait(ctx, pause) != nil {
			break
		}
		err = try()
	}
	return err
}

// tryAttach also shows what has happened to the meeting since.
func (s *Service) tryAttach(ctx context.Context, created Instance, postID string) error {
	found, err := s.edit(ctx, created, func(i *Instance) bool {
		i.PostID, i.Unposted = postID, false
		return true
	})
	if err != nil {
		return err
	}
	if found.ID == "" {
		return errors.New("the record does not hold the meeting")
	}
	return s.show(ctx, found)
}

// show brings the post up to date. Until a shared meeting runs, and until any meeting ends, its post says all there is to say.
//
// The end is final, so showing it needs no care. What is shown before that is noted in the record, by a write that fails when another
// node has moved the record on: then this node, whose edit of the post may have come last, shows the new state as well.
func (s *Service) show(ctx context.Context, instance Instance) error {
	for !instance.Abandoned && (instance.State == Ended || instance.Shown < instance.State) {
		if instance.PostID == "" {
			return s.hasNoPost(instance)
		}
		err := s.Poster.Show(ctx, instance.PostID, s.view(instance))
		if errors.Is(err, ErrPostGone) {
			s.Log.Info("The post of a meeting can no longer be updated", "meeting", instance.Number, "post", instance.PostID, "cause", err)
			return nil
		}
		if err != nil || instance.State == Ended {
			return errors.Wrap(err, "show what the meeting does")
		}
		if instance, err = s.noteShown(ctx, instance); err != nil {
			return err
		}
	}
	return nil
}

// noteShown returns the instance as it is now.
func (s *Service) noteShown(ctx context.Context, instance Instance) (Instance, error) {
	now, err := s.edit(ctx, instance, func(i *Instance) bool {
		if i.State > instance.State {
			return false
		}
		// Written even if it is noted already: only a write proves that what was read is not of yesterday.
		i.Shown = i.State
		return true
	})
	return now, errors.Wrap(err, "note what the post shows")
}

// edit changes one instance and returns it as it is then, the zero Instance when the record does not hold it.
func (s *Service) edit(ctx context.Context, which Instance, change func(*Instance) bool) (found Instance, err error) {
	err = s.Store.Change(ctx, which.Number, func(instances []Instance) bool {
		found = Instance{}
		for i := range instances {
			if instances[i].ID == which.ID {
				changed := change(&instances[i])
				found = instances[i]
				return changed
			}
		}
		return false
	})
	return found, err
}

// hasNoPost is worth another try while the record may still learn its post. Of one that is unposted only Reconcile knows more.
func (s *Service) hasNoPost(instance Instance) error {
	if instance.Unposted {
		return nil
	}
	if s.Now().Before(instance.CreatedAt.Add(postGrace)) {
		return errors.New("the meeting moved on, and its post is not known yet")
	}
	s.Log.Warn("A meeting without a post started or ended", "meeting", instance.Number)
	return nil
}
