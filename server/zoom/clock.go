package zoom

import (
	"net/http"
	"sync"
	"time"
)

// Clock compares Zoom's clock with ours: it passes requests on and reads the Date header of the answers (RFC 9110, section 6.6.1).
type Clock struct {
	Transport http.RoundTripper
	Now       func() time.Time

	mu   sync.Mutex
	best sample
}

// dateStep is what a Date is precise to.
const dateStep = time.Second

// sample is what one answer tells.
type sample struct {
	// ahead is known to within within, and dateStep.
	ahead, within time.Duration
	known         bool
}

// or is the sample to go by after one that came later: the later one, unless that is less precise and does not contradict.
func (s sample) or(later sample) sample {
	if s.known && s.within < later.within && (later.ahead-s.ahead).Abs() <= later.within+dateStep {
		return s
	}
	return later
}

var _ http.RoundTripper = (*Clock)(nil)

// RoundTrip implements http.RoundTripper.
func (c *Clock) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := c.Now()
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		// Zoom answered at some time between; the middle is at most half of that wrong.
		half := c.Now().Sub(sent) / 2
		c.mu.Lock()
		c.best = c.best.or(sample{ahead: date.Sub(sent.Add(half)), within: half, known: true})
		c.mu.Unlock()
	}
	return response, nil
}

// Ahead is how far Zoom's clock is ahead of ours, rounded down to the second by its Date, give or take within: half the time that the answer
// took. It goes by the last answer, or by an earlier and quicker one that the last does not contradict. It is not known before the first.
func (c *Clock) Ahead() (ahead, within time.Duration, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.best.ahead, c.best.within, c.best.known
}
