package zoomtest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"
)

// Op names a call to Zoom.
type Op string

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
	// Lost does what was asked, and then cuts the connection without an answer.
	Lost bool
	// Half cuts the connection in the middle of the body.
	Half bool
	// Pause is how long the body stops in its middle.
	Pause time.Duration
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
		switch {
		case !wait(r, latency):
		case failure == nil:
			next(w, r)
		case failure.Drop:
			panic(http.ErrAbortHandler)
		case failure.Lost:
			next(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			failure.play(w, r)
		}
	}
}

// wait tells whether the caller has waited too.
func wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-r.Context().Done():
		return false
	}
}

func (f *Failure) play(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), f.Header)
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	if !f.Half && f.Pause == 0 {
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body))
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Body)))
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body[:len(f.Body)/2]))
	_ = http.NewResponseController(w).Flush()
	if f.Half || !wait(r, f.Pause) {
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write([]byte(f.Body[len(f.Body)/2:]))
}
