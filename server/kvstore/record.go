package kvstore

import (
	"encoding/json"
	"maps"
	"time"

	"mattermost-plugin-zoom/server/meeting"
)

const recordVersion = 1

// record is the value of a meeting's key.
type record struct {
	Version   int              `json:"v"`
	Instances []storedInstance `json:"instances"`

	unknown map[string]json.RawMessage
}

// storedInstance is an instance with the fields that a newer version may have written.
type storedInstance struct {
	Instance instanceFields

	unknown map[string]json.RawMessage
}

// instanceFields is the stored form of a meeting.Instance: its number is the key, times are milliseconds since 1970, and durations are milliseconds.
type instanceFields struct {
	ID              string        `json:"id"`
	UUID            string        `json:"uuid"`
	Topic           string        `json:"topic"`
	JoinURL         string        `json:"join_url"`
	Passcode        string        `json:"passcode"`
	ChannelID       string        `json:"channel_id"`
	PostID          string        `json:"post_id"`
	CreatorID       string        `json:"creator_id"`
	CreatorUsername string        `json:"creator_username"`
	CreatorZone     string        `json:"creator_zone"`
	Shared          bool          `json:"shared"`
	Personal        bool          `json:"personal"`
	Unposted        bool          `json:"unposted"`
	Abandoned       bool          `json:"abandoned"`
	Missed          bool          `json:"missed"`
	State           meeting.State `json:"state"`
	Shown           meeting.State `json:"shown"`
	CreatedAt       int64         `json:"created_at"`
	StartedAt       int64         `json:"started_at"`
	EndedAt         int64         `json:"ended_at"`
	PlannedEnd      int64         `json:"planned_end"`
	Ahead           int64         `json:"ahead"`
}

func toStored(i meeting.Instance) instanceFields {
	return instanceFields{
		ID: i.ID, UUID: i.UUID, Topic: i.Topic, JoinURL: i.JoinURL, Passcode: i.Passcode, ChannelID: i.ChannelID, PostID: i.PostID,
		CreatorID: i.CreatorID, CreatorUsername: i.CreatorUsername, CreatorZone: i.CreatorZone,
		Shared: i.Shared, Personal: i.Personal, Unposted: i.Unposted, Abandoned: i.Abandoned, Missed: i.Missed, State: i.State, Shown: i.Shown,
		CreatedAt: toMillis(i.CreatedAt), StartedAt: toMillis(i.StartedAt), EndedAt: toMillis(i.EndedAt),
		PlannedEnd: toMillis(i.PlannedEnd), Ahead: i.Ahead.Milliseconds(),
	}
}

func (f instanceFields) domain(number int64) meeting.Instance {
	return meeting.Instance{
		ID: f.ID, Number: number, UUID: f.UUID, Topic: f.Topic, JoinURL: f.JoinURL, Passcode: f.Passcode, ChannelID: f.ChannelID,
		PostID: f.PostID, CreatorID: f.CreatorID, CreatorUsername: f.CreatorUsername, CreatorZone: f.CreatorZone,
		Shared: f.Shared, Personal: f.Personal, Unposted: f.Unposted, Abandoned: f.Abandoned, Missed: f.Missed, State: f.State, Shown: f.Shown,
		CreatedAt: fromMillis(f.CreatedAt), StartedAt: fromMillis(f.StartedAt), EndedAt: fromMillis(f.EndedAt),
		PlannedEnd: fromMillis(f.PlannedEnd), Ahead: time.Duration(f.Ahead) * time.Millisecond,
	}
}

// isDone tells whether the post shows the end, as far as is noted, or there is none.
func (f instanceFields) isDone() bool {
	return f.State == meeting.Ended && (f.Shown == meeting.Ended || f.Abandoned)
}

// hasRoom tells whether one more instance may be added. What is not done must stay: nothing else knows that its post has to change. Those
// who share a number cannot keep others from starting a meeting there, nor one of them all others from sharing it.
func (r record) hasRoom(added instanceFields) bool {
	alike, open, own := 0, 0, 0
	for _, i := range r.Instances {
		f := i.Instance
		if f.Shared != added.Shared || f.isDone() || f.isOld(added.CreatedAt) {
			continue
		}
		alike++
		if f.State == meeting.Ended {
			continue
		}
		open++
		if f.CreatorID == added.CreatorID {
			own++
		}
	}
	return alike < maxOpen && (!added.Shared || open < maxShared && own < maxOwn)
}

// isOld tells whether no event will be about it any more when another instance is made at a time: not even its plan is of the last openTTL.
func (f instanceFields) isOld(newest int64) bool {
	return max(f.CreatedAt, f.PlannedEnd) < newest-openTTL.Milliseconds()
}

// prune forgets what no event will be about any more: the oldest of those that are done, above maxDone, and all older than openTTL when the
// newest was made, unless they are planned for later. It returns how long the record is needed.
func (r *record) prune() (ttl time.Duration) {
	ttl = closedTTL
	done := 0
	for _, i := range r.Instances {
		if i.Instance.isDone() {
			done++
		}
	}
	// Not the greatest time: a clock that once ran years ahead must not make each new instance look old.
	newest := int64(0)
	if len(r.Instances) > 0 {
		newest = r.Instances[len(r.Instances)-1].Instance.CreatedAt
	}
	kept := make([]storedInstance, 0, len(r.Instances))
	for _, i := range r.Instances {
		drop := i.Instance.isOld(newest)
		if i.Instance.isDone() {
			drop = drop || done > maxDone
			done--
		}
		if drop {
			continue
		}
		if !i.Instance.isDone() {
			ahead := time.Duration(i.Instance.PlannedEnd-newest) * time.Millisecond
			ttl = max(ttl, openTTL+min(max(ahead, 0), maxAhead))
		}
		kept = append(kept, i)
	}
	r.Instances = kept
	return ttl
}

func (r record) MarshalJSON() ([]byte, error) {
	type plain record
	return withUnknown(plain(r), r.unknown)
}

func (r *record) UnmarshalJSON(raw []byte) error {
	type plain record
	if err := json.Unmarshal(raw, (*plain)(r)); err != nil {
		return err
	}
	return json.Unmarshal(raw, &r.unknown)
}

func (i storedInstance) MarshalJSON() ([]byte, error) {
	return withUnknown(i.Instance, i.unknown)
}

func (i *storedInstance) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &i.Instance); err != nil {
		return err
	}
	return json.Unmarshal(raw, &i.unknown)
}

// withUnknown encodes known over what was read: fields that this version does not know stay as they were. No known field is
// omitted when empty, or its old value would come back.
func withUnknown(known any, read map[string]json.RawMessage) ([]byte, error) {
	raw, err := json.Marshal(known)
	if err != nil || len(read) == 0 {
		return raw, err
	}
	merged := maps.Clone(read)
	if err := json.Unmarshal(raw, &merged); err != nil {
		return nil, err
	}
	return json.Marshal(merged)
}

func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
