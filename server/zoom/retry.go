package zoom

import (
	"context"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/pkg/errors"
)

// try sends a request. One that only reads is sent again, after a pause that grows and differs by chance, as long as that can help
// and the call's time allows it; no other is, since Zoom may have done it although no answer came.
func (c *Client) try(ctx context.Context, token Token, r request) error {
	if r.method != http.MethodGet {
		return c.send(ctx, token, r)
	}
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval = c.config.RetryInterval
	deadline, _ := ctx.Deadline() // Every call has one.
	var last error
	// What the last try met says more than that the time is over or that a Breaker has opened, so that is what the caller gets.
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		err := c.send(ctx, token, r)
		if last == nil || !errors.Is(err, ErrNotAsked) {
			last = err
		}
		return struct{}{}, c.whether(err, pause)
	}, backoff.WithBackOff(pause), backoff.WithMaxTries(c.config.Tries), backoff.WithMaxElapsedTime(time.Until(deadline)))
	return last
}

// whether says in backoff's terms whether and when to try again after err. When Zoom names a time the pause comes on top of it: all
// who wait for it would come at once.
func (c *Client) whether(err error, pause backoff.BackOff) error {
	if err == nil {
		return nil
	}
	apiErr, answered := asAPIError(err)
	switch {
	case errors.Is(err, errTooLong), errors.Is(err, ErrNotAsked), answered && apiErr.Status < http.StatusInternalServerError && !IsRateLimited(err):
		return backoff.Permanent(err)
	case answered && !apiErr.RetryAt.IsZero():
		wait := max(apiErr.RetryAt.Sub(c.config.Now()), 0)
		return &backoff.RetryAfterError{Duration: wait + pause.NextBackOff()}
	}
	return err
}
