package meeting

import (
	"context"
	"sync"
	"time"

	"github.com/pkg/errors"
)

// maxInspections bounds what the service is asked about one number at a time: many people may share it.
const maxInspections = 3

// Check is what came of a Reconcile.
type Check struct {
	// Next is when to look at the number again; zero when there is nothing left to look after.
	Next time.Time
	// Asked counts the questions to the service.
	Asked int
	// Trouble is why the service did not answer one; nil when it did, or was not asked.
	Trouble error
}

// Reconcile makes up for what got lost: posts that their records do not know, events that never came, posts that could not be changed. It
// asks the service only if ask is true, and not about young meetings. It is idempotent, and nodes may do it at the same time. After an error,
// which is the server's own, Check.Next tells when to try again.
func (s *Service) Reconcile(ctx context.Context, number int64, ask bool) (Check, error) {
	instances, err := s.read(ctx, number)
	if errors.Is(err, ErrNotFound) {
		return Check{}, nil
	}
	if err != nil {
		return Check{Next: s.Now().Add(soon)}, errors.Wrap(err, "read a meeting to look after")
	}
	failure := s.findPosts(ctx, instances)
	var check Check
	var asked inquiries
	if inspector, can := s.Provider.(Inspector); can && ask {
		asked, check.Trouble = s.inquire(ctx, inspector, instances)
		check.Asked = asked.count
	}
	now := s.Now()
	err = s.Store.Change(ctx, number, func(stored []Instance) (changed bool) {
		for i := range stored {
			changed = stored[i].settle(asked.reports, now) || changed
		}
		instances = append(instances[:0:0], stored...)
		return changed
	})
	if err != nil {
		return Check{Next: now.Add(soon), Asked: check.Asked, Trouble: check.Trouble}, errors.Wrap(err, "store what became of a meeting")
	}
	if err := s.showAll(ctx, number, instances); err != nil {
		failure = err
	}
	check.Next = next(instances, asked, now, failure != nil)
	return check, failure
}

func (s *Service) read(ctx context.Context, number int64) (instances []Instance, err error) {
	err = s.Store.Change(ctx, number, func(stored []Instance) bool {
		instances = append([]Instance(nil), stored...)
		return false
	})
	return instances, err
}

// findPosts looks for the posts of records that do not know them, since the process died between the two. A record without a post is closed.
func (s *Service) findPosts(ctx context.Context, instances []Instance) (failure error) {
	finder, can := s.Poster.(PostFinder)
	for _, instance := range instances {
		if !can || !instance.lacksPost() || s.Now().Before(instance.CreatedAt.Add(soon)) {
			continue
		}
		place := Place{UserID: instance.CreatorID, ChannelID: instance.ChannelID}
		postID, err := finder.FindPost(ctx, place, instance.ID, instance.CreatedAt.Add(-clockSlack))
		switch {
		case err != nil:
		case postID != "":
			_, err = s.edit(ctx, instance, func(i *Instance) bool {
				i.PostID, i.Unposted = postID, false
				return true
			})
		case !s.Now().Before(instance.CreatedAt.Add(postGrace)):
			s.abandon(ctx, instance)
		}
		if err != nil {
			failure = errors.Wrap(err, "look for a lost post")
		}
	}
	return failure
}

// lacksPost tells whether there may be a post that the record does not know.
func (i Instance) lacksPost() bool { return i.PostID == "" && !i.Abandoned }

// inquiry is what the service is asked: about this occurrence, as this person.
type inquiry struct{ creatorID, uuid string }

// inquiries are the service's answers. It was asked count times; those whose turn has not come count as tried.
type inquiries struct {
	reports map[inquiry]Report
	tried   map[inquiry]bool
	count   int
}

// inquiry is the one about an instance. The UUID that a create call answered is not trusted until an event has confirmed it.
func (i Instance) inquiry() inquiry {
	if i.State != Running {
		return inquiry{creatorID: i.CreatorID}
	}
	return inquiry{creatorID: i.CreatorID, uuid: i.UUID}
}

