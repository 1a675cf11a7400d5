package zoom

import (
	"context"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pkg/errors"
	"golang.org/x/oauth2"
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

// Grant is what the token endpoint gave.
type Grant struct {
	// AccessToken lets calls in until Expires.
	AccessToken string
	// RefreshToken gets the next Grant, once; empty with Server-to-Server OAuth.
	RefreshToken string
	Expires      time.Time
	// Scopes are the permissions of AccessToken, such as meeting:write:meeting; empty when Zoom did not say.
	Scopes []string
	// APIURL is the base of the REST API that takes AccessToken, without a trailing slash.
	APIURL string
}

// Token is the part of a Grant that lets calls in.
func (g Grant) Token() Token { return Token{Bearer: g.AccessToken, APIURL: g.APIURL} }

// errNoGrant is of an answer that is none of the token endpoint's.
var errNoGrant = errors.New("zoom: sign in: the answer is not the expected JSON")

// endpoint is where an app gets its tokens.
type endpoint struct {
	// url is where people sign in.
	url string
	now func() time.Time
}

func (e endpoint) tokenURL() string { return e.at("/oauth/token") }

func (e endpoint) at(path string) string { return strings.TrimRight(e.url, "/") + path }

// grant makes a Grant of what came of a request that began at start and held secrets.
func (e endpoint) grant(token *oauth2.Token, err error, start time.Time, secrets ...string) (Grant, error) {
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused):
		return Grant{}, signInFailure(refused.Response, refused.Body, refused.ErrorCode, e.now(), secrets...)
	case err != nil && strings.Contains(err.Error(), "cannot parse"):
		return Grant{}, errNoGrant // The library quotes what it could not read.
	case err != nil:
		return Grant{}, errors.Wrap(err, "zoom: sign in")
	}
	life := standardLife
	if token.ExpiresIn != 0 {
		life = time.Duration(token.ExpiresIn) * time.Second
	}
	scope, _ := token.Extra("scope").(string)
	named, _ := token.Extra("api_url").(string)
	return Grant{
		AccessToken: token.AccessToken, RefreshToken: token.RefreshToken, Expires: start.Add(life),
		Scopes: strings.Fields(scope), APIURL: apiURL(e.url, named),
	}, nil
}
