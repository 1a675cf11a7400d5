package zoomtest

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// occurrence is one time that people were in a meeting.
type occurrence struct {
	uuid string
	// end is zero while it runs.
	start, end time.Time
	attendance []*attendance
	recording  *recording
	// summarized is when its summary was made.
	summarized time.Time
}

// attendance is the time from somebody's entering to his leaving.
type attendance struct {
	name string
	// member is the user, empty for guests.
	member User
	// userID is new each time somebody enters; participantUUID stays the same for the whole occurrence.
	userID, participantUUID string
	// leave is zero while he is there.
	join, leave time.Time
}

// Join lets name enter: a member of the account by first name, full name or email address, else a guest. The first one starts the
// meeting; after an end that is a new occurrence with a UUID of its own. A deleted meeting cannot be started.
func (s *Simulator) Join(id int64, name string) (err error) {
	missing := s.live(id, func(m *Meeting) {
		if m.deleted && !m.Running {
			err = ErrNoMeeting
			return
		}
		s.join(m, name)
	})
	return cmp.Or(missing, err)
}

// Leave lets name go. The last one ends the meeting.
func (s *Simulator) Leave(id int64, name string) error {
	return s.live(id, func(m *Meeting) {
		if slices.Contains(m.People, name) {
			s.leave(m, name, name+" left the meeting.")
		}
		if len(m.People) == 0 {
			s.end(m)
		}
	})
}

// End ends the meeting for all, as its host. Zoom's clients can end only what runs, so a host who has never been there enters first; what
// has ended stays so.
func (s *Simulator) End(id int64) error {
	return s.live(id, func(m *Meeting) {
		if !m.Running && !m.Ended && !m.deleted {
			s.join(m, m.Host.FirstName)
		}
		s.end(m)
	})
}

func (s *Simulator) live(id int64, change func(*Meeting)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	meeting, found := s.meetings[id]
	if !found {
		return ErrNoMeeting
	}
	change(s.entered(meeting))
	return nil
}

func (s *Simulator) join(m *Meeting, name string) {
	now := s.config.Now()
	if !m.Running {
		m.UUID = m.uuid()
		m.Running, m.Ended, m.StartedAt = true, false, now
		m.occurrences = append(m.occurrences, &occurrence{uuid: m.UUID, start: now})
		s.emitMeeting(EventStarted, m, nil)
	}
	m.People = append(m.People, name)
	s.emitMeeting(EventJoined, m, map[string]any{"participant": s.enter(m.last(), name).body("join_time", now)})
}

// enter notes that name is there now.
func (s *Simulator) enter(o *occurrence, name string) *attendance {
	// Zoom's numbers in a meeting are multiples of 1024.
	number := 16_778_240 + 1024*len(o.attendance)
	a := &attendance{name: name, userID: strconv.Itoa(number), participantUUID: random(16), join: s.config.Now()}
	a.member, _ = s.member(name)
	if before := o.attended(name); before != nil && !before.leave.IsZero() {
		a.participantUUID = before.participantUUID
	}
	o.attendance = append(o.attendance, a)
	return a
}

func (s *Simulator) leave(m *Meeting, name, reason string) {
	now := s.config.Now()
	i := slices.Index(m.People, name)
	m.People = slices.Delete(slices.Clone(m.People), i, i+1)
	a := m.last().attended(name)
	a.leave = now
	participant := a.body("leave_time", now)
	participant["leave_reason"] = reason
	s.emitMeeting(EventLeft, m, map[string]any{"participant": participant})
}

// end ends what runs of m.
func (s *Simulator) end(m *Meeting) {
	if !m.Running {
		return
	}
	for len(m.People) > 0 {
		name := m.People[0]
		s.leave(m, name, name+" left the meeting.<br>Reason: Host ended the meeting.")
	}
	m.Running, m.Ended, m.nextUUID = false, true, newUUID()
	m.last().end = s.config.Now()
	s.emitMeeting(EventEnded, m, map[string]any{"end_time": stamp(m.last().end)})
	s.leaveRoom(m)
}

// last is the occurrence that runs or ran last, nil when there was none.
func (m *Meeting) last() *occurrence {
	if len(m.occurrences) == 0 {
		return nil
	}
	return m.occurrences[len(m.occurrences)-1]
}

// attended is the attendance of name that goes on or is the latest.
func (o *occurrence) attended(name string) (latest *attendance) {
	for _, a := range o.attendance {
		if a.name != name {
			continue
		}
		if latest = a; a.leave.IsZero() {
			break
		}
	}
	return latest
}

// body is `participant` of an event. The members' ids and addresses are told, nobody else's.
func (a *attendance) body(timeField string, at time.Time) map[string]any {
	return map[string]any{
		"user_id": a.userID, "user_name": a.name, "participant_uuid": a.participantUUID, timeField: stamp(at),
		"id": a.member.ID, "participant_user_id": a.member.ID, "email": a.member.Email,
	}
}
