package zoomtest

import (
	"cmp"
	_ "embed" // for the page
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"
)

//go:embed pages.html
var pagesHTML string

var pages = template.Must(template.New("pages").Parse(pagesHTML))

// pageRoutes serves what people see: a page for each meeting, and an overview with switches at /.
func (s *Simulator) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.overview)
	mux.HandleFunc("POST /sim/faults", s.setFaults)
	mux.HandleFunc("GET /j/{id}", func(w http.ResponseWriter, r *http.Request) { s.meetingPage(w, r, false) })
	mux.HandleFunc("GET /s/{id}", s.hostPage)
	mux.HandleFunc("POST /j/{id}/{action}", s.act)
}

func (s *Simulator) overview(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	var meetings []Meeting
	for _, meeting := range s.meetings {
		meetings = append(meetings, *meeting)
	}
	s.mu.Unlock()
	slices.SortFunc(meetings, func(a, b Meeting) int { return cmp.Or(b.createdAt.Compare(a.createdAt), cmp.Compare(a.ID, b.ID)) })
	latency, failures := s.faults.pending()
	render(w, "overview", map[string]any{
		"Meetings": meetings, "Calls": s.Calls(), "Deliveries": s.Deliveries(), "Users": s.config.Users,
		"Ops": ops(), "Latency": latency.Milliseconds(), "Failures": failures,
	})
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
	// A page that is loaded again after the end must not start a second occurrence.
	if host && !meeting.Ended && !slices.Contains(meeting.People, meeting.Host.FirstName) {
		_ = s.Join(meeting.ID, meeting.Host.FirstName)
	}
	s.meetingPage(w, r, host)
}

func (s *Simulator) meetingPage(w http.ResponseWriter, r *http.Request, host bool) {
	meeting, found := s.Meeting(pathID(r))
	if !found {
		w.WriteHeader(http.StatusNotFound)
		render(w, "nothing", nil)
		return
	}
	render(w, "meeting", map[string]any{"Meeting": meeting, "Host": host})
}

func (s *Simulator) act(w http.ResponseWriter, r *http.Request) {
	id, name := pathID(r), cmp.Or(r.PostFormValue("name"), "Guest")
	var err error
	switch r.PathValue("action") {
	case "join":
		err = s.Join(id, name)
	case "leave":
		err = s.Leave(id, name)
	case "end":
		err = s.End(id)
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		render(w, "nothing", nil)
		return
	}
	http.Redirect(w, r, "/j/"+strconv.FormatInt(id, 10), http.StatusSeeOther)
}

func pathID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id
}

func render(w http.ResponseWriter, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pages.ExecuteTemplate(w, name, data)
}
