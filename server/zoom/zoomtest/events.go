package zoomtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// The event types.
const (
	EventStarted             = "meeting.started"
	EventEnded               = "meeting.ended"
	EventJoined              = "meeting.participant_joined"
	EventLeft                = "meeting.participant_left"
	EventCreated             = "meeting.created"
	EventUpdated             = "meeting.updated"
	EventDeleted             = "meeting.deleted"
	EventSummaryCompleted    = "meeting.summary_completed"
	EventRecordingStarted    = "recording.started"
	EventRecordingStopped    = "recording.stopped"
	EventRecordingCompleted  = "recording.completed"
	EventTranscriptCompleted = "recording.transcript_completed"
	EventDeauthorized        = "app_deauthorized"
)

// IDForm is a JSON type of object.id.
type IDForm int

// The forms of object.id.
const (
	// IDsAsDocumented are strings in meeting.started, ended and participant_*, and numbers in all others.
	IDsAsDocumented IDForm = iota
	IDsAsStrings
	IDsAsNumbers
)

// emitMeeting tells of an occurrence, with further fields of its object.
func (s *Simulator) emitMeeting(event string, m *Meeting, more map[string]any) {
	object := map[string]any{
		"id": s.objectID(event, m.ID), "uuid": m.UUID, "host_id": m.Host.ID, "topic": m.Topic, "type": m.Type,
		"start_time": stamp(m.StartedAt), "timezone": m.Timezone, "duration": m.Duration,
	}
	maps.Copy(object, more)
	s.emitObject(event, object)
}

// emitRecording tells of files, with a token to download them.
func (s *Simulator) emitRecording(event string, m *Meeting, o *occurrence, files []*recordingFile) {
	object := s.recordingBody(m, o, files)
	object["id"], object["share_url"] = s.objectID(event, m.ID), s.config.URL+"/rec/share/"+files[0].id
	if event == EventTranscriptCompleted {
		maps.DeleteFunc(object, func(key string, _ any) bool {
			return slices.Contains([]string{"auto_delete", "auto_delete_date", "recording_play_passcode"}, key)
		})
	} else {
		object["on_prem"] = false
	}
	s.send(event, map[string]any{
		"event_ts": s.config.Now().UnixMilli(), "download_token": s.openDownload(o.recording, downloadLife),
		"payload": map[string]any{"account_id": s.config.AccountID, "object": object},
	})
}

func recordingProgress(r *recording) map[string]any {
	end := ""
	if !r.end.IsZero() {
		end = stamp(r.end)
	}
	return map[string]any{"recording_file": map[string]any{"recording_start": stamp(r.start), "recording_end": end}}
}

func (s *Simulator) emitObject(event string, object map[string]any) {
	s.send(event, map[string]any{
		"event_ts": s.config.Now().UnixMilli(), "payload": map[string]any{"account_id": s.config.AccountID, "object": object},
	})
}

// emitChange tells that a meeting was created or deleted.
func (s *Simulator) emitChange(event string, m *Meeting, object map[string]any) {
	object["id"] = s.objectID(event, m.ID)
	s.send(event, map[string]any{"event_ts": s.config.Now().UnixMilli(), "payload": map[string]any{
		"account_id": s.config.AccountID, "operator": m.Host.Email, "operator_id": m.Host.ID, "operation": "single", "object": object,
	}})
}

// emitUpdate tells what is new and what was.
func (s *Simulator) emitUpdate(m *Meeting, now, old map[string]any) {
	now["id"], old["id"] = s.objectID(EventUpdated, m.ID), s.objectID(EventUpdated, m.ID)
	at := s.config.Now().UnixMilli()
	s.send(EventUpdated, map[string]any{"event_ts": at, "payload": map[string]any{
		"account_id": s.config.AccountID, "operator": m.Host.Email, "operator_id": m.Host.ID, "scope": "single", "time_stamp": at,
		"object": now, "old_object": old,
	}})
}

// plannedObject is a meeting before anybody is in it.
func plannedObject(m *Meeting) map[string]any {
	object := map[string]any{
		"uuid": m.uuid(), "host_id": m.Host.ID, "topic": m.Topic, "type": m.Type, "duration": m.Duration, "timezone": m.Timezone,
	}
	if m.schedule() != nil {
		object["start_time"] = stamp(m.Start)
	}
	return object
}

func (s *Simulator) createdObject(m *Meeting) map[string]any {
	object, body := plannedObject(m), s.meetingBody(m)
	for _, key := range []string{"join_url", "password", "pmi", "occurrences", "recurrence"} {
		if value, has := body[key]; has {
			object[key] = value
		}
	}
	settings := m.settings()
	maps.DeleteFunc(settings, func(key string, _ any) bool {
		return !slices.Contains([]string{"use_pmi", "alternative_hosts", "join_before_host", "jbh_time"}, key)
	})
	object["settings"] = settings
	return object
}

func (s *Simulator) objectID(event string, id int64) any {
	text := slices.Contains([]string{EventStarted, EventEnded, EventJoined, EventLeft}, event)
	if s.config.ObjectIDs == IDsAsStrings || s.config.ObjectIDs == IDsAsDocumented && text {
		return strconv.FormatInt(id, 10)
	}
	return id
}

// send queues an event that the app has subscribed to.
func (s *Simulator) send(name string, body map[string]any) {
	if s.config.Events != nil && !slices.Contains(s.config.Events, name) {
		return
	}
	body["event"] = name
	s.hooks.send(event{name: name, body: body})
}

// form are the fields that the form of 2017 has of an event.
func (e event) form() map[string]string {
	payload, _ := e.body["payload"].(map[string]any)
	object, _ := payload["object"].(map[string]any)
	form := map[string]string{}
	for _, key := range []string{"id", "uuid", "host_id"} {
		form[key] = fmt.Sprint(object[key])
	}
	return form
}
