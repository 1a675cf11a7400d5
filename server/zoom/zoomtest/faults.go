package zoomtest

import (
	"maps"
	"net/http"
	"sync"
	"time"
)

// Op names a call to Zoom.
type Op string

// The calls that the simulator answers and counts.
const (
	OpToken         Op = "token"
	OpCreateMeeting Op = "create meeting"
	OpGetMeeting    Op = "get meeting"
	OpGetUser       Op = "get user"
)

// Failure is an answer given instead of the real one.
type Failure struct {
	Op     Op
	Status int
	// Body is sent as it is; it need not be JSON.
	Body string
	// Header is added to the answer.
	Header http.Header
	// Times is how many calls fail; zero or less means one.
	Times int
	// Drop cuts the connection without an answer.
	Drop bool
}

type faults struct {
	mu       sync.Mutex
	calls    map[Op]int
	latency  time.Duration
	failures []Failure
}

// Calls returns how often each call has come since the last ResetCalls.
func (s *Simulator) Calls() map[Op]int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return maps.Clone(s.faults.calls)
}

// ResetCalls sets all counters to zero.
func (s *Simulator) ResetCalls() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.calls = nil
}

// SetLatency makes every call take at least d.
func (s *Simulator) SetLatency(d time.Duration) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.latency = d
}

// Fail makes the next calls of failure.Op fail.
func (s *Simulator) Fail(failure Failure) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	failure.Times = max(failure.Times, 1)
	s.faults.failures = append(s.faults.failures, failure)
}

// Recover forgets the failures that have not been played yet, and the latency.
func (s *Simulator) Recover() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.failures, s.faults.latency = nil, 0
}

// begin counts a call and returns how it goes on.
func (f *faults) begin(op Op) (latency time.Duration, failure *Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls == nil {
		f.calls = map[Op]int{}
	}
	f.calls[op]++
	for i := range f.failures {
		next := &f.failures[i]
		if next.Op == op && next.Times > 0 {
			next.Times--
			played := *next
			return f.latency, &played
		}
	}
	return f.latency, nil
}

// pending returns what the next calls meet.
func (f *faults) pending() (latency time.Duration, failures []Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, failure := range f.failures {
		if failure.Times > 0 {
			failures = append(failures, failure)
		}
	}
	return f.latency, failures
}

func (s *Simulator) counted(op Op, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		latency, failure := s.faults.begin(op)
		if latency > 0 {
			select {
			case <-time.After(latency):
			case <-r.Context().Done():
				return
			}
		}
		switch {
		case failure == nil:
			next(w, r)
		case failure.Drop:
			panic(http.ErrAbortHandler)
		default:
			maps.Copy(w.Header(), failure.Header)
			if w.Header().Get("Content-Type") == "" {
				w.Header().Set("Content-Type", "application/json")
			}
			w.WriteHeader(failure.Status)
			_, _ = w.Write([]byte(failure.Body))
		}
	}
}
