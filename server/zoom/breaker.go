package zoom

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/pkg/errors"
	"github.com/sony/gobreaker/v2"
)

const (
	// BreakAfter is how many calls to a host have to fail one after the other for a Breaker to open.
	BreakAfter = 5
	// BreakTime is how long it stays open.
	BreakTime = 10 * time.Second

	// maxHosts bounds the hosts that a Breaker remembers. They change with the settings only.
	maxHosts = 16
)

// ErrNotAsked says that Zoom was not asked, since its last answers failed. It passes by itself.
var ErrNotAsked = errors.New("it failed several times and is left alone for some seconds")

// errDown marks an answer that says that the host is in trouble.
var errDown = errors.New("the host is down")

// Breaker spares people the wait for a Zoom that does not answer: it passes requests on until BreakAfter of them to a host have failed one
// after the other, and then fails all to that host at once, with ErrNotAsked. After BreakTime it lets a single one through, which decides
// how it goes on. A failure is no answer, or one with the status 500, 502, 503 or 504; what a caller gave up himself is neither a failure
// nor a success. The status alone counts, not what becomes of the body.
type Breaker struct {
	Transport http.RoundTripper
	Log       *slog.Logger

	mu    sync.Mutex
	hosts map[string]*gobreaker.TwoStepCircuitBreaker[struct{}]
}

var _ http.RoundTripper = (*Breaker)(nil)

type pastKey struct{}

// PastBreaker returns a context whose requests a Breaker neither stops nor counts: those of somebody who wants to see how Zoom is.
func PastBreaker(ctx context.Context) context.Context { return context.WithValue(ctx, pastKey{}, true) }

// RoundTrip implements http.RoundTripper.
func (b *Breaker) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Context().Value(pastKey{}) != nil {
		return b.Transport.RoundTrip(request)
	}
	done, err := b.of(request.URL.Host).Allow()
	if err != nil {
		// The body of a request is the transport's to close.
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, ErrNotAsked
	}
	failure := errDown // of a transport that panics
	defer func() { done(failure) }()
	response, err := b.Transport.RoundTrip(request)
	if failure = err; err == nil && isDown(response.StatusCode) {
		failure = errDown
	}
	return response, err
}

func isDown(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// of returns the breaker of a host.
func (b *Breaker) of(host string) *gobreaker.TwoStepCircuitBreaker[struct{}] {
	b.mu.Lock()
	defer b.mu.Unlock()
	breaker := b.hosts[host]
	if breaker != nil {
		return breaker
	}
	if b.hosts == nil || len(b.hosts) >= maxHosts {
		b.hosts = map[string]*gobreaker.TwoStepCircuitBreaker[struct{}]{}
	}
	breaker = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Name: host, Timeout: BreakTime,
		ReadyToTrip:   func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= BreakAfter },
		IsExcluded:    func(err error) bool { return errors.Is(err, context.Canceled) },
		OnStateChange: b.tell,
	})
	b.hosts[host] = breaker
	return breaker
}

// tell logs once that a host fails, and once that it is well again.
func (b *Breaker) tell(host string, from, to gobreaker.State) {
	switch {
	case from == gobreaker.StateClosed:
		b.Log.Warn("Zoom does not answer: until it does, it is asked once in a while only", "host", host, "every", BreakTime.String())
	case to == gobreaker.StateClosed:
		b.Log.Info("Zoom answers again", "host", host)
	}
}
