package zoom

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pkg/errors"
	"github.com/sony/gobreaker/v2"
)

const (
	// BreakAfter is how many calls to a host have to fail one after the other for a Breaker to open.
	BreakAfter = 5
	// BreakTime is how long it stays open.
	BreakTime = 10 * time.Second

	// breakWithin is the time within which they have to.
	breakWithin = 2 * time.Minute

	// patience is how long a call has to have waited for its own deadline to be Zoom's failure.
	// A question whose answer is just good to have waits for 3 seconds: that one gave up says nothing of those who wait for 10.
	patience = 4 * time.Second
	// maxHosts bounds the hosts that a Breaker remembers. They come from the settings, and from Zoom's answers to a sign-in.
	maxHosts = 16
)

// ErrNotAsked says that Zoom was not asked, since its last answers failed. It passes by itself.
var ErrNotAsked = errors.New("not sent")

// Breaker spares people the wait for a Zoom that does not answer: it passes requests on until BreakAfter of them to a host have failed one
// after the other, and then fails all to that host at once, with ErrNotAsked. After BreakTime it lets a single one through, which decides
// how it goes on. A failure is no answer, or one with the status 502, 503 or 504: a 500 comes at once and may be about one user or meeting
// alone. What a caller gave up himself is neither a failure nor a success. The status alone counts, not what becomes of the body.
type Breaker struct {
	Transport http.RoundTripper
	Log       *slog.Logger

	mu    sync.Mutex
	hosts map[string]*hostBreaker
}

// hostBreaker is the one of a host, with its last failure.
type hostBreaker struct {
	*gobreaker.TwoStepCircuitBreaker[struct{}]
	last atomic.Pointer[error]
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
	host := b.of(request.URL.Host)
	done, err := host.Allow()
	if err != nil {
		// The body of a request is the transport's to close.
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, fmt.Errorf("%w: the last calls to %s failed, the last with: %s", ErrNotAsked, request.URL.Host, (*host.last.Load()).Error())
	}
	failure := errors.New("a panic")
	defer func() {
		if failure != nil && !isGivenUp(failure) {
			host.last.Store(&failure)
		}
		done(failure)
	}()
	began := time.Now()
	response, err := b.Transport.RoundTrip(request)
	failure = judge(response, err, time.Since(began))
	return response, err
}

// judge returns in what the host failed; nil when it did not, and context.Canceled when that is not known.
func judge(response *http.Response, err error, took time.Duration) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded) && took < patience:
		return context.Canceled
	case err != nil:
		return err
	case isDown(response.StatusCode):
		return errors.New(response.Status)
	}
	return nil
}

func isDown(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

func isGivenUp(err error) bool { return errors.Is(err, context.Canceled) }

// of returns the breaker of a host.
func (b *Breaker) of(name string) *hostBreaker {
	b.mu.Lock()
	defer b.mu.Unlock()
	if host := b.hosts[name]; host != nil {
		return host
	}
	if b.hosts == nil || len(b.hosts) >= maxHosts {
		b.hosts = map[string]*hostBreaker{}
	}
	host := &hostBreaker{}
	host.TwoStepCircuitBreaker = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Name: name, Timeout: BreakTime, Interval: breakWithin,
		ReadyToTrip: func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= BreakAfter },
		IsExcluded:  isGivenUp,
		OnStateChange: func(name string, from, to gobreaker.State) {
			b.tell(name, from, to, *host.last.Load())
		},
	})
	b.hosts[name] = host
	return host
}

// tell logs once that a host fails, and once that it is well again.
func (b *Breaker) tell(host string, from, to gobreaker.State, last error) {
	switch {
	case from == gobreaker.StateClosed:
		b.Log.Warn("Zoom does not answer; until it does, only occasional requests are sent", "host", host, "every", BreakTime.String(), "cause", last)
	case to == gobreaker.StateClosed:
		b.Log.Info("Zoom answers again", "host", host)
	}
}
