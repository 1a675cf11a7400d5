package zoomtest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Occurrence is one time that people were in a meeting.
type Occurrence struct {
	UUID string
	// EndedAt is zero while it runs.
	StartedAt, EndedAt time.Time
}

// Occurrences returns the times that people were in a meeting, the latest last.
func (s *Simulator) Occurrences(id int64) (occurrences []Occurrence) {
	_ = s.live(id, func(m *Meeting) {
		for _, o := range m.occurrences {
			occurrences = append(occurrences, Occurrence{UUID: o.uuid, StartedAt: o.start, EndedAt: o.end})
		}
	})
	return occurrences
}

// Backdate makes all that has happened be that much longer ago.
func (s *Simulator) Backdate(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	earlier := func(times ...*time.Time) {
		for _, at := range times {
			if !at.IsZero() {
				*at = at.Add(-by)
			}
		}
	}
	for _, m := range s.meetings {
		earlier(&m.StartedAt, &m.createdAt)
		for _, o := range m.occurrences {
			earlier(&o.start, &o.end, &o.summarized)
			for _, a := range o.attendance {
				earlier(&a.join, &a.leave)
			}
		}
	}
}

// past finds an occurrence that has ended by a meeting's number (then the latest) or by its UUID. A UUID that begins with / or contains
// // is understood only when it was encoded twice, others in both ways; what Zoom answers otherwise is an assumption.
func (s *Simulator) past(which string) (*Meeting, *occurrence, *reply) {
	if id, err := strconv.ParseInt(which, 10, 64); err == nil {
		if m := s.meetings[id]; m != nil {
			for _, o := range slices.Backward(m.occurrences) {
				if !o.end.IsZero() {
					return m, o, nil
				}
			}
		}
		return nil, nil, noMeeting(which)
	}
	uuid, err := url.PathUnescape(which)
	if once := uuid == which; err != nil || once && (strings.HasPrefix(uuid, "/") || strings.Contains(uuid, "//")) {
		return nil, nil, noMeeting(which)
	}
	for _, m := range s.meetings {
		for _, o := range m.occurrences {
			if o.uuid == uuid && !o.end.IsZero() {
				return m, o, nil
			}
		}
	}
	return nil, nil, noMeeting(uuid)
}

// pastMeeting is GET /v2/past_meetings/{id}.
func (s *Simulator) pastMeeting(c call) reply {
	m, o, refused := s.past(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	var total time.Duration
	names := map[string]bool{}
	for _, a := range o.attendance {
		total += a.leave.Sub(a.join)
		names[a.name] = true
	}
	source := "Zoom"
	if m.source == "open_api" {
		source = "Open API"
	}
	return reply{status: http.StatusOK, body: map[string]any{
		"uuid": o.uuid, "id": m.ID, "host_id": m.Host.ID, "type": m.Type, "topic": m.Topic, "user_name": m.Host.Name(),
		"user_email": m.Host.Email, "start_time": stamp(o.start), "end_time": stamp(o.end), "duration": minutes(o.end.Sub(o.start)),
		"total_minutes": minutes(total), "participants_count": len(names), "dept": "", "source": source,
	}}
}

// minutes are begun ones.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// pastInstances is GET /v2/past_meetings/{id}/instances.
func (s *Simulator) pastInstances(c call) reply {
	m, _, refused := s.past(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	var instances []map[string]any
	for _, o := range m.occurrences {
		if !o.end.IsZero() {
			instances = append(instances, map[string]any{"uuid": o.uuid, "start_time": stamp(o.start)})
		}
	}
	return reply{status: http.StatusOK, body: map[string]any{"meetings": instances}}
}

// pastParticipants is GET /v2/past_meetings/{id}/participants: a row for each time that somebody was there. Zoom's description says that
// it returns no results for a meeting with only one participant.
func (s *Simulator) pastParticipants(c call) reply {
	_, o, refused := s.past(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	rows := []map[string]any{}
	alone := true
	for _, a := range o.attendance {
		alone = alone && a.name == o.attendance[0].name
		rows = append(rows, map[string]any{
			"id": a.member.ID, "name": a.name, "user_id": a.userID, "user_email": a.member.Email, "registrant_id": "",
			"join_time": stamp(a.join), "leave_time": stamp(a.leave), "duration": int(a.leave.Sub(a.join) / time.Second),
			"failover": false, "status": "in_meeting", "internal_user": a.member.ID != "",
		})
	}
	if alone {
		rows = rows[:0]
	}
	return page(c, "participants", rows)
}
