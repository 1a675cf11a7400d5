package zoom

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// PastMeeting is what Zoom answers about an occurrence that has ended.
type PastMeeting struct {
	ID   int64  `json:"id"`
	UUID string `json:"uuid"`
	// HostID, HostName and HostEmail are of the user who was its host.
	HostID    string      `json:"host_id"`
	HostName  string      `json:"user_name"`
	HostEmail string      `json:"user_email"`
	Topic     string      `json:"topic"`
	Type      MeetingType `json:"type"`
	StartTime time.Time   `json:"start_time"`
	EndTime   time.Time   `json:"end_time"`
	// Duration is in minutes.
	Duration          int `json:"duration"`
	ParticipantsCount int `json:"participants_count"`
	// HasSummary tells whether MeetingSummary has something.
	HasSummary bool `json:"has_meeting_summary"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *PastMeeting) UnmarshalJSON(raw []byte) error {
	type plain PastMeeting
	return json.Unmarshal(raw, &struct {
		*plain
		ID        *number  `json:"id"`
		StartTime *instant `json:"start_time"`
		EndTime   *instant `json:"end_time"`
	}{(*plain)(m), (*number)(&m.ID), (*instant)(&m.StartTime), (*instant)(&m.EndTime)})
}

// PastMeeting looks up an occurrence that has ended, by its UUID or by the meeting's number in digits, which means its last one.
// GET /past_meetings/{meetingId}.
func (c *Client) PastMeeting(ctx context.Context, meeting string) (*PastMeeting, error) {
	return call[PastMeeting](ctx, c, http.MethodGet, "/past_meetings/"+escapeUUID(meeting), nil)
}

// Participant is one stay of somebody in a meeting: whoever comes again is there twice.
type Participant struct {
	// ID is the Zoom user id; empty for people who were not signed in.
	ID string `json:"id"`
	// UserID is of this stay, and holds within this meeting only.
	UserID string `json:"user_id"`
	Name   string `json:"name"`
	// Email is empty for people outside the host's account.
	Email     string    `json:"user_email"`
	JoinTime  time.Time `json:"join_time"`
	LeaveTime time.Time `json:"leave_time"`
	// Duration is in seconds.
	Duration int `json:"duration"`
	// Status is in_meeting or in_waiting_room.
	Status string `json:"status"`
	// Internal tells whether the account is the host's.
	Internal bool `json:"internal_user"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Participant) UnmarshalJSON(raw []byte) error {
	type plain Participant
	return json.Unmarshal(raw, &struct {
		*plain
		UserID    *text    `json:"user_id"`
		JoinTime  *instant `json:"join_time"`
		LeaveTime *instant `json:"leave_time"`
	}{(*plain)(p), (*text)(&p.UserID), (*instant)(&p.JoinTime), (*instant)(&p.LeaveTime)})
}

// PastParticipants yields who was in an occurrence that has ended, named as for PastMeeting, and asks for the next page when it comes
// to it. It ends with the first error. GET /past_meetings/{meetingId}/participants.
func (c *Client) PastParticipants(ctx context.Context, meeting string) iter.Seq2[Participant, error] {
	type page struct {
		Participants  []Participant `json:"participants"`
		NextPageToken string        `json:"next_page_token"`
	}
	path, query := "/past_meetings/"+escapeUUID(meeting)+"/participants", url.Values{"page_size": {pageSize}}
	return pages(ctx, c, path, query, func(p *page) ([]Participant, string) { return p.Participants, p.NextPageToken })
}
