package zoomtest

import (
	"encoding/json"
	"net/http"
	"reflect"
)

// Update changes a meeting as its host does in Zoom's own client.
func (s *Simulator) Update(id int64, change func(*MeetingRequest)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, found := s.meetings[id]
	if !found || m.deleted {
		return ErrNoMeeting
	}
	request := m.clone()
	change(&request)
	if wrong := s.apply(m, request); wrong != nil {
		return wrong
	}
	return nil
}

// Delete deletes a meeting as its host does in Zoom's own client.
func (s *Simulator) Delete(id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, found := s.meetings[id]
	if !found || m.deleted || m.Type == PersonalRoom {
		return ErrNoMeeting
	}
	s.delete(m)
	return nil
}

// updateMeeting is PATCH /v2/meetings/{id}.
func (s *Simulator) updateMeeting(c call) reply {
	m, refused := s.known(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	if refused = s.change(m.Host); refused != nil {
		return *refused
	}
	request, refused := decode(c.body, m.MeetingRequest)
	if refused != nil {
		return *refused
	}
	if wrong := s.apply(m, request); wrong != nil {
		return wrong.reply()
	}
	return reply{status: http.StatusNoContent}
}

// apply makes m what request says. A personal room stays one.
func (s *Simulator) apply(m *Meeting, request MeetingRequest) invalidRequest {
	room := m.Type == PersonalRoom
	if room {
		request.Type = Recurring
	}
	start, wrong := request.check(s.config.Now())
	if wrong != nil {
		return wrong
	}
	if room {
		request.Type = PersonalRoom
	}
	now, old := changed(m.MeetingRequest, request)
	m.MeetingRequest, m.Start = request, start
	s.bind(m)
	s.emitUpdate(m, now, old)
	return nil
}

// changed returns the fields in which two requests differ: now and before.
func changed(before, after any) (now, old map[string]any) {
	was, is := fields(before), fields(after)
	now, old = map[string]any{}, map[string]any{}
	for key, value := range is {
		if reflect.DeepEqual(value, was[key]) {
			continue
		}
		now[key], old[key] = value, was[key]
		if _, nested := value.(map[string]any); nested {
			now[key], old[key] = changed(was[key], value)
		}
	}
	return now, old
}

func fields(value any) (fields map[string]any) {
	raw, _ := json.Marshal(value)
	_ = json.Unmarshal(raw, &fields)
	return fields
}

// deleteMeeting is DELETE /v2/meetings/{id}.
func (s *Simulator) deleteMeeting(c call) reply {
	m, refused := s.known(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	if m.Type == PersonalRoom {
		return refusal(http.StatusBadRequest, 3018, "Not allowed to delete PMI.")
	}
	s.delete(m)
	return reply{status: http.StatusNoContent}
}

// delete makes m unknown. Who is in it stays in it.
func (s *Simulator) delete(m *Meeting) {
	m.deleted = true
	s.emitChange(EventDeleted, m, plannedObject(m))
}

// updateStatus is PUT /v2/meetings/{id}/status. That Zoom says 204 where there is nothing to end is an assumption.
func (s *Simulator) updateStatus(c call) reply {
	m, refused := s.known(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	var in struct {
		Action string `json:"action"`
	}
	if err := json.Unmarshal(c.body, &in); err != nil || in.Action != "end" {
		return invalidRequest{invalid("action")}.reply()
	}
	s.end(s.entered(m))
	return reply{status: http.StatusNoContent}
}
