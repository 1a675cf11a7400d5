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

// OAuthApp is an app at which people sign in with OAuth: a user-level one, which each user allows to act for them, or an admin-managed
// one, which an admin allows to act for the whole account. It keeps nothing: whoever calls it keeps the Grant.
type OAuthApp struct {
	// URL is where people sign in, such as CloudURL.
	URL                    string
	ClientID, ClientSecret string
	HTTP                   *http.Client
	Now                    func() time.Time
}

// AuthorizeURL is the page at which somebody allows the app. Zoom sends the browser back to redirectURL, one of those that the app lists,
// with state and either a code, which lives 5 minutes and serves once, or an error such as access_denied. challenge is that of PKCE
// (RFC 7636), the base64url of the SHA-256 of a verifier.
func (a *OAuthApp) AuthorizeURL(state, challenge, redirectURL string) string {
	return a.config(redirectURL).AuthCodeURL(state,
		oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256"))
}

// Exchange gives a code for tokens; verifier and redirectURL belong to the AuthorizeURL that it came from.
// IsInvalidGrant tells of a code that Zoom does not take. POST /oauth/token.
func (a *OAuthApp) Exchange(ctx context.Context, code, verifier, redirectURL string) (Grant, error) {
	return a.ask(ctx, []string{code, verifier}, func(ctx context.Context) (*oauth2.Token, error) {
		return a.config(redirectURL).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	})
}

// Refresh gives a refresh token for the next tokens. Each serves once: the answer holds the next one, and must be kept before anything
// else is done with it. IsInvalidGrant tells of one that Zoom does not take. POST /oauth/token.
func (a *OAuthApp) Refresh(ctx context.Context, refreshToken string) (Grant, error) {
	return a.ask(ctx, []string{refreshToken}, func(ctx context.Context) (*oauth2.Token, error) {
		return a.config("").TokenSource(ctx, &oauth2.Token{RefreshToken: refreshToken}).Token()
	})
}

// Revoke takes back what was allowed; token is the access token. POST /oauth/revoke.
func (a *OAuthApp) Revoke(ctx context.Context, token string) error {
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	form := strings.NewReader(url.Values{"token": {token}}.Encode())
	message, err := http.NewRequestWithContext(ctx, http.MethodPost, a.endpoint().at("/oauth/revoke"), form)
	if err != nil {
		return errors.Wrap(err, "zoom: make request")
	}
	// Escaped, as RFC 6749 has it and the library does for the other calls.
	message.SetBasicAuth(url.QueryEscape(a.ClientID), url.QueryEscape(a.ClientSecret))
	message.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := a.HTTP.Do(message)
	if err != nil {
		return errors.Wrap(err, "zoom: revoke")
	}
	defer response.Body.Close()
	body, err := readBody(response.Body)
	if err != nil {
		return errors.Wrapf(err, "zoom: read answer (status %d)", response.StatusCode)
	}
	name := oauthError(body)
	if response.StatusCode > 299 || name != "" {
		return signInFailure(response, body, name, a.Now(), token, a.ClientSecret)
	}
	return nil
}

// ask makes a request that holds secrets to the token endpoint.
func (a *OAuthApp) ask(ctx context.Context, secrets []string, request func(context.Context) (*oauth2.Token, error)) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	start := a.Now()
	token, err := request(context.WithValue(ctx, oauth2.HTTPClient, a.HTTP))
	return a.endpoint().grant(token, err, start, append(secrets, a.ClientSecret)...)
}

func (a *OAuthApp) endpoint() endpoint { return endpoint{url: a.URL, now: a.Now} }

func (a *OAuthApp) config(redirectURL string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: a.ClientID, ClientSecret: a.ClientSecret, RedirectURL: redirectURL,
		Endpoint: oauth2.Endpoint{
			AuthURL: a.endpoint().at("/oauth/authorize"), TokenURL: a.endpoint().tokenURL(), AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
}
