package zoom

import (
	"context"
	"net/http"
	"net/url"
)

// User is what Zoom answers about a user.
type User struct {
	ID          string `json:"id"`
	Email       string `json:"email"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name"`
	DisplayName string `json:"display_name"`
	// Status is pending, active or inactive; a pending user has not accepted the invitation to the account yet.
	Status string `json:"status"`
	// PMI is the number of the personal meeting room.
	PMI int64 `json:"pmi"`
}

// GetUser looks a user up by Zoom user id or email address. GET /users/{userId}.
func (c *Client) GetUser(ctx context.Context, userID string) (*User, error) {
	return call[User](ctx, c, http.MethodGet, "/users/"+url.PathEscape(userID), nil)
}
