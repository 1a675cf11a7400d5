package zoomtest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pkg/errors"
)

// ErrNotRecorded says that there is no occurrence, or no recording, of which something could be told.
var ErrNotRecorded = errors.New("zoomtest: nothing was recorded")

const (
	// downloadLife is how long a download token opens a recording. Source: Zoom's page on webhooks.
	downloadLife = 24 * time.Hour
	// autoDelete is when the account deletes its recordings.
	autoDelete = 30 * 24 * time.Hour

	transcriptType = "TRANSCRIPT"
)

// recording is what was recorded of an occurrence in the cloud.
type recording struct {
	start, end time.Time
	passcode   string
	files      []*recordingFile
}

// recordingFile is a file that Zoom keeps.
type recordingFile struct {
	id, fileType, extension, recordingType string
	content                                []byte
}

// download is what a download token opens.
type download struct {
	recording *recording
	end       time.Time
}

// StartRecording starts to record a meeting that runs.
func (s *Simulator) StartRecording(id int64) error {
	return s.onLast(id, func(m *Meeting, o *occurrence) error {
		if !m.Running {
			return ErrNotRecorded
		}
		o.recording = s.newRecording()
		s.emitMeeting(EventRecordingStarted, m, recordingProgress(o.recording))
		return nil
	})
}

// StopRecording stops it.
func (s *Simulator) StopRecording(id int64) error {
	return s.onLast(id, func(m *Meeting, o *occurrence) error {
		if o.recording == nil {
			return ErrNotRecorded
		}
		o.recording.end = s.config.Now()
		s.emitMeeting(EventRecordingStopped, m, recordingProgress(o.recording))
		return nil
	})
}

// CompleteRecording makes the files of a meeting's last occurrence, which need not have been told to be recorded: video, audio, chat.
func (s *Simulator) CompleteRecording(id int64) error {
	return s.onLast(id, func(m *Meeting, o *occurrence) error {
		if o.recording == nil {
			o.recording = s.newRecording()
			o.recording.start = o.start
		}
		if o.recording.end.IsZero() {
			o.recording.end = s.config.Now()
		}
		o.recording.add("MP4", "MP4", "shared_screen_with_speaker_view", "a video of "+m.Topic)
		o.recording.add("M4A", "M4A", "audio_only", "the sound of "+m.Topic)
		o.recording.add("CHAT", "TXT", "chat_file", "00:00:05\tAlice Adams:\tHello\n")
		s.emitRecording(EventRecordingCompleted, m, o, o.recording.files)
		return nil
	})
}

// CompleteTranscript makes the transcript of a recording that is complete.
func (s *Simulator) CompleteTranscript(id int64) error {
	return s.onLast(id, func(m *Meeting, o *occurrence) error {
		if o.recording == nil || o.recording.files == nil {
			return ErrNotRecorded
		}
		o.recording.add(transcriptType, "VTT", "audio_transcript",
			"WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nAlice Adams: Welcome to "+m.Topic+".\n")
		s.emitRecording(EventTranscriptCompleted, m, o, o.recording.files[len(o.recording.files)-1:])
		return nil
	})
}

func (s *Simulator) onLast(id int64, do func(*Meeting, *occurrence) error) (err error) {
	missing := s.live(id, func(m *Meeting) {
		if err = ErrNotRecorded; m.last() != nil {
			err = do(m, m.last())
		}
	})
	return cmp.Or(missing, err)
}

func (s *Simulator) newRecording() *recording {
	return &recording{start: s.config.Now(), passcode: random(4)}
}

func (r *recording) add(fileType, extension, recordingType, content string) {
	r.files = append(r.files, &recordingFile{
		id: random(16), fileType: fileType, extension: extension, recordingType: recordingType, content: []byte(content),
	})
}

// openDownload gives out a token for the files of a recording.
func (s *Simulator) openDownload(r *recording, life time.Duration) string {
	token := "sim-download-" + random(16)
	s.downloads[token] = download{recording: r, end: s.config.Now().Add(life)}
	return token
}

// download is the download_url of a file: it wants the download token, or a token of the app, in the header or the query.
func (s *Simulator) download(w http.ResponseWriter, r *http.Request) {
	token, inHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !inHeader {
		token = r.URL.Query().Get("access_token")
	}
	file, opened := s.file(r.PathValue("file"), token)
	switch _, valid := s.knownToken(token); {
	case !opened && !valid:
		refusal(http.StatusUnauthorized, 124, "Invalid access token.").write(w)
	case file == nil:
		refusal(http.StatusNotFound, 3301, "There is no recording for this meeting.").write(w)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", `attachment; filename="`+file.recordingType+"."+strings.ToLower(file.extension)+`"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(file.content)))
		_, _ = w.Write(file.content)
	}
}

// file finds a file and tells whether token is its download token.
func (s *Simulator) file(id, token string) (file *recordingFile, opened bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.meetings {
		for _, o := range m.occurrences {
			if o.recording == nil {
				continue
			}
			if i := slices.IndexFunc(o.recording.files, func(f *recordingFile) bool { return f.id == id }); i >= 0 {
				granted := s.downloads[token]
				return o.recording.files[i], granted.recording == o.recording && s.config.Now().Before(granted.end)
			}
		}
	}
	return nil, false
}
