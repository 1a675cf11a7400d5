package zoom

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Recordings are the files of an occurrence in Zoom's cloud.
type Recordings struct {
	ID        int64       `json:"id"`
	UUID      string      `json:"uuid"`
	HostID    string      `json:"host_id"`
	Topic     string      `json:"topic"`
	Type      MeetingType `json:"type"`
	StartTime time.Time   `json:"start_time"`
	// Duration is in minutes.
	Duration int `json:"duration"`
	// TotalSize is that of all files, in bytes.
	TotalSize int64 `json:"total_size"`
	// Count is how many files there are, those of AudioFiles included.
	Count int             `json:"recording_count"`
	Files []RecordingFile `json:"recording_files"`
	// AudioFiles hold one participant each.
	AudioFiles []RecordingFile `json:"participant_audio_files"`
	ShareURL   string          `json:"share_url"`
	// Password is what people type to see a recording, PlayPasscode what `?pwd=` of its links takes instead.
	Password     string `json:"password"`
	PlayPasscode string `json:"recording_play_passcode"`
	// DownloadToken is the bearer token for each DownloadURL; the client's own does as well. Never store, post or log it.
	DownloadToken string `json:"download_access_token"`
}

// RecordingFile is a file of a recording.
type RecordingFile struct {
	ID string `json:"id"`
	// Name is empty for all but AudioFiles.
	Name string `json:"file_name"`
	// FileType is such as MP4, M4A, CHAT or TRANSCRIPT.
	FileType string `json:"file_type"`
	// FileExtension is such as MP4, TXT or VTT.
	FileExtension string `json:"file_extension"`
	// RecordingType is such as shared_screen_with_speaker_view, audio_only, audio_transcript or chat_file.
	RecordingType string `json:"recording_type"`
	// Size is in bytes.
	Size int64 `json:"file_size"`
	// Status is completed once the file can be had.
	Status      string    `json:"status"`
	Start       time.Time `json:"recording_start"`
	End         time.Time `json:"recording_end"`
	DownloadURL string    `json:"download_url"`
	PlayURL     string    `json:"play_url"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *Recordings) UnmarshalJSON(raw []byte) error {
	type plain Recordings
	return json.Unmarshal(raw, &struct {
		*plain
		ID        *number  `json:"id"`
		StartTime *instant `json:"start_time"`
		TotalSize *number  `json:"total_size"`
	}{(*plain)(r), (*number)(&r.ID), (*instant)(&r.StartTime), (*number)(&r.TotalSize)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (f *RecordingFile) UnmarshalJSON(raw []byte) error {
	type plain RecordingFile
	return json.Unmarshal(raw, &struct {
		*plain
		Size  *number  `json:"file_size"`
		Start *instant `json:"recording_start"`
		End   *instant `json:"recording_end"`
	}{(*plain)(f), (*number)(&f.Size), (*instant)(&f.Start), (*instant)(&f.End)})
}

// Recordings returns the cloud recording of an occurrence, by its UUID or by the meeting's number in digits, which means its last
// one. GET /meetings/{meetingId}/recordings; Zoom answers code 3301 when there is none.
func (c *Client) Recordings(ctx context.Context, meeting string) (*Recordings, error) {
	path := "/meetings/" + escapeUUID(meeting) + "/recordings?include_fields=download_access_token"
	return call[Recordings](ctx, c, http.MethodGet, path, nil)
}
