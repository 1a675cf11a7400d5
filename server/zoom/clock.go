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

	mu    sync.Mutex
	ahead time.Duration
	known bool
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
		middle := sent.Add(c.Now().Sub(sent) / 2)
		c.mu.Lock()
		c.ahead, c.known = date.Sub(middle), true
		c.mu.Unlock()
	}
	return response, nil
}

// Ahead is how far Zoom's clock is ahead of ours by the last answer, to about a second and half the time that it took. It is not known
// before the first answer.
func (c *Clock) Ahead() (ahead time.Duration, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ahead, c.known
}
