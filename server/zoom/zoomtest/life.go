package zoomtest

import (
	"slices"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

// ErrNoMeeting says that there is no such meeting.
var ErrNoMeeting = errors.New("zoomtest: no such meeting")

// Meeting returns a meeting by its number.
func (s *Simulator) Meeting(id int64) (Meeting, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	meeting, found := s.meetings[id]
	if !found {
		return Meeting{}, false
	}
	copied := *meeting
	copied.People = slices.Clone(meeting.People)
	return copied, true
}

// Join lets name enter. The first one starts the meeting; after an end that is a new occurrence with a UUID of its own.
func (s *Simulator) Join(id int64, name string) error {
	return s.live(id, func(m *Meeting) { s.join(m, name) })
}

// Leave lets name go. The last one ends the meeting.
func (s *Simulator) Leave(id int64, name string) error {
	return s.live(id, func(m *Meeting) {
		if i := slices.Index(m.People, name); i >= 0 {
			s.leave(m, i)
		}
		if m.Running && len(m.People) == 0 {
			s.end(m)
		}
	})
}

// End ends the meeting for all, as its host. Zoom's clients can end only what runs, so a host who has never been there enters first; what
// has ended stays so.
func (s *Simulator) End(id int64) error {
	return s.live(id, func(m *Meeting) {
		if m.Ended {
			return
		}
		if !m.Running {
			s.join(m, m.Host.FirstName)
		}
		for len(m.People) > 0 {
			s.leave(m, 0)
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
	change(meeting)
	return nil
}

func (s *Simulator) join(m *Meeting, name string) {
	if !m.Running {
		if m.Ended {
			m.UUID = newUUID()
		}
		m.Running, m.Ended, m.StartedAt = true, false, s.config.Now()
		s.emit("meeting.started", m, nil)
	}
	m.People = append(m.People, name)
	s.emit("meeting.participant_joined", m, map[string]any{"participant": s.participant(name, "join_time")})
}

func (s *Simulator) leave(m *Meeting, index int) {
	name := m.People[index]
	m.People = slices.Delete(m.People, index, index+1)
	s.emit("meeting.participant_left", m, map[string]any{"participant": s.participant(name, "leave_time")})
}

func (s *Simulator) end(m *Meeting) {
	m.Running, m.Ended, m.People = false, true, nil
	s.emit("meeting.ended", m, map[string]any{"end_time": s.config.Now().UTC().Format(time.RFC3339)})
}

func (s *Simulator) participant(name, timeField string) map[string]any {
	return map[string]any{"user_id": random(4), "user_name": name, "id": "", "email": "",
		timeField: s.config.Now().UTC().Format(time.RFC3339)}
}

// emit queues an event of m with further fields of its object.
func (s *Simulator) emit(event string, m *Meeting, more map[string]any) {
	object := map[string]any{
		"id": strconv.FormatInt(m.ID, 10), "uuid": m.UUID, "host_id": m.Host.ID, "topic": m.Topic, "type": 1,
		"start_time": m.StartedAt.UTC().Format(time.RFC3339), "timezone": "Europe/Berlin", "duration": 60,
	}
	for key, value := range more {
		object[key] = value
	}
	s.hooks.send(Event{
		Name: event, Object: object, AccountID: s.config.AccountID, At: s.config.Now(),
	})
}
