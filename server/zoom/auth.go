package zoom

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pkg/errors"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

const (
	// jwtLifetime is short, since each call signs its own, and long enough for clocks that differ by minutes.
	jwtLifetime = 5 * time.Minute
	// renewBefore is how long before its end a token is no longer used: a call in flight must not outlive it.
	renewBefore = time.Minute
	// standardLife is that of Zoom's tokens, for an answer that does not say it.
	standardLife = time.Hour
)

// APIKey signs in with an API Key and an API Secret: a JSON Web Token (HS256) for each call. Zoom's own cloud takes none since
// 2023-09-08; self-hosted and private-cloud installations do.
type APIKey struct {
	Key, Secret string
	Now         func() time.Time
}

var _ Authorizer = (*APIKey)(nil)

// Token implements Authorizer.
func (a *APIKey) Token(context.Context) (Token, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
		Issuer:    a.Key,
		ExpiresAt: jwt.NewNumericDate(a.Now().Add(jwtLifetime)),
	})
	signed, err := token.SignedString([]byte(a.Secret))
	return Token{Bearer: signed}, errors.Wrap(err, "zoom: sign the API key's token")
}

// ServerToServer signs in with Server-to-Server OAuth. Its token says where the account's REST API is. It caches the token; any
// number of callers that wait for one cause a single request.
type ServerToServer struct {
	url    string
	oauth  clientcredentials.Config
	client *http.Client
	now    func() time.Time

	flight  singleflight.Group
	mu      sync.Mutex
	token   Token
	expires time.Time
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
	return &ServerToServer{
		url: config.URL,
		oauth: clientcredentials.Config{
			ClientID:     config.ClientID,
			ClientSecret: config.ClientSecret,
			TokenURL:     strings.TrimRight(config.URL, "/") + "/oauth/token",
			AuthStyle:    oauth2.AuthStyleInHeader,
			EndpointParams: url.Values{
				"grant_type": {"account_credentials"},
				"account_id": {config.AccountID},
			},
		},
		client: config.HTTP,
		now:    config.Now,
	}
}

// Token implements Authorizer.
func (s *ServerToServer) Token(ctx context.Context) (Token, error) {
	if token := s.cached(); token.Bearer != "" {
		return token, nil
	}
	// The request must outlive the caller who happened to come first: others wait for it.
	result := s.flight.DoChan("", func() (any, error) { return s.renew(context.WithoutCancel(ctx)) })
	select {
	case <-ctx.Done():
		return Token{}, errors.Wrap(ctx.Err(), "zoom: sign in")
	case done := <-result:
		if done.Err != nil {
			return Token{}, done.Err
		}
		return done.Val.(Token), nil
	}
}

// Forget implements Forgetter.
func (s *ServerToServer) Forget(token Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token == token {
		s.token = Token{}
	}
}

func (s *ServerToServer) cached() Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Before(s.expires.Add(-renewBefore)) {
		return s.token
	}
	return Token{}
}

func (s *ServerToServer) renew(ctx context.Context) (Token, error) {
	// Somebody may have finished between the caller's look and this flight.
	if token := s.cached(); token.Bearer != "" {
		return token, nil
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	start := s.now()
	token, err := s.oauth.Token(context.WithValue(ctx, oauth2.HTTPClient, s.client))
	if err != nil {
		return Token{}, s.signInError(err)
	}
	life := standardLife
	if !token.Expiry.IsZero() {
		life = time.Until(token.Expiry)
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	named, _ := token.Extra("api_url").(string)
	s.token = Token{Bearer: token.AccessToken, APIURL: apiURL(s.url, named)}
	s.expires = start.Add(life)
	return s.token, nil
}

// signInError turns what the token endpoint answered into an *APIError.
func (s *ServerToServer) signInError(err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		return errors.Wrap(err, "zoom: sign in")
	}
	return signInFailure(refused.Response, refused.Body, refused.ErrorCode, s.now())
}
