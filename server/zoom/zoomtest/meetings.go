package zoomtest

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

// ErrNoMeeting says that there is no such meeting.
var ErrNoMeeting = errors.New("zoomtest: no such meeting")

// Meeting is a meeting of the account: a number that people enter, once or again and again.
type Meeting struct {
	ID int64
	// UUID is that of the occurrence that runs, or else ran last, or else is the first to come.
	UUID string
	Host User
	MeetingRequest
	// Start is when it is to take place; not for types Instant, Recurring and PersonalRoom.
	Start   time.Time
	JoinURL string
	// PMI is the personal room that people enter in its place, 0 for none. What happens there is told of the room alone.
	PMI int64
	// Running tells whether somebody is in it; Ended whether it has been ended since.
	Running, Ended bool
	StartedAt      time.Time
	// People are in the meeting now, by name.
	People []string

	// nextUUID is that of the occurrence after one that has ended.
	nextUUID    string
	occurrences []*occurrence
	createdAt   time.Time
	source      string
	deleted     bool
	ownURL, zak string
}

// Meeting returns a meeting by its number, also one that was ended or deleted.
func (s *Simulator) Meeting(id int64) (Meeting, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	meeting, found := s.meetings[id]
	if !found {
		return Meeting{}, false
	}
	return meeting.snapshot(), true
}

func (m *Meeting) snapshot() Meeting {
	copied := *m
	copied.People, copied.occurrences = slices.Clone(m.People), nil
	return copied
}

// Schedule makes a meeting as its host does in Zoom's own client; type 0 means Scheduled.
func (s *Simulator) Schedule(host string, request MeetingRequest) (Meeting, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, refused := s.host(host)
	if refused != nil {
		return Meeting{}, errors.Errorf("zoomtest: %s may not host meetings", host)
	}
	request = request.clone()
	request.Type = cmp.Or(request.Type, Scheduled)
	start, wrong := request.check(s.config.Now())
	if wrong != nil {
		return Meeting{}, wrong
	}
	return s.newMeeting(user, request, start, "other").snapshot(), nil
}

// createMeeting is POST /v2/users/{user}/meetings.
func (s *Simulator) createMeeting(c call) reply {
	host, refused := s.host(c.PathValue("user"))
	if refused != nil {
		return *refused
	}
	if refused = s.change(host); refused != nil {
		return *refused
	}
	request, refused := decode(c.body, MeetingRequest{Type: Scheduled})
	if refused != nil {
		return *refused
	}
	start, wrong := request.check(s.config.Now())
	if wrong != nil {
		return wrong.reply()
	}
	body := s.meetingBody(s.newMeeting(host, request, start, "open_api"))
	if s.config.OmitUUID {
		delete(body, "uuid")
	}
	if s.config.PMIAsID && request.usesPMI() {
		body["id"] = host.PMI
		delete(body, "pmi")
	}
	return reply{status: http.StatusCreated, body: body}
}

func (s *Simulator) newMeeting(host User, request MeetingRequest, start time.Time, source string) *Meeting {
	// Random, so that a simulator started again does not reuse the numbers that a server remembers.
	offset, _ := rand.Int(rand.Reader, big.NewInt(9_999_999_999)) // It never fails.
	m := s.addMeeting(80_000_000_000+offset.Int64(), host, request, source)
	m.Start = start
	s.bind(m)
	s.emitChange(EventCreated, m, s.createdObject(m))
	return m
}

// addMeeting keeps a meeting that nobody has entered yet.
func (s *Simulator) addMeeting(id int64, host User, request MeetingRequest, source string) *Meeting {
	m := &Meeting{
		ID: id, UUID: newUUID(), Host: host, MeetingRequest: request, createdAt: s.config.Now(), source: source, zak: random(24),
		ownURL: fmt.Sprintf("%s/j/%d?pwd=%s.1", s.config.URL, id, random(12)),
	}
	m.JoinURL = m.ownURL
	m.Passcode = cmp.Or(m.Passcode, random(3))
	s.meetings[id] = m
	return m
}

// known finds a meeting that Zoom still answers for: an instant meeting that was ended is gone, as is a deleted one.
func (s *Simulator) known(number string) (*Meeting, *reply) {
	id, err := strconv.ParseInt(number, 10, 64)
	m := s.meetings[id]
	if err != nil || m == nil || m.deleted || m.Type == Instant && m.Ended {
		return nil, noMeeting(number)
	}
	return m, nil
}

func noMeeting(which string) *reply {
	refused := refusal(http.StatusNotFound, 3001, fmt.Sprintf("Meeting does not exist: %s.", which))
	return &refused
}

// getMeeting is GET /v2/meetings/{id}.
func (s *Simulator) getMeeting(c call) reply {
	m, refused := s.known(c.PathValue("id"))
	if refused != nil {
		return *refused
	}
	return reply{status: http.StatusOK, body: s.meetingBody(m)}
}

// meetingBody is a meeting as the REST API answers it.
func (s *Simulator) meetingBody(m *Meeting) map[string]any {
	status := "waiting"
	if s.entered(m).Running {
		status = "started"
	}
	body := map[string]any{
		"uuid": m.uuid(), "id": m.ID, "host_id": m.Host.ID, "host_email": m.Host.Email, "topic": m.Topic, "type": m.Type,
		"status": status, "timezone": m.Timezone, "created_at": stamp(m.createdAt),
		"start_url": fmt.Sprintf("%s/s/%d?zak=%s", s.config.URL, m.ID, m.zak), "join_url": m.JoinURL,
		"password": m.Passcode, "h323_password": m.Passcode, "pstn_password": m.Passcode, "encrypted_password": m.Passcode + ".1",
		"settings": m.settings(), "creation_source": m.source, "pre_schedule": false,
	}
	if m.Agenda != "" {
		body["agenda"] = m.Agenda
	}
	if m.PMI != 0 {
		body["pmi"] = strconv.FormatInt(m.PMI, 10)
	}
	if m.schedule() != nil {
		body["start_time"], body["duration"] = stamp(m.Start), m.Duration
	}
	if m.Type == RecurringFixed {
		body["recurrence"], body["occurrences"] = m.Recurrence, m.occurrencesBody()
	}
	return body
}

// uuid is that of the occurrence that runs or is the next one.
func (m *Meeting) uuid() string {
	if m.Ended {
		return m.nextUUID
	}
	return m.UUID
}

// newUUID is 16 random bytes in base64, as Zoom's are: `/`, `+` and `=` occur.
func newUUID() string {
	raw, _ := hex.DecodeString(random(16))
	return base64.StdEncoding.EncodeToString(raw)
}
