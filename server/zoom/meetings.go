package zoom

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/pkg/errors"
)

// MeetingType is Zoom's number for the kind of a meeting.
type MeetingType int

// InstantMeeting starts when its host enters.
const InstantMeeting MeetingType = 1

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
	// UsePMI makes it a meeting in the host's personal room: its number is the host's PMI.
	UsePMI bool `json:"use_pmi,omitempty"`
}

// Meeting is what Zoom answers about a meeting.
type Meeting struct {
	// ID is the meeting number.
	ID int64
	// UUID names one occurrence; empty when Zoom left it out.
	UUID   string
	HostID string
	Topic  string
	Type   MeetingType
	// Status is waiting or started; empty when Zoom left it out.
	Status  string
	JoinURL string
	// StartURL makes whoever opens it the host: never store, post or log it.
	StartURL string
	// Password is the passcode that participants type.
	Password string
}

// UnmarshalJSON accepts the id as a number and as a string; Zoom sends both.
func (m *Meeting) UnmarshalJSON(raw []byte) error {
	var in struct {
		ID       json.Number `json:"id"`
		UUID     string      `json:"uuid"`
		HostID   string      `json:"host_id"`
		Topic    string      `json:"topic"`
		Type     MeetingType `json:"type"`
		Status   string      `json:"status"`
		JoinURL  string      `json:"join_url"`
		StartURL string      `json:"start_url"`
		Password string      `json:"password"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	id, err := in.ID.Int64()
	if err != nil {
		return errors.Errorf("meeting id %q is not a number", in.ID)
	}
	*m = Meeting{
		ID: id, UUID: in.UUID, HostID: in.HostID, Topic: in.Topic, Type: in.Type, Status: in.Status,
		JoinURL: in.JoinURL, StartURL: in.StartURL, Password: in.Password,
	}
	return nil
}

// CreateMeeting creates a meeting hosted by userID, a Zoom user id or the email address of one; `me` is not allowed with the
// server-wide credentials of this package. POST /users/{userId}/meetings.
func (c *Client) CreateMeeting(ctx context.Context, userID string, in CreateMeeting) (*Meeting, error) {
	return call[Meeting](ctx, c, http.MethodPost, "/users/"+url.PathEscape(userID)+"/meetings", in)
}

// GetMeeting looks a meeting up by its number. GET /meetings/{meetingId}.
func (c *Client) GetMeeting(ctx context.Context, id int64) (*Meeting, error) {
	return call[Meeting](ctx, c, http.MethodGet, "/meetings/"+strconv.FormatInt(id, 10), nil)
}

// EndMeeting ends a running meeting for everybody. PUT /meetings/{meetingId}/status.
func (c *Client) EndMeeting(ctx context.Context, id int64) error {
	return c.do(ctx, http.MethodPut, "/meetings/"+strconv.FormatInt(id, 10)+"/status", map[string]string{"action": "end"}, nil)
}
