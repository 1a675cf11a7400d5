package zoomtest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Meeting is a meeting of the account.
type Meeting struct {
	ID       int64
	UUID     string
	Host     User
	Topic    string
	Passcode string
	JoinURL  string
	// Running tells whether somebody is in it; Ended whether it has been ended since.
	Running, Ended bool
	StartedAt      time.Time
	// People are in the meeting now, by name.
	People []string

	createdAt time.Time
	zak       string
}

// createMeeting is POST /v2/users/{user}/meetings. `me` is a user like any other here, and unknown: it is not allowed with a token
// of the whole account.
func (s *Simulator) createMeeting(w http.ResponseWriter, r *http.Request) {
	host, known := s.userOf(w, r)
	if !known {
		return
	}
	var in struct {
		Topic string `json:"topic"`
		Type  int    `json:"type"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		fail(w, http.StatusBadRequest, 300, "Request Body should be a valid JSON object.")
		return
	}
	if utf8.RuneCountInString(in.Topic) > 200 {
		respond(w, http.StatusBadRequest, map[string]any{"code": 300, "message": "Validation Failed.",
			"errors": []any{map[string]string{"field": "topic", "message": "Invalid parameter: topic."}}})
		return
	}
	if in.Topic == "" {
		in.Topic = "Zoom Meeting"
	}
	meeting := s.newMeeting(host, in.Topic)
	body := s.meetingBody(meeting)
	if s.config.OmitUUID {
		delete(body, "uuid")
	}
	respond(w, http.StatusCreated, body)
}

func (s *Simulator) getMeeting(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	meeting, found := s.Meeting(id)
	if !found {
		fail(w, http.StatusNotFound, 3001, fmt.Sprintf("Meeting does not exist: %s.", r.PathValue("id")))
		return
	}
	respond(w, http.StatusOK, s.meetingBody(&meeting))
}

func (s *Simulator) getUser(w http.ResponseWriter, r *http.Request) {
	if user, known := s.userOf(w, r); known {
		respond(w, http.StatusOK, map[string]any{
			"id": user.ID, "email": user.Email, "first_name": user.FirstName, "last_name": user.LastName,
			"display_name": user.FirstName + " " + user.LastName, "type": 2, "pmi": user.PMI, "use_pmi": false,
			"timezone": "Europe/Berlin", "verified": 1, "status": "active", "account_id": s.config.AccountID,
		})
	}
}

func (s *Simulator) userOf(w http.ResponseWriter, r *http.Request) (User, bool) {
	wanted := r.PathValue("user")
	for _, user := range s.config.Users {
		if wanted == user.ID || strings.EqualFold(wanted, user.Email) {
			return user, true
		}
	}
	fail(w, http.StatusNotFound, 1001, "User does not exist: "+wanted+".")
	return User{}, false
}

func (s *Simulator) newMeeting(host User, topic string) *Meeting {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Random, so that a simulator started again does not reuse the numbers that a server remembers.
	offset, _ := rand.Int(rand.Reader, big.NewInt(9_999_999_999)) // It never fails.
	id := 80_000_000_000 + offset.Int64()
	meeting := &Meeting{
		ID: id, UUID: newUUID(), Host: host, Topic: topic, Passcode: random(3), createdAt: s.config.Now(), zak: random(24),
	}
	meeting.JoinURL = fmt.Sprintf("%s/j/%d?pwd=%s.1", s.config.URL, id, random(12))
	s.meetings[id] = meeting
	created := *meeting
	return &created
}

// meetingBody is a meeting as the REST API answers it.
func (s *Simulator) meetingBody(m *Meeting) map[string]any {
	status := "waiting"
	if m.Running {
		status = "started"
	}
	return map[string]any{
		"uuid": m.UUID, "id": m.ID, "host_id": m.Host.ID, "host_email": m.Host.Email, "topic": m.Topic, "type": 1,
		"status": status, "timezone": "Europe/Berlin", "created_at": m.createdAt.UTC().Format(time.RFC3339),
		"start_url": fmt.Sprintf("%s/s/%d?zak=%s", s.config.URL, m.ID, m.zak),
		"join_url":  m.JoinURL, "password": m.Passcode,
		"settings": map[string]any{"use_pmi": false, "waiting_room": false, "join_before_host": true},
	}
}

// newUUID is 16 random bytes in base64, as Zoom's are: `/`, `+` and `=` occur.
func newUUID() string {
	raw, _ := hex.DecodeString(random(16))
	return base64.StdEncoding.EncodeToString(raw)
}
