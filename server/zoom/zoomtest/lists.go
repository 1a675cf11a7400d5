package zoomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	pageSize    = 30
	maxPageSize = 300
	// upcomingWithin is how far GET /users/{userId}/upcoming_meetings looks ahead. Source: its description.
	upcomingWithin = 24 * time.Hour
	pageToken      = "sim-page-"
)

// page answers the rows that the query asks for by page_size and next_page_token.
func page(c call, key string, rows []map[string]any) reply {
	query := c.URL.Query()
	size, err := strconv.Atoi(cmp.Or(query.Get("page_size"), strconv.Itoa(pageSize)))
	if err != nil || size < 1 {
		return invalidRequest{invalid("page_size")}.reply()
	}
	size = min(size, maxPageSize)
	from := 0
	if token := query.Get("next_page_token"); token != "" {
		text, ours := strings.CutPrefix(token, pageToken)
		from, err = strconv.Atoi(text)
		if err != nil || !ours || from < 0 || from > len(rows) {
			return refusal(http.StatusBadRequest, 300, "The next page token is either invalid or has expired.")
		}
	}
	end, next := min(from+size, len(rows)), ""
	if end < len(rows) {
		next = pageToken + strconv.Itoa(end)
	}
	return reply{status: http.StatusOK, body: map[string]any{
		"page_count": (len(rows) + size - 1) / size, "page_size": size, "total_records": len(rows), "next_page_token": next,
		key: rows[from:end],
	}}
}

// listMeetings is GET /v2/users/{user}/meetings: scheduled and recurring meetings, never instant ones.
func (s *Simulator) listMeetings(c call) reply {
	host, refused := s.host(c.PathValue("user"))
	if refused != nil {
		return *refused
	}
	now := s.config.Now()
	wanted := map[string]func(*Meeting) bool{
		"scheduled":         func(*Meeting) bool { return true },
		"live":              func(m *Meeting) bool { return s.entered(m).Running },
		"upcoming":          func(m *Meeting) bool { return s.entered(m).Running || m.Type == Recurring || m.next(now) != nil },
		"previous_meetings": func(m *Meeting) bool { return !s.entered(m).Running && m.Type != Recurring && m.next(now) == nil },
	}
	wanted["upcoming_meetings"] = wanted["upcoming"]
	filter, known := wanted[cmp.Or(c.URL.Query().Get("type"), "scheduled")]
	if !known {
		return invalidRequest{invalid("type")}.reply()
	}
	rows := []map[string]any{}
	for _, m := range s.planned(host) {
		if filter(m) {
			rows = append(rows, s.row(m, "agenda", "pmi", "uuid", "host_id"))
		}
	}
	return page(c, "meetings", rows)
}

// upcomingMeetings is GET /v2/users/{user}/upcoming_meetings. That an unknown user is error 3001 here is what its description says.
func (s *Simulator) upcomingMeetings(c call) reply {
	host, known := s.user(c.PathValue("user"))
	if !known || host.State() != Active {
		return *noUser(3001, c.PathValue("user"))
	}
	now := s.config.Now()
	rows := []map[string]any{}
	for _, m := range s.planned(host) {
		if at := m.next(now); at != nil && at.Before(now.Add(upcomingWithin)) {
			row := s.row(m)
			row["start_time"], row["passcode"], row["use_pmi"] = stamp(*at), m.Passcode, m.PMI != 0
			rows = append(rows, row)
		}
	}
	return reply{status: http.StatusOK, body: map[string]any{"total_records": len(rows), "meetings": rows}}
}

// planned are a host's meetings other than instant ones and the personal room, in the order of their start.
func (s *Simulator) planned(host User) []*Meeting {
	all := slices.SortedFunc(maps.Values(s.meetings), func(a, b *Meeting) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	return slices.DeleteFunc(all, func(m *Meeting) bool {
		return m.Host.ID != host.ID || m.deleted || m.Type == Instant || m.Type == PersonalRoom
	})
}

// next is when the meeting is to take place that has not been over yet, nil when there is none.
func (m *Meeting) next(now time.Time) *time.Time {
	for _, at := range m.schedule() {
		if at.Add(time.Duration(m.Duration) * time.Minute).After(now) {
			return &at
		}
	}
	return nil
}

// row is a meeting in a list: what all lists tell, and those of more that it has.
func (s *Simulator) row(m *Meeting, more ...string) map[string]any {
	row := s.meetingBody(m)
	keep := append([]string{"id", "topic", "type", "start_time", "duration", "timezone", "created_at", "join_url"}, more...)
	maps.DeleteFunc(row, func(key string, _ any) bool { return !slices.Contains(keep, key) })
	return row
}
