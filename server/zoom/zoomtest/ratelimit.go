package zoomtest

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Zoom's rate limit labels.
const (
	light  = "Light"
	medium = "Medium"
	heavy  = "Heavy"
)

// standardQPS are the calls a second that Zoom allows a Business account. Source: Zoom's page on rate limits.
var standardQPS = map[string]int{light: 80, medium: 60, heavy: 40}

// dailyLimit is how many creates and updates Zoom allows for one user in a UTC day. Source: its description of POST /users/{userId}/meetings.
const dailyLimit = 100

// limits counts calls.
type limits struct {
	mu      sync.Mutex
	second  int64
	calls   map[string]int // by category, in this second
	day     string
	changes map[string]int // by user, on this day
}

// limited adds the X-RateLimit headers, and refuses what is above a limit of Config.QPS. The bodies are those of
// ../shared/zoom/rest/errors-reported.json.
func (s *Simulator) limited(category string, next http.HandlerFunc) http.HandlerFunc {
	limit, limited := s.config.QPS[category]
	if !limited {
		limit = standardQPS[category]
	}
	return func(w http.ResponseWriter, r *http.Request) {
		used := s.limits.call(category, s.config.Now())
		setLimit(w.Header(), "QPS", limit, max(limit-used, 0))
		w.Header().Set("X-RateLimit-Category", category)
		if limited && used > limit {
			refusal(http.StatusTooManyRequests, 429, "You have reached the maximum per-second rate limit for this API. Try again later.").write(w)
			return
		}
		next(w, r)
	}
}

// change counts a create or update of a meeting of host, and returns what Zoom answers above the limit of the day.
func (s *Simulator) change(host User) *reply {
	limit, now := s.config.DailyLimit, s.config.Now().UTC()
	if limit == 0 {
		limit = dailyLimit
	}
	if s.limits.change(host.ID, now) <= limit {
		return nil
	}
	refused := refusal(http.StatusTooManyRequests, 429, "You have reached the maximum daily rate limit for this API. "+
		"Refer to the response header for details on when you can make another request.")
	midnight := now.Truncate(24 * time.Hour).Add(24 * time.Hour)
	refused.header = http.Header{"Retry-After": {stamp(midnight)}}
	setLimit(refused.header, "Daily-limit", limit, 0)
	return &refused
}

func setLimit(header http.Header, kind string, limit, remaining int) {
	header.Set("X-RateLimit-Type", kind)
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
}

func (l *limits) call(category string, now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil || l.second != now.Unix() {
		l.second, l.calls = now.Unix(), map[string]int{}
	}
	l.calls[category]++
	return l.calls[category]
}

func (l *limits) change(userID string, now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if day := now.Format(time.DateOnly); l.changes == nil || l.day != day {
		l.day, l.changes = day, map[string]int{}
	}
	l.changes[userID]++
	return l.changes[userID]
}