// inquire asks the service about the instances that are old enough. It goes on when one person cannot ask, another one may.
func (s *Service) inquire(ctx context.Context, inspector Inspector, instances []Instance) (asked inquiries, trouble error) {
	asked.reports, asked.tried = map[inquiry]Report{}, map[inquiry]bool{}
	for _, instance := range inTurn(instances, s.Now()) {
		which := instance.inquiry()
		if instance.State == Ended || s.Now().Before(instance.firstCheck()) || asked.tried[which] {
			continue
		}
		asked.tried[which] = true
		if asked.count == maxInspections {
			continue
		}
		asked.count++
		creator, err := s.Directory.Person(ctx, instance.CreatorID)
		if err != nil {
			trouble = err
			continue
		}
		report, err := inspector.Inspect(ctx, creator, instance.Number, which.uuid)
		if err != nil {
			trouble = err
			if errors.Is(err, ErrRateLimited) || errors.Is(err, ErrUnavailable) {
				return asked, trouble
			}
			continue
		}
		asked.reports[which] = report
	}
	return asked, trouble
}

// inTurn begins with the instances whose creators started the meeting: they can ask. The others, who may not, take turns with time.
func inTurn(instances []Instance, now time.Time) (ordered []Instance) {
	var shared []Instance
	for _, instance := range instances {
		if instance.Shared {
			shared = append(shared, instance)
		} else {
			ordered = append(ordered, instance)
		}
	}
	if len(shared) == 0 {
		return ordered
	}
	first := int(now.Unix() % int64(len(shared))) // Looks come at any second.
	return append(append(ordered, shared[first:]...), shared[:first]...)
}

// showAll brings the posts up to date. An end is noted when it has been shown, so that this is done once.
func (s *Service) showAll(ctx context.Context, number int64, instances []Instance) (failure error) {
	shown := map[string]Instance{}
	_, findsPosts := s.Poster.(PostFinder)
	for _, instance := range instances {
		if instance.Abandoned || instance.Shown >= instance.State || instance.lacksPost() && findsPosts {
			continue
		}
		if err := s.show(ctx, instance); err != nil {
			failure = err
			continue
		}
		if instance.State == Ended {
			shown[instance.ID] = instance
		}
	}
	if len(shown) == 0 {
		return failure
	}
	behind := false
	err := s.Store.Change(ctx, number, func(stored []Instance) (changed bool) {
		behind = false
		for i := range stored {
			was, ended := shown[stored[i].ID]
			switch {
			case !ended || stored[i].Shown == Ended:
			case was.PostID != stored[i].PostID:
				behind = true
			default:
				stored[i].Shown, changed = Ended, true
			}
		}
		return changed
	})
	if err == nil && behind {
		err = errors.New("the record has learned its post meanwhile")
	}
	if err != nil {
		failure = errors.Wrap(err, "note what the post shows")
	}
	return failure
}

// follow has a new meeting looked after. What it returns waits until that is noted, which comes before the post: whatever happens to this
// process from then on, somebody will look. It is to be called when the instance is stored.
func (s *Service) follow(ctx context.Context, instance Instance) (noted func()) {
	if s.Agenda == nil {
		return func() {}
	}
	add := func(ctx context.Context) error { return s.Agenda.Add(ctx, instance.Number, instance.firstCheck()) }
	var adding sync.WaitGroup
	var failure error
	adding.Go(func() { failure = add(ctx) })
	return func() {
		adding.Wait()
		// Who worked on this number may not have seen the instance yet, and have taken the number off the agenda.
		if failure != nil || instance.reusable() {
			s.After(func(ctx context.Context) {
				s.ifUnattended(instance.Number, s.patiently(ctx, func() error { return add(ctx) }))
			})
		}
	}
}

// lookAfter has a meeting looked after at that time, if that can be noted.
func (s *Service) lookAfter(ctx context.Context, number int64, at time.Time) {
	if s.Agenda == nil {
		return
	}
	s.ifUnattended(number, s.Agenda.Add(ctx, number, at))
}

func (s *Service) ifUnattended(number int64, err error) {
	if err != nil {
		s.Log.Warn("A meeting could not be scheduled for a check in case its events get lost", "meeting", number, "cause", err)
	}
}
