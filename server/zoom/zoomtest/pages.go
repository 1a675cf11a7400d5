package zoomtest

import (
	"cmp"
	_ "embed" // for the page
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pkg/errors"
)

//go:embed pages.html
var pagesHTML string

// buttons are the actions of a meeting page that make Zoom tell something, and their labels.
var buttons = map[string]string{
	"record": "Start to record", "stop": "Stop to record", "recording": "Recording complete", "transcript": "Transcript complete",
	"summary": "Summary complete",
}

var pages = template.Must(template.New("pages").Parse(pagesHTML))

// pageRoutes serves what people see: a page for each meeting, and an overview with switches at /.
func (s *Simulator) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.overview)
	mux.HandleFunc("POST /sim/faults", s.setFaults)
	mux.HandleFunc("POST /sim/users", s.addUser)
	mux.HandleFunc("POST /sim/again", s.sendAgain)
	mux.HandleFunc("GET /j/{id}", func(w http.ResponseWriter, r *http.Request) { s.meetingPage(w, pathID(r), false) })
	mux.HandleFunc("GET /s/{id}", s.hostPage)
	mux.HandleFunc("GET /rec/{page}/{file}", s.recordingPage)
	mux.HandleFunc("POST /j/{id}/{action}", s.act)
}

func (s *Simulator) overview(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	var meetings, rooms []Meeting
	for _, meeting := range s.meetings {
		if meeting.Type == PersonalRoom {
			rooms = append(rooms, meeting.snapshot())
		} else {
			meetings = append(meetings, meeting.snapshot())
		}
	}
	apps := s.shownApps()
	s.mu.Unlock()
	slices.SortFunc(meetings, func(a, b Meeting) int { return cmp.Or(b.createdAt.Compare(a.createdAt), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(rooms, func(a, b Meeting) int { return cmp.Compare(a.ID, b.ID) })
	latency, failures := s.faults.pending()
	render(w, "overview", map[string]any{
		"Meetings": meetings, "Rooms": rooms, "Calls": s.Calls(), "Deliveries": s.Deliveries(),
		"Ops": Ops(), "Latency": latency.Milliseconds(), "Failures": failures, "Apps": apps, "Skew": int(s.Skew().Seconds()),
	})
}

// sendAgain repeats a delivery, as Zoom does at times.
func (s *Simulator) sendAgain(w http.ResponseWriter, r *http.Request) {
	if index, err := strconv.Atoi(r.PostFormValue("delivery")); err != nil || !s.Repeat(index) {
		http.NotFound(w, r)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// addUser makes somebody a member, under their email address.
func (s *Simulator) addUser(w http.ResponseWriter, r *http.Request) {
	email := r.PostFormValue("email")
	name, _, isAddress := strings.Cut(email, "@")
	if !isAddress {
		http.Error(w, "an email address is needed", http.StatusBadRequest)
		return
	}
	s.Add(User{ID: "u-" + name, Email: email, FirstName: name, Status: r.PostFormValue("state"), NoHosting: r.PostFormValue("no_hosting") != ""})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// setFaults sets the latency (ms) and makes the next calls of an op fail.
func (s *Simulator) setFaults(w http.ResponseWriter, r *http.Request) {
	s.Recover()
	if ms, err := strconv.Atoi(r.PostFormValue("latency")); err == nil {
		s.SetLatency(time.Duration(ms) * time.Millisecond)
	}
	if status, err := strconv.Atoi(r.PostFormValue("status")); err == nil && status >= 200 && status <= 599 {
		times, _ := strconv.Atoi(r.PostFormValue("times"))
		s.Fail(Failure{Op: Op(r.PostFormValue("op")), Status: status, Body: r.PostFormValue("body"), Times: times})
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// hostPage is the start URL: whoever opens it enters as the host.
func (s *Simulator) hostPage(w http.ResponseWriter, r *http.Request) {
	meeting, found := s.Meeting(pathID(r))
	host := found && r.URL.Query().Get("zak") == meeting.zak
	// A page that is loaded again after the end must not start a second occurrence of an instant meeting.
	over := meeting.Type == Instant && meeting.Ended
	if room, has := s.Meeting(meeting.PMI); has {
		meeting = room
	}
	if host && !over && !slices.Contains(meeting.People, meeting.Host.FirstName) {
		_ = s.Join(meeting.ID, meeting.Host.FirstName)
	}
	s.meetingPage(w, meeting.ID, host)
}

// meetingPage shows the meeting that people enter by a number: maybe a personal room.
func (s *Simulator) meetingPage(w http.ResponseWriter, id int64, host bool) {
	meeting, found := s.Meeting(id)
	if room, has := s.Meeting(meeting.PMI); has {
		meeting = room
	}
	if !found {
		w.WriteHeader(http.StatusNotFound)
		render(w, "nothing", nil)
		return
	}
	render(w, "meeting", map[string]any{"Meeting": meeting, "Host": host, "Actions": buttons})
}

// recordingPage is what the share_url and the play_url of a recording open.
func (s *Simulator) recordingPage(w http.ResponseWriter, r *http.Request) {
	file, _ := s.file(r.PathValue("file"), "")
	if file == nil {
		w.WriteHeader(http.StatusNotFound)
		render(w, "nothing", nil)
		return
	}
	render(w, "recording", file.recordingType)
}

func (s *Simulator) act(w http.ResponseWriter, r *http.Request) {
	id, name := pathID(r), cmp.Or(r.PostFormValue("name"), "Guest")
	action, known := map[string]func() error{
		"join":       func() error { return s.Join(id, name) },
		"leave":      func() error { return s.Leave(id, name) },
		"end":        func() error { return s.End(id) },
		"record":     func() error { return s.StartRecording(id) },
		"stop":       func() error { return s.StopRecording(id) },
		"recording":  func() error { return s.CompleteRecording(id) },
		"transcript": func() error { return s.CompleteTranscript(id) },
		"summary":    func() error { return s.CompleteSummary(id) },
	}[r.PathValue("action")]
	if !known {
		http.NotFound(w, r)
		return
	}
	switch err := action(); {
	case errors.Is(err, ErrNoMeeting):
		w.WriteHeader(http.StatusNotFound)
		render(w, "nothing", nil)
	case err != nil:
		http.Error(w, err.Error(), http.StatusConflict)
	default:
		http.Redirect(w, r, "/j/"+strconv.FormatInt(id, 10), http.StatusSeeOther)
	}
}

func pathID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id
}

func render(w http.ResponseWriter, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pages.ExecuteTemplate(w, name, data)
}
