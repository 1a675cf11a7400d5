package zoomtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The states of a user, and the types that the plugin meets.
const (
	Active   = "active"
	Pending  = "pending"
	Inactive = "inactive"

	Basic    = 1
	Licensed = 2
)

const (
	timezone = "Europe/Berlin"
	// firstPMI is the personal room of the first user who was given none.
	firstPMI = 2_100_000_001
)

// memberSince is when all users were created.
var memberSince = time.Date(2024, time.January, 2, 3, 4, 5, 0, time.UTC)

// User is a member of the account.
type User struct {
	ID, Email, FirstName, LastName string
	// PMI is the number of the personal room; New gives one to who has none.
	PMI int64
	// Status is Active, Pending (invited, not yet a member) or Inactive; empty means Active.
	Status string
	// Type is Basic or Licensed; 0 means Licensed.
	Type int
	// NoHosting says that the user's plan does not allow to host meetings.
	NoHosting bool
}

// Name is the name that Zoom shows.
func (u User) Name() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

// State is Status, spelled out.
func (u User) State() string {
	if u.Status == "" {
		return Active
	}
	return u.Status
}

// Add makes somebody a member of the account. ID and Email must be new.
func (s *Simulator) Add(user User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config.Users = append(s.config.Users, user)
	s.openRoom(len(s.config.Users) - 1)
}

// user finds a user by id or email address. `me` is a user like any other here, and unknown: it is not allowed with a token that nobody
// has granted.
func (s *Simulator) user(wanted string) (User, bool) {
	for _, user := range s.config.Users {
		if wanted == user.ID || strings.EqualFold(wanted, user.Email) {
			return user, true
		}
	}
	return User{}, false
}

// member finds the active user who goes by name in a meeting.
func (s *Simulator) member(name string) (User, bool) {
	for _, user := range s.config.Users {
		if user.State() == Active && (name == user.FirstName || name == user.Name() || strings.EqualFold(name, user.Email)) {
			return user, true
		}
	}
	return User{}, false
}

// host finds a user who may host meetings, or says why not. That Zoom answers for pending and inactive users as for unknown ones is an
// assumption: its description of the calls names no other error.
func (s *Simulator) host(wanted string) (User, *reply) {
	user, known := s.user(wanted)
	if !known || user.State() != Active {
		return User{}, noUser(1001, wanted)
	}
	if user.NoHosting {
		refused := refusal(http.StatusBadRequest, 3161, "Your user account is not allowed meeting hosting and scheduling capabilities.")
		return User{}, &refused
	}
	return user, nil
}

func noUser(code int, wanted string) *reply {
	refused := refusal(http.StatusNotFound, code, fmt.Sprintf("User does not exist: %s.", wanted))
	return &refused
}

// getUser is GET /v2/users/{user}.
func (s *Simulator) getUser(c call) reply {
	user, known := s.user(c.PathValue("user"))
	if !known {
		return *noUser(1001, c.PathValue("user"))
	}
	kind := user.Type
	if kind == 0 {
		kind = Licensed
	}
	return reply{status: http.StatusOK, body: map[string]any{
		"id": user.ID, "email": user.Email, "first_name": user.FirstName, "last_name": user.LastName, "display_name": user.Name(),
		"type": kind, "status": user.State(), "verified": 1, "role_id": "2", "role_name": "Member", "login_types": []int{101},
		"pmi": user.PMI, "use_pmi": false, "personal_meeting_url": s.meetings[user.PMI].JoinURL,
		"account_id": s.config.AccountID, "account_number": 10000001, "created_at": stamp(memberSince), "user_created_at": stamp(memberSince),
		"last_login_time": stamp(memberSince.Add(24 * time.Hour)), "last_client_version": "6.0.0.10000(linux)",
		"timezone": timezone, "language": "en-US", "cluster": "us02", "dept": "", "company": "Example", "job_title": "", "location": "",
		"cms_user_id": "", "group_ids": []string{}, "im_group_ids": []string{}, "jid": strings.ToLower(user.ID) + "@xmpp.example.com",
		"phone_country": "", "phone_number": "", "pic_url": s.config.URL + "/p/" + user.ID,
	}}
}
