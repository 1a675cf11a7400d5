package zoom

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pkg/errors"
)

const (
	// DefaultTimeout bounds one call to Zoom, its answer and all tries included.
	DefaultTimeout = 10 * time.Second
	// DefaultTries is how often a call that only reads is tried.
	DefaultTries = 3
	// DefaultRetryInterval is about how long the first pause between two tries is.
	DefaultRetryInterval = 200 * time.Millisecond

	maxBody = 1 << 20
)

// errTooLong is of an answer that no call of this package has.
var errTooLong = errors.Errorf("longer than %d bytes", maxBody)

// Token lets a request in.
type Token struct {
	Bearer string
	// APIURL is the base of the REST API that takes it, without a trailing slash; empty when the sign-in does not tell.
	APIURL string
}

var _ Authorizer = fixed{}

// fixed is an Authorizer with one token.
type fixed Token

// Token implements Authorizer.
func (f fixed) Token(context.Context) (Token, error) { return Token(f), nil }

// Fixed returns an Authorizer that always supplies token, such as one that was just given out.
func Fixed(token Token) Authorizer { return fixed(token) }

// Authorizer supplies the token of a request.
type Authorizer interface {
	Token(ctx context.Context) (Token, error)
}

// Forgetter is an Authorizer that caches: Forget drops token so that the next call signs in anew.
type Forgetter interface {
	Forget(token Token)
}

// Config says which Zoom a Client talks to, and how.
type Config struct {
	// APIURL is the base of all paths, such as CloudAPIURL; empty means that of the token, and without one there CloudAPIURL.
	APIURL string
	Auth   Authorizer
	// HTTP makes the requests; NewHTTPClient gives one that suits.
	HTTP *http.Client
	// Timeout bounds each call, with all its tries; zero means DefaultTimeout.
	Timeout time.Duration
	// Tries is how often a call that only reads is sent while Zoom is out of reach, broken or busy; zero means DefaultTries.
	Tries uint
	// RetryInterval is about how long the first pause between two tries is; the next ones grow. Zero means DefaultRetryInterval.
	RetryInterval time.Duration
	// Now is the clock for APIError.RetryAt; nil means time.Now.
	Now func() time.Time
}

// Client calls Zoom's REST API. It is safe for concurrent use.
type Client struct {
	config Config
}

// NewClient returns a client for config.
func NewClient(config Config) *Client {
	config.APIURL = strings.TrimRight(config.APIURL, "/")
	config.Timeout = cmp.Or(config.Timeout, DefaultTimeout)
	config.Tries = cmp.Or(config.Tries, DefaultTries)
	config.RetryInterval = cmp.Or(config.RetryInterval, DefaultRetryInterval)
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Client{config: config}
}

// With returns a client that makes its calls with the tokens of auth, such as those of one user, and shares all else with c.
func (c *Client) With(auth Authorizer) *Client {
	config := c.config
	config.Auth = auth
	return &Client{config: config}
}

// NewHTTPClient returns an HTTP client that honours the system's proxy and CA settings and follows no redirect: a redirected
// POST would lose its body, and the token must not travel to another host.
func NewHTTPClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// All calls go to two hosts, and people start meetings at the full hour.
	transport.MaxIdleConnsPerHost = 16
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// call sends in (nil for none) to path and returns the answer.
func call[T any](ctx context.Context, c *Client, method, path string, in any) (*T, error) {
	out := new(T)
	if err := c.do(ctx, method, path, in, out); err != nil {
		return nil, err
	}
	return out, nil
}

// do sends in (nil for none) to path and decodes the answer into out, unless that is nil. A token that Zoom no longer takes is
// renewed once.
func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()

	r := request{method: method, path: path, out: out}
	if in != nil {
		var err error
		if r.body, err = json.Marshal(in); err != nil {
			return errors.Wrap(err, "zoom: encode request")
		}
	}
	token, err := c.config.Auth.Token(ctx)
	if err != nil {
		return err
	}
	err = c.try(ctx, token, r)
	if cache, caches := c.config.Auth.(Forgetter); caches && IsTokenRefused(err) {
		cache.Forget(token)
		if token, err = c.config.Auth.Token(ctx); err != nil {
			return err
		}
		err = c.try(ctx, token, r)
	}
	return err
}

// request is a call as it is sent, perhaps more than once.
type request struct {
	method, path string
	body         []byte
	out          any
}

func (c *Client) send(ctx context.Context, token Token, r request) error {
	url := cmp.Or(c.config.APIURL, token.APIURL, CloudAPIURL) + r.path
	message, err := http.NewRequestWithContext(ctx, r.method, url, bytes.NewReader(r.body))
	if err != nil {
		return errors.Wrap(err, "zoom: make request")
	}
	message.Header.Set("Authorization", "Bearer "+token.Bearer)
	message.Header.Set("Accept", "application/json")
	if r.body != nil {
		message.Header.Set("Content-Type", "application/json")
	}

	response, err := c.config.HTTP.Do(message)
	if err != nil {
		return errors.Wrap(err, "zoom")
	}
	defer response.Body.Close()

	answer, err := readBody(response.Body)
	if err != nil {
		return errors.Wrapf(err, "zoom: read answer (status %d)", response.StatusCode)
	}
	apiErr := errorOf(response.StatusCode, response.Header, answer, c.config.Now())
	if apiErr == nil && r.out != nil {
		if err := json.Unmarshal(answer, r.out); err != nil {
			apiErr = &APIError{Status: response.StatusCode, Message: "the answer is not the expected JSON: " + err.Error()}
		}
	}
	if apiErr != nil {
		return errors.WithMessagef(apiErr, "%s %s", r.method, url)
	}
	return nil
}

func readBody(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, errTooLong
	}
	return body, nil
}
