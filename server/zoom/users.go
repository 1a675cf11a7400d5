package zoom

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// Me is, in place of a user id, whom the token belongs to. User-level apps must use it, and Server-to-Server OAuth must not ("Using
// Zoom APIs", the me value).
const Me = "me"

// User is what Zoom answers about a user.
type User struct {
	ID          string `json:"id"`
	AccountID   string `json:"account_id"`
	Email       string `json:"email"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name"`
	DisplayName string `json:"display_name"`
	// Status is pending, active or inactive; a pending user has not accepted the invitation to the account yet.
	Status string `json:"status"`
	// PMI is the number of the personal meeting room.
	PMI int64 `json:"pmi"`
	// PersonalMeetingURL is the link to join there.
	PersonalMeetingURL string `json:"personal_meeting_url"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (u *User) UnmarshalJSON(raw []byte) error {
	type plain User
	return json.Unmarshal(raw, &struct {
		*plain
		PMI *number `json:"pmi"`
	}{(*plain)(u), (*number)(&u.PMI)})
}

// GetUser looks a user up by Zoom user id or email address, or Me. GET /users/{userId}.
func (c *Client) GetUser(ctx context.Context, userID string) (*User, error) {
	return call[User](ctx, c, http.MethodGet, userPath(userID), nil)
}

// Presence is what a user's Zoom client shows to others.
type Presence struct {
	// Status is such as Available, Away, Do_Not_Disturb, In_Meeting, Presenting or Offline.
	Status string `json:"status"`
	// EndTime is when a Do_Not_Disturb ends; zero when Zoom did not say.
	EndTime time.Time `json:"end_time"`
	// RemainingTime is how long a Do_Not_Disturb still lasts, in minutes.
	RemainingTime int `json:"remaining_time"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Presence) UnmarshalJSON(raw []byte) error {
	type plain Presence
	return json.Unmarshal(raw, &struct {
		*plain
		EndTime *instant `json:"end_time"`
	}{(*plain)(p), (*instant)(&p.EndTime)})
}

// PresenceStatus tells what a user, by Zoom user id or email address, is doing. GET /users/{userId}/presence_status.
func (c *Client) PresenceStatus(ctx context.Context, userID string) (*Presence, error) {
	return call[Presence](ctx, c, http.MethodGet, userPath(userID)+"/presence_status", nil)
}

func userPath(userID string) string { return "/users/" + url.PathEscape(userID) }
