package zoom

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

// MeetingType is Zoom's number for the kind of a meeting.
type MeetingType int

const (
	// InstantMeeting starts when its host enters.
	InstantMeeting MeetingType = 1
	// ScheduledMeeting takes place once, at a planned time.
	ScheduledMeeting MeetingType = 2
	// PersonalRoom is what Zoom answers for the room that a user always has. It cannot be created.
	PersonalRoom MeetingType = 4
)

// UnmarshalJSON accepts a number and one written as text: recordings have the latter.
func (t *MeetingType) UnmarshalJSON(raw []byte) error {
	var n number
	err := n.UnmarshalJSON(raw)
	*t = MeetingType(n)
	return err
}

// CreateMeeting is the body of a create call. It holds only what the caller means: a zero value that is sent would override
// the host's own settings.
type CreateMeeting struct {
	Type  MeetingType `json:"type"`
	Topic string      `json:"topic,omitempty"`
	// Settings is nil when the host's own shall hold.
	Settings *MeetingSettings `json:"settings,omitempty"`
}

// MeetingSettings are the settings of a meeting that differ from its host's own.
type MeetingSettings struct {
	// UsePMI makes it a meeting in the host's personal room; events call it by the host's PMI. Zoom heeds it for the types 1, 2 and 3.
	UsePMI bool `json:"use_pmi,omitempty"`
}

// Meeting is what Zoom answers about a meeting. What Zoom left out is empty; only the number is always there.
type Meeting struct {
	// ID is the meeting number.
	ID int64 `json:"id"`
	// UUID names one occurrence.
	UUID      string      `json:"uuid"`
	HostID    string      `json:"host_id"`
	HostEmail string      `json:"host_email"`
	Topic     string      `json:"topic"`
	Type      MeetingType `json:"type"`
	// Status is waiting or started. Lists do not tell; old installations put a number there, which comes as its digits.
	Status string `json:"status"`
	// StartTime is when it is planned to start; an instant meeting may have none.
	StartTime time.Time `json:"start_time"`
	// Duration is how long it is planned to take, in minutes.
	Duration  int       `json:"duration"`
	CreatedAt time.Time `json:"created_at"`
	// PMI is the number of the host's personal room when the meeting takes place there.
	PMI     int64  `json:"pmi"`
	JoinURL string `json:"join_url"`
	// StartURL makes whoever opens it the host: never store, post or log it.
	StartURL string `json:"start_url"`
	// Password is the passcode that participants type.
	Password string `json:"password"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *Meeting) UnmarshalJSON(raw []byte) error {
	type plain Meeting
	err := json.Unmarshal(raw, &struct {
		*plain
		ID        *number  `json:"id"`
		Status    *text    `json:"status"`
		StartTime *instant `json:"start_time"`
		CreatedAt *instant `json:"created_at"`
		PMI       *number  `json:"pmi"`
	}{
		(*plain)(m), (*number)(&m.ID), (*text)(&m.Status), (*instant)(&m.StartTime), (*instant)(&m.CreatedAt), (*number)(&m.PMI),
	})
	if err == nil && m.ID == 0 {
		return errors.New("a meeting has no number")
	}
	return err
}

// CreateMeeting creates a meeting hosted by userID, a Zoom user id or the email address of one; `me` is not allowed with the
// server-wide credentials of this package. POST /users/{userId}/meetings.
func (c *Client) CreateMeeting(ctx context.Context, userID string, in CreateMeeting) (*Meeting, error) {
	return call[Meeting](ctx, c, http.MethodPost, userPath(userID)+"/meetings", in)
}

// GetMeeting looks a meeting up by its number. GET /meetings/{meetingId}.
func (c *Client) GetMeeting(ctx context.Context, id int64) (*Meeting, error) {
	return call[Meeting](ctx, c, http.MethodGet, meetingPath(id), nil)
}

// EndMeeting ends a running meeting for everybody. PUT /meetings/{meetingId}/status.
func (c *Client) EndMeeting(ctx context.Context, id int64) error {
	return c.do(ctx, http.MethodPut, meetingPath(id)+"/status", map[string]string{"action": "end"}, nil)
}

func meetingPath(id int64) string { return "/meetings/" + strconv.FormatInt(id, 10) }
