package zoom

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/oauth2"
)

// OAuthApp is an app that people sign in to, each for themselves or an admin for the account. Its calls return an *APIError when Zoom
// refused; IsInvalidGrant tells whether a token or code will not do any more. They are bounded by the context and by HTTP.
type OAuthApp struct {
	// URL is where people sign in, such as CloudURL.
	URL, ClientID, ClientSecret string
	HTTP                        *http.Client
	Now                         func() time.Time
}

// OAuthToken is what a sign-in gives. A refresh token is good for one refresh, which gives the next one.
type OAuthToken struct {
	Token
	Refresh string
	Expires time.Time
}

// AuthorizeURL is the page where a person agrees, and which then leads to redirectURL with a code that lives 5 minutes. The challenge is
// PKCE's, by S256.
func (a OAuthApp) AuthorizeURL(state, challenge, redirectURL string) string {
	return a.config(redirectURL).AuthCodeURL(state,
		oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256"))
}

// Exchange turns a code into a token. Verifier is what the challenge was made of.
func (a OAuthApp) Exchange(ctx context.Context, code, verifier, redirectURL string) (OAuthToken, error) {
	start := a.Now()
	token, err := a.config(redirectURL).Exchange(a.with(ctx), code, oauth2.VerifierOption(verifier))
	got, err := a.token(token, start, err)
	if refused, ok := asAPIError(err); ok {
		// Zoom repeats the code.
		refused.Message = strings.ReplaceAll(refused.Message, code, "…")
	}
	return got, err
}

// Refresh turns a refresh token, which is used up by that, into a new token.
func (a OAuthApp) Refresh(ctx context.Context, refresh string) (OAuthToken, error) {
	start := a.Now()
	token, err := a.config("").TokenSource(a.with(ctx), &oauth2.Token{RefreshToken: refresh}).Token()
	return a.token(token, start, err)
}

// Revoke ends what an access token stands for, its refresh token included.
func (a OAuthApp) Revoke(ctx context.Context, access string) error {
	form := strings.NewReader(url.Values{"token": {access}}.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base()+"/oauth/revoke", form)
	if err != nil {
		return errors.Wrap(err, "zoom: make request")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(a.ClientID, a.ClientSecret)
	response, err := a.HTTP.Do(request)
	if err != nil {
		return errors.Wrap(err, "zoom: revoke")
	}
	defer response.Body.Close()
	body, err := readBody(response.Body)
	if err != nil && !errors.Is(err, io.EOF) {
		return errors.Wrap(err, "zoom: revoke")
	}
	if response.StatusCode != http.StatusOK {
		return signInFailure(response, body, errorName(body), a.Now())
	}
	return nil
}

func (a OAuthApp) base() string { return strings.TrimRight(a.URL, "/") }

func (a OAuthApp) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, a.HTTP)
}

func (a OAuthApp) config(redirectURL string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: a.ClientID, ClientSecret: a.ClientSecret, RedirectURL: redirectURL,
		Endpoint: oauth2.Endpoint{
			AuthURL: a.base() + "/oauth/authorize", TokenURL: a.base() + "/oauth/token", AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
}

// token reads an answer of the token endpoint to a request that was sent at start.
func (a OAuthApp) token(token *oauth2.Token, start time.Time, err error) (OAuthToken, error) {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return OAuthToken{}, signInFailure(refused.Response, refused.Body, refused.ErrorCode, a.Now())
	}
	if err != nil {
		return OAuthToken{}, errors.Wrap(err, "zoom: sign in")
	}
	life := standardLife
	if !token.Expiry.IsZero() {
		life = time.Until(token.Expiry)
	}
	named, _ := token.Extra("api_url").(string)
	return OAuthToken{
		Token:   Token{Bearer: token.AccessToken, APIURL: apiURL(a.URL, named)},
		Refresh: token.RefreshToken, Expires: start.Add(life),
	}, nil
}
