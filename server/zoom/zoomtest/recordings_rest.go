package zoomtest

import (
	"net/http"
	"strconv"
	"time"
)

// getRecordings is GET /v2/meetings/{id}/recordings, by number (the latest occurrence) or UUID.
func (s *Simulator) getRecordings(c call) reply {
	m, o, refused := s.past(c.PathValue("id"))
	if refused != nil || o.recording == nil || o.recording.files == nil {
		return refusal(http.StatusNotFound, 3301, "There is no recording for this meeting.")
	}
	body := s.recordingBody(m, o, o.recording.files)
	delete(body, "host_email")
	delete(body, "timezone")
	body["type"] = strconv.Itoa(m.Type)
	query := c.URL.Query()
	if query.Get("include_fields") == "download_access_token" {
		life := downloadLife
		if seconds, err := strconv.Atoi(query.Get("ttl")); err == nil {
			life = time.Duration(seconds) * time.Second
		}
		body["download_access_token"] = s.openDownload(o.recording, life)
	}
	return reply{status: http.StatusOK, body: body}
}

// recordingBody tells of files in events and in the REST API.
func (s *Simulator) recordingBody(m *Meeting, o *occurrence, files []*recordingFile) map[string]any {
	r, size := o.recording, 0
	rows := []map[string]any{}
	for _, file := range files {
		size += len(file.content)
		rows = append(rows, map[string]any{
			"id": file.id, "meeting_id": o.uuid, "recording_start": stamp(r.start), "recording_end": stamp(r.end),
			"file_type": file.fileType, "file_extension": file.extension, "file_size": len(file.content), "status": "completed",
			"recording_type": file.recordingType, "play_url": s.config.URL + "/rec/play/" + file.id,
			"download_url": s.config.URL + "/rec/download/" + file.id,
		})
	}
	return map[string]any{
		"id": m.ID, "uuid": o.uuid, "host_id": m.Host.ID, "host_email": m.Host.Email, "account_id": s.config.AccountID, "topic": m.Topic,
		"type": m.Type, "start_time": stamp(o.start), "timezone": m.Timezone, "duration": minutes(r.end.Sub(r.start)),
		"password": r.passcode, "total_size": size, "recording_count": len(files),
		"recording_files": rows, "recording_play_passcode": r.passcode + "-play",
		"auto_delete": true, "auto_delete_date": r.end.Add(autoDelete).UTC().Format(time.DateOnly),
	}
}
