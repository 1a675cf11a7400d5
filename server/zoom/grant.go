package zoom

import (
	"context"
	"strings"

	"golang.org/x/oauth2"
)

// Grant is what a sign-in gives.
type Grant struct {
	Token Token
	// Scopes are the names of what the token may do; empty when Zoom did not say.
	Scopes []string
}

// SignIn signs in anew, whatever is cached, and caches nothing: several tokens may be good at the same time.
func (s *ServerToServer) SignIn(ctx context.Context) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	token, err := s.oauth.Token(context.WithValue(ctx, oauth2.HTTPClient, s.client))
	if err != nil {
		return Grant{}, s.signInError(err)
	}
	named, _ := token.Extra("api_url").(string)
	scopes, _ := token.Extra("scope").(string)
	return Grant{Token: Token{Bearer: token.AccessToken, APIURL: apiURL(s.url, named)}, Scopes: strings.Fields(scopes)}, nil
}
