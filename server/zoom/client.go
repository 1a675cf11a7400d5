package zoom

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pkg/errors"
)

const (
	// CloudURL is where people sign in to Zoom's own cloud.
	CloudURL = "https://zoom.us"
	// CloudAPIURL is the REST API of Zoom's own cloud.
	CloudAPIURL = "https://api.zoom.us/v2"

	// DefaultTimeout bounds one call to Zoom, its answer included.
	DefaultTimeout = 10 * time.Second

	maxBody = 1 << 20
)

// Authorizer supplies the bearer token of a request.
type Authorizer interface {
	Token(ctx context.Context) (string, error)
}

// Forgetter is an Authorizer that caches: Forget drops token so that the next call signs in anew.
type Forgetter interface {
	Forget(token string)
}

// Config says which Zoom a Client talks to, and how.
type Config struct {
	// APIURL is the base of all paths, without a trailing slash, such as CloudAPIURL.
	APIURL string
	Auth   Authorizer
	// HTTP makes the requests; NewHTTPClient gives one that suits.
	HTTP *http.Client
	// Timeout bounds each call; zero means DefaultTimeout.
	Timeout time.Duration
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
	if config.Timeout == 0 {
		config.Timeout = DefaultTimeout
	}
	if config.Now == nil {
		config.Now = time.Now
	}
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

	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return errors.Wrap(err, "zoom: encode request")
		}
	}

	token, err := c.config.Auth.Token(ctx)
	if err != nil {
		return err
	}
	err = c.send(ctx, method, path, token, body, out)
	if cache, caches := c.config.Auth.(Forgetter); caches && IsUnauthorized(err) {
		cache.Forget(token)
		if token, err = c.config.Auth.Token(ctx); err != nil {
			return err
		}
		err = c.send(ctx, method, path, token, body, out)
	}
	return err
}

func (c *Client) send(ctx context.Context, method, path, token string, body []byte, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.config.APIURL+path, bytes.NewReader(body))
	if err != nil {
		return errors.Wrap(err, "zoom: make request")
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}

	response, err := c.config.HTTP.Do(request)
	if err != nil {
		return errors.Wrap(err, "zoom")
	}
	defer response.Body.Close()

	answer, err := readBody(response.Body)
	if err != nil {
		return errors.Wrapf(err, "zoom: read answer (status %d)", response.StatusCode)
	}
	apiErr := errorOf(response.StatusCode, response.Header, answer, c.config.Now())
	if apiErr == nil && out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			apiErr = &APIError{Status: response.StatusCode, Message: "the answer is not the expected JSON: " + err.Error()}
		}
	}
	if apiErr != nil {
		return errors.WithMessagef(apiErr, "%s %s", method, request.URL)
	}
	return nil
}

func readBody(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, errors.Errorf("longer than %d bytes", maxBody)
	}
	return body, nil
}
