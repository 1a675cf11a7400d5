package zoom

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// MeetingSummary is what Zoom's AI Companion wrote about an occurrence.
type MeetingSummary struct {
	MeetingID    int64     `json:"meeting_id"`
	MeetingUUID  string    `json:"meeting_uuid"`
	MeetingTopic string    `json:"meeting_topic"`
	HostID       string    `json:"meeting_host_id"`
	HostEmail    string    `json:"meeting_host_email"`
	MeetingStart time.Time `json:"meeting_start_time"`
	MeetingEnd   time.Time `json:"meeting_end_time"`
	CreatedAt    time.Time `json:"summary_created_time"`
	// ModifiedAt is when somebody last edited it.
	ModifiedAt time.Time `json:"summary_last_modified_time"`
	Title      string    `json:"summary_title"`
	// Content is all of it in Markdown.
	Content string `json:"summary_content"`
	// Overview, Details and NextSteps are parts of it in plain text, which Zoom means to drop; older answers have nothing else.
	Overview  string          `json:"summary_overview"`
	Details   []SummaryDetail `json:"summary_details"`
	NextSteps []string        `json:"next_steps"`
	// DocURL is where people read and edit it at Zoom.
	DocURL string `json:"summary_doc_url"`
}

// SummaryDetail is a chapter of a summary.
type SummaryDetail struct {
	Label   string `json:"label"`
	Summary string `json:"summary"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *MeetingSummary) UnmarshalJSON(raw []byte) error {
	type plain MeetingSummary
	return json.Unmarshal(raw, &struct {
		*plain
		MeetingID    *number  `json:"meeting_id"`
		MeetingStart *instant `json:"meeting_start_time"`
		MeetingEnd   *instant `json:"meeting_end_time"`
		CreatedAt    *instant `json:"summary_created_time"`
		ModifiedAt   *instant `json:"summary_last_modified_time"`
	}{
		(*plain)(s), (*number)(&s.MeetingID), (*instant)(&s.MeetingStart), (*instant)(&s.MeetingEnd), (*instant)(&s.CreatedAt),
		(*instant)(&s.ModifiedAt),
	})
}

// MeetingSummary returns the summary of an occurrence by its UUID. GET /meetings/{meetingId}/meeting_summary.
func (c *Client) MeetingSummary(ctx context.Context, uuid string) (*MeetingSummary, error) {
	return call[MeetingSummary](ctx, c, http.MethodGet, "/meetings/"+escapeUUID(uuid)+"/meeting_summary", nil)
}
