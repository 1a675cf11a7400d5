package zoom

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/oauth2"
)

// Me is what Zoom's paths call whoever's token it is.
const Me = "me"

// With returns a client with the same settings whose calls are authorized by auth.
func (c *Client) With(auth Authorizer) *Client {
	config := c.config
	config.Auth = auth
	return &Client{config: config}
}

// OAuthApp is an app that people sign in to.
type OAuthApp struct {
	URL, ClientID, ClientSecret string
	HTTP                        *http.Client
	Now                         func() time.Time
}

// OAuthToken is what a sign-in gives.
type OAuthToken struct {
	Access, Refresh, APIURL string
	Expires                 time.Time
}

func (a OAuthApp) config(redirectURL string) *oauth2.Config {
	base := strings.TrimRight(a.URL, "/")
	return &oauth2.Config{ClientID: a.ClientID, ClientSecret: a.ClientSecret, RedirectURL: redirectURL,
		Endpoint: oauth2.Endpoint{AuthURL: base + "/oauth/authorize", TokenURL: base + "/oauth/token", AuthStyle: oauth2.AuthStyleInHeader}}
}

// AuthorizeURL is where a person agrees.
func (a OAuthApp) AuthorizeURL(state, challenge, redirectURL string) string {
	return a.config(redirectURL).AuthCodeURL(state, oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256"))
}

// Exchange turns a code into a token.
func (a OAuthApp) Exchange(ctx context.Context, code, verifier, redirectURL string) (OAuthToken, error) {
	token, err := a.config(redirectURL).Exchange(context.WithValue(ctx, oauth2.HTTPClient, a.HTTP), code, oauth2.VerifierOption(verifier))
	return a.token(token, err)
}

// Refresh renews a token.
func (a OAuthApp) Refresh(ctx context.Context, refresh string) (OAuthToken, error) {
	token, err := a.config("").TokenSource(context.WithValue(ctx, oauth2.HTTPClient, a.HTTP), &oauth2.Token{RefreshToken: refresh}).Token()
	return a.token(token, err)
}

func (a OAuthApp) token(token *oauth2.Token, err error) (OAuthToken, error) {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return OAuthToken{}, signInFailure(refused.Response, refused.Body, refused.ErrorCode, a.Now())
	}
	if err != nil {
		return OAuthToken{}, errors.Wrap(err, "zoom: sign in")
	}
	named, _ := token.Extra("api_url").(string)
	return OAuthToken{Access: token.AccessToken, Refresh: token.RefreshToken, APIURL: apiURL(a.URL, named), Expires: token.Expiry}, nil
}

// Revoke ends a token.
func (a OAuthApp) Revoke(ctx context.Context, token string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(a.URL, "/")+"/oauth/revoke", strings.NewReader(url.Values{"token": {token}}.Encode()))
	if err != nil {
		return err
	}
	request.SetBasicAuth(a.ClientID, a.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := a.HTTP.Do(request)
	if err != nil {
		return errors.Wrap(err, "zoom: revoke")
	}
	return response.Body.Close()
}

// IsInvalidGrant tells that a code or refresh token is no good.
func IsInvalidGrant(err error) bool {
	return err != nil && strings.Contains(err.Error(), "invalid_grant")
}
