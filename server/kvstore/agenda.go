package kvstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/jobs"
	"mattermost-plugin-zoom/server/meeting"
)

const (
	// shards is the number of keys over which the agenda is spread. 100,000 open meetings are 780 in each, at 25 bytes 20 KB, of which a
	// start reads and writes one; with 1,000 meetings it is 200 bytes. Looking at all of them once a minute is two reads a second, whatever
	// there is to do. When two starts meet in a shard, one tries again.
	shards = 128
	// maxEntries bounds a shard to 50 KB, 256,000 meetings in all. The ones that are due last fall out; they have only their events then, and
	// the next start or failure of that number brings them back.
	maxEntries    = 2000
	agendaVersion = 1
)

// Agenda remembers when which meeting number is due. It implements meeting.Agenda and jobs.Agenda.
//
// A number that is claimed is kept apart until the claim is given back or has ended, so that what is added meanwhile is not lost. That is all
// the lease there is: the compare-and-set that claims a number succeeds on one node.
type Agenda struct {
	KV KV
}

var (
	_ meeting.Agenda = Agenda{}
	_ jobs.Agenda    = Agenda{}
)

// shard is the value of a key: times in seconds since 1970, by meeting number.
type shard struct {
	Version int              `json:"v"`
	Due     map[string]int64 `json:"due"`
	// Claimed is until when somebody works on a number.
	Claimed map[string]int64 `json:"claimed"`

	unknown map[string]json.RawMessage
}

func (s shard) MarshalJSON() ([]byte, error) {
	type plain shard
	return withUnknown(plain(s), s.unknown)
}

func (s *shard) UnmarshalJSON(raw []byte) error {
	type plain shard
	if err := json.Unmarshal(raw, (*plain)(s)); err != nil {
		return err
	}
	return json.Unmarshal(raw, &s.unknown)
}

func agendaKey(shard int) string { return fmt.Sprintf("due_%d", shard) }

// shardOf spreads personal numbers too, whose last digits are as random as all others.
func shardOf(number int64) int { return int(uint64(number) % shards) } //nolint:gosec // any spread will do

// Shards implements jobs.Agenda.
func (Agenda) Shards() int { return shards }

// Add implements meeting.Agenda. It costs a read and a write, also when nothing changes: only a write proves that what was read is there.
func (a Agenda) Add(ctx context.Context, number int64, at time.Time) error {
	return a.change(ctx, shardOf(number), func(s *shard) bool {
		s.add(strconv.FormatInt(number, 10), at)
		return true
	})
}

// Claim implements jobs.Agenda. It costs a read when nothing is due.
func (a Agenda) Claim(ctx context.Context, which int, now, until time.Time, limit int) (claim jobs.Claim, err error) {
	err = a.change(ctx, which, func(s *shard) bool {
		claim = jobs.Claim{Until: until.Truncate(time.Second)}
		for _, name := range s.ripe(now, limit) {
			number, err := strconv.ParseInt(name, 10, 64)
			delete(s.Due, name)
			delete(s.Claimed, name)
			if err == nil {
				s.Claimed[name] = until.Unix()
				claim.Numbers = append(claim.Numbers, number)
			}
		}
		return len(claim.Numbers) > 0
	})
	return claim, err
}

// Return implements jobs.Agenda.
func (a Agenda) Return(ctx context.Context, which int, claim jobs.Claim, next map[int64]time.Time) error {
	return a.change(ctx, which, func(s *shard) bool {
		for _, number := range claim.Numbers {
			name := strconv.FormatInt(number, 10)
			if s.Claimed[name] == claim.Until.Unix() {
				delete(s.Claimed, name)
			}
			if at := next[number]; !at.IsZero() {
				s.add(name, at)
			}
		}
		return true
	})
}

// add makes a number due at that time, unless it is due earlier.
func (s *shard) add(name string, at time.Time) {
	if due, known := s.Due[name]; !known || at.Unix() < due {
		s.Due[name] = at.Unix()
	}
	for len(s.Due) > maxEntries {
		last := slices.MaxFunc(slices.Collect(maps.Keys(s.Due)), func(a, b string) int { return cmp.Compare(s.Due[a], s.Due[b]) })
		delete(s.Due, last)
	}
}

// ripe are the numbers to be worked on, the longest due first: those that are due and not claimed, and those whose claim has ended without
// having been given back.
func (s *shard) ripe(now time.Time, limit int) []string {
	since := map[string]int64{}
	for name, due := range s.Due {
		if due <= now.Unix() && s.Claimed[name] <= now.Unix() {
			since[name] = due
		}
	}
	for name, until := range s.Claimed {
		if until <= now.Unix() {
			since[name] = until
		}
	}
	names := slices.SortedFunc(maps.Keys(since), func(a, b string) int { return cmp.Or(cmp.Compare(since[a], since[b]), cmp.Compare(a, b)) })
	return names[:min(len(names), limit)]
}

func (a Agenda) change(ctx context.Context, which int, edit func(*shard) bool) error {
	key := agendaKey(which)
	return retry(ctx, "the agenda", func() (bool, error) {
		raw, err := a.KV.Get(ctx, key)
		if err != nil {
			return false, errors.Wrap(err, "read the agenda")
		}
		var s shard
		if raw != nil {
			if err := json.Unmarshal(raw, &s); err != nil {
				return false, errors.Wrap(err, "decode the agenda")
			}
		}
		if s.Due == nil {
			s.Due = map[string]int64{}
		}
		if s.Claimed == nil {
			s.Claimed = map[string]int64{}
		}
		if !edit(&s) {
			return true, nil
		}
		s.Version = max(s.Version, agendaVersion)
		value, err := json.Marshal(s)
		if err != nil {
			return false, errors.Wrap(err, "encode the agenda")
		}
		done, err := a.KV.CompareAndSet(ctx, key, raw, value, 0)
		return done, errors.Wrap(err, "write the agenda")
	})
}
