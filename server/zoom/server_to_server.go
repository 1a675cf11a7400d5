package zoom

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

// ServerToServer signs in with Server-to-Server OAuth. Its token says where the account's REST API is. It caches the token; any
// number of callers that wait for one cause a single request.
type ServerToServer struct {
	endpoint
	oauth  clientcredentials.Config
	client *http.Client

	flight singleflight.Group
	mu     sync.Mutex
	kept   Grant
}

var (
	_ Authorizer = (*ServerToServer)(nil)
	_ Forgetter  = (*ServerToServer)(nil)
)

// ServerToServerConfig holds the credentials of a Server-to-Server OAuth app.
type ServerToServerConfig struct {
	// URL is where people sign in, such as CloudURL.
	URL                               string
	AccountID, ClientID, ClientSecret string
	HTTP                              *http.Client
	Now                               func() time.Time
}

// NewServerToServer returns an Authorizer that signs in when it is first asked.
func NewServerToServer(config ServerToServerConfig) *ServerToServer {
	where := endpoint{url: config.URL, now: config.Now}
	return &ServerToServer{
		endpoint: where,
		oauth: clientcredentials.Config{
			ClientID:     config.ClientID,
			ClientSecret: config.ClientSecret,
			TokenURL:     where.tokenURL(),
			AuthStyle:    oauth2.AuthStyleInHeader,
			EndpointParams: url.Values{
				"grant_type": {"account_credentials"},
				"account_id": {config.AccountID},
			},
		},
		client: config.HTTP,
	}
}

// Token implements Authorizer.
func (s *ServerToServer) Token(ctx context.Context) (Token, error) {
	grant, err := s.current(ctx)
	return grant.Token(), err
}

// Scopes are the permissions of the token that calls get now. It signs in when there is none.
func (s *ServerToServer) Scopes(ctx context.Context) ([]string, error) {
	grant, err := s.current(ctx)
	return slices.Clone(grant.Scopes), err
}

// Forget implements Forgetter.
func (s *ServerToServer) Forget(token Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept.Token() == token {
		s.kept = Grant{}
	}
}

func (s *ServerToServer) current(ctx context.Context) (Grant, error) {
	if grant, fresh := s.cached(); fresh {
		return grant, nil
	}
	if err := ctx.Err(); err != nil {
		return Grant{}, errors.Wrap(err, "zoom: sign in")
	}
	// The request must outlive the caller who happened to come first: others wait for it.
	result := s.flight.DoChan("", func() (any, error) { return s.renew(context.WithoutCancel(ctx)) })
	select {
	case <-ctx.Done():
		return Grant{}, errors.Wrap(ctx.Err(), "zoom: sign in")
	case done := <-result:
		if done.Err != nil {
			return Grant{}, done.Err
		}
		return done.Val.(Grant), nil
	}
}

func (s *ServerToServer) cached() (grant Grant, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept, s.now().Before(s.kept.Expires.Add(-renewBefore))
}

func (s *ServerToServer) renew(ctx context.Context) (Grant, error) {
	// Somebody may have finished between the caller's look and this flight.
	if grant, fresh := s.cached(); fresh {
		return grant, nil
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	start := s.now()
	token, err := s.oauth.Token(context.WithValue(ctx, oauth2.HTTPClient, s.client))
	grant, err := s.grant(token, err, start, s.oauth.ClientSecret)
	if err != nil {
		return Grant{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = grant
	return grant, nil
}
