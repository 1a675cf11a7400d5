package zoomtest

import (
	"net/http"

	"github.com/pkg/errors"
)

// ErrNotOver says that a meeting has never been ended.
var ErrNotOver = errors.New("zoomtest: the meeting has not ended yet")

// CompleteSummary makes the summary of a meeting's last occurrence, which must have ended.
func (s *Simulator) CompleteSummary(id int64) error {
	return s.onLast(id, func(m *Meeting, o *occurrence) error {
		if o.end.IsZero() {
			return ErrNotOver
		}
		o.summarized = s.config.Now()
		object := s.summaryBody(m, o)
		s.emitObject(EventSummaryCompleted, object)
		return nil
	})
}

// getSummary is GET /v2/meetings/{id}/meeting_summary.
func (s *Simulator) getSummary(c call) reply {
	m, o, refused := s.past(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	if o.summarized.IsZero() {
		return *noMeeting(c.PathValue("id"))
	}
	return reply{status: http.StatusOK, body: s.summaryBody(m, o)}
}

func (s *Simulator) summaryBody(m *Meeting, o *occurrence) map[string]any {
	return map[string]any{
		"meeting_host_id": m.Host.ID, "meeting_host_email": m.Host.Email, "meeting_uuid": o.uuid, "meeting_id": m.ID, "meeting_topic": m.Topic,
		"meeting_start_time": stamp(o.start), "meeting_end_time": stamp(o.end), "summary_start_time": stamp(o.start),
		"summary_end_time": stamp(o.end), "summary_created_time": stamp(o.summarized), "summary_last_modified_time": stamp(o.summarized),
		"summary_title":   "Meeting summary for " + m.Topic,
		"summary_content": "## Key takeaways\n- Everybody agreed.\n\n## Action items\n- **" + m.Host.FirstName + "**\n  - Write it down\n",
		"summary_doc_url": s.config.URL + "/doc/" + o.attendance[0].participantUUID,
	}
}
