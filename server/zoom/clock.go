package zoom

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/pkg/errors"
)

// errNoDate is of an answer that does not tell the time.
var errNoDate = errors.New("zoom: the answer has no Date header")

// Skew tells how far Zoom's clock is ahead of Config.Now, less than zero when it is behind, to about a second: from the Date header of an
// answer, whatever else it says. The call has no token and is refused, which is enough: with API Key and Secret a clock that is
// wrong has every token refused.
func (c *Client) Skew(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	base := c.config.APIURL
	if base == "" {
		token, err := c.config.Auth.Token(ctx)
		if err != nil {
			return 0, err
		}
		base = cmp.Or(token.APIURL, CloudAPIURL)
	}
	message, err := http.NewRequestWithContext(ctx, http.MethodGet, base+userPath(Me), http.NoBody)
	if err != nil {
		return 0, errors.Wrap(err, "zoom: make request")
	}
	before := c.config.Now()
	response, err := c.config.HTTP.Do(message)
	if err != nil {
		return 0, errors.Wrap(err, "zoom")
	}
	defer response.Body.Close()
	// Read, so that the connection serves the next call.
	_, _ = io.CopyN(io.Discard, response.Body, maxBody)
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return 0, errNoDate
	}
	trip := c.config.Now().Sub(before)
	// Date leaves out the part of a second that has begun: half a one on average.
	return date.Add(time.Second / 2).Sub(before.Add(trip / 2)).Round(time.Second), nil
}
