package zoomtest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
)

// The calls that the simulator answers and counts.
const (
	// OpToken is a sign-in with Server-to-Server OAuth; OpExchange gives a code for tokens.
	OpToken            Op = "token"
	OpExchange         Op = "exchange code"
	OpRefresh          Op = "refresh token"
	OpRevoke           Op = "revoke token"
	OpCreateMeeting    Op = "create meeting"
	OpGetMeeting       Op = "get meeting"
	OpUpdateMeeting    Op = "update meeting"
	OpDeleteMeeting    Op = "delete meeting"
	OpUpdateStatus     Op = "update meeting status"
	OpListMeetings     Op = "list meetings"
	OpUpcomingMeetings Op = "list upcoming meetings"
	OpGetUser          Op = "get user"
	OpPastMeeting      Op = "get past meeting"
	OpPastInstances    Op = "list past instances"
	OpPastParticipants Op = "list past participants"
	OpRecordings       Op = "get recordings"
	OpSummary          Op = "get meeting summary"
	OpDownload         Op = "download"
)

// route is a call of the REST API. Source of scopes and categories: Zoom's description of the call.
type route struct {
	op      Op
	pattern string
	// scopes open the call, each of them alone: the granular one, then the classic one. These are those of apps of the account.
	scopes [2]string
	// category is the rate limit label.
	category string
	// handle answers with the simulator locked.
	handle func(*Simulator, call) reply
}

var restRoutes = []route{
	{OpGetUser, "GET /v2/users/{user}", [2]string{"user:read:user:admin", "user:read:admin"}, light, (*Simulator).getUser},
	{OpCreateMeeting, "POST /v2/users/{user}/meetings", [2]string{"meeting:write:meeting:admin", "meeting:write:admin"}, medium,
		(*Simulator).createMeeting},
	{OpListMeetings, "GET /v2/users/{user}/meetings", [2]string{"meeting:read:list_meetings:admin", "meeting:read:admin"}, medium,
		(*Simulator).listMeetings},
	{OpUpcomingMeetings, "GET /v2/users/{user}/upcoming_meetings",
		[2]string{"meeting:read:list_upcoming_meetings:admin", "meeting:read:admin"}, medium, (*Simulator).upcomingMeetings},
	{OpGetMeeting, "GET /v2/meetings/{id}", [2]string{"meeting:read:meeting:admin", "meeting:read:admin"}, light, (*Simulator).getMeeting},
	{OpUpdateMeeting, "PATCH /v2/meetings/{id}", [2]string{"meeting:update:meeting:admin", "meeting:write:admin"}, light,
		(*Simulator).updateMeeting},
	{OpDeleteMeeting, "DELETE /v2/meetings/{id}", [2]string{"meeting:delete:meeting:admin", "meeting:write:admin"}, light,
		(*Simulator).deleteMeeting},
	{OpUpdateStatus, "PUT /v2/meetings/{id}/status", [2]string{"meeting:update:status:admin", "meeting:write:admin"}, light,
		(*Simulator).updateStatus},
	{OpPastMeeting, "GET /v2/past_meetings/{id}", [2]string{"meeting:read:past_meeting:admin", "meeting:read:admin"}, light,
		(*Simulator).pastMeeting},
	{OpPastInstances, "GET /v2/past_meetings/{id}/instances", [2]string{"meeting:read:list_past_instances:admin", "meeting:read:admin"},
		medium, (*Simulator).pastInstances},
	{OpPastParticipants, "GET /v2/past_meetings/{id}/participants",
		[2]string{"meeting:read:list_past_participants:admin", "meeting:read:admin"}, medium, (*Simulator).pastParticipants},
	{OpRecordings, "GET /v2/meetings/{id}/recordings", [2]string{"cloud_recording:read:list_recording_files:admin", "recording:read"},
		light, (*Simulator).getRecordings},
	{OpSummary, "GET /v2/meetings/{id}/meeting_summary", [2]string{"meeting:read:summary:admin", "meeting_summary:read:admin"}, light,
		(*Simulator).getSummary},
}

func (s *Simulator) routes() http.Handler {
	mux := http.NewServeMux()
	s.oauthRoutes(mux)
	mux.HandleFunc("GET /rec/download/{file}", s.counted(OpDownload, s.download))
	for _, route := range restRoutes {
		mux.HandleFunc(route.pattern, s.counted(route.op, s.limited(route.category, s.authorized(route.scopes, s.rest(route.handle)))))
	}
	s.pageRoutes(mux)
	s.switchRoutes(mux)
	return mux
}

// Ops returns all calls.
func Ops() []Op {
	all := []Op{OpToken, OpExchange, OpRefresh, OpRevoke}
	for _, route := range restRoutes {
		all = append(all, route.op)
	}
	return append(all, OpDownload)
}

// call is a request to the REST API whose body has been read.
type call struct {
	*http.Request
	body []byte
}

// reply is an answer of the REST API. A nil body is none.
type reply struct {
	status int
	body   any
	header http.Header
}

func (s *Simulator) rest(handle func(*Simulator, call) reply) func(caller) http.HandlerFunc {
	return func(by caller) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			s.locked(func() reply {
				if refused := s.reach(by, r); refused != nil {
					return *refused
				}
				return handle(s, call{r, body})
			}).write(w)
		}
	}
}

func (s *Simulator) locked(compute func() reply) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	return compute()
}

func (a reply) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body)
}

// refusal is an error as Zoom answers it.
func refusal(status, code int, message string) reply {
	return reply{status: status, body: map[string]any{"code": code, "message": message}}
}
