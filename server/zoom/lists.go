package zoom

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/pkg/errors"
)

// pageSize is the most that Zoom puts on a page.
const pageSize = "300"

// MeetingList says which meetings of a user a list holds.
type MeetingList string

// The lists of GET /users/{userId}/meetings.
const (
	// ScheduledMeetings are those that were planned and have not expired, those that run, and those to come.
	ScheduledMeetings MeetingList = "scheduled"
	// LiveMeetings are those that run.
	LiveMeetings MeetingList = "live"
	// PreviousMeetings are those that were.
	PreviousMeetings MeetingList = "previous_meetings"
)

// ListMeetings yields the meetings hosted by userID, a Zoom user id or an email address, and asks for the next page when it comes to
// it. It ends with the first error. GET /users/{userId}/meetings.
func (c *Client) ListMeetings(ctx context.Context, userID string, list MeetingList) iter.Seq2[Meeting, error] {
	type page struct {
		Meetings      []Meeting `json:"meetings"`
		NextPageToken string    `json:"next_page_token"`
	}
	query := url.Values{"type": {string(list)}, "page_size": {pageSize}}
	return pages(ctx, c, userPath(userID)+"/meetings", query, func(p *page) ([]Meeting, string) { return p.Meetings, p.NextPageToken })
}

// UpcomingMeeting is a meeting that a user hosts or is invited to.
type UpcomingMeeting struct {
	ID    int64       `json:"id"`
	Topic string      `json:"topic"`
	Type  MeetingType `json:"type"`
	// StartTime is zero for a recurring meeting without a fixed time.
	StartTime time.Time `json:"start_time"`
	// Duration is how long it is planned to take, in minutes.
	Duration  int       `json:"duration"`
	CreatedAt time.Time `json:"created_at"`
	JoinURL   string    `json:"join_url"`
	Passcode  string    `json:"passcode"`
	UsePMI    bool      `json:"use_pmi"`
	IsHost    bool      `json:"is_host"`
	IsAllDay  bool      `json:"is_all_day"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *UpcomingMeeting) UnmarshalJSON(raw []byte) error {
	type plain UpcomingMeeting
	return json.Unmarshal(raw, &struct {
		*plain
		ID        *number  `json:"id"`
		StartTime *instant `json:"start_time"`
		CreatedAt *instant `json:"created_at"`
	}{(*plain)(m), (*number)(&m.ID), (*instant)(&m.StartTime), (*instant)(&m.CreatedAt)})
}

// UpcomingMeetings returns what the calendar of userID, a Zoom user id or an email address, holds next; Zoom does not page it.
// GET /users/{userId}/upcoming_meetings.
func (c *Client) UpcomingMeetings(ctx context.Context, userID string) ([]UpcomingMeeting, error) {
	type list struct {
		Meetings []UpcomingMeeting `json:"meetings"`
	}
	answer, err := call[list](ctx, c, http.MethodGet, userPath(userID)+"/upcoming_meetings", nil)
	if err != nil {
		return nil, err
	}
	return answer.Meetings, nil
}

// pages yields what read finds on each page P of a list. Each page is a call of its own.
func pages[P, T any](ctx context.Context, c *Client, path string, query url.Values, read func(*P) ([]T, string)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		query := maps.Clone(query) // It may be ranged over again.
		for {
			page, err := call[P](ctx, c, http.MethodGet, path+"?"+query.Encode(), nil)
			if err != nil {
				yield(none, err)
				return
			}
			items, next := read(page)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			if next == query.Get("next_page_token") {
				yield(none, errors.Errorf("zoom: the list at %s does not end", path))
				return
			}
			query.Set("next_page_token", next)
		}
	}
}
