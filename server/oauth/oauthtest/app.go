// Package oauthtest is an app of a meeting service in memory, as strict as a service can be: codes and refresh tokens are single use.
package oauthtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/oauth2"

	"mattermost-plugin-zoom/server/oauth"
)

// TokenLife is how long an access token is good.
const TokenLife = time.Hour

var _ oauth.App = (*App)(nil)

// App is an app and the service behind it. It implements oauth.App.
type App struct {
	Name string
	Now  func() time.Time
	// Down, when set, is what every call returns.
	Down error
	// OnRefresh, when set, runs in each Refresh before the service looks at the token; its error is what the call returns.
	OnRefresh func(ctx context.Context) error

	mu        sync.Mutex
	codes     map[string]code
	access    map[string]oauth.Identity
	refresh   map[string]oauth.Identity
	refreshes int
	revoked   []string
}

// code is what a user has agreed to.
type code struct {
	identity               oauth.Identity
	challenge, redirectURL string
}

// ID implements oauth.App.
func (a *App) ID() string { return a.Name }

// AuthorizeURL implements oauth.App.
func (a *App) AuthorizeURL(state, challenge, redirectURL string) string {
	return "https://service.example/authorize?" + url.Values{
		"state": {state}, "code_challenge": {challenge}, "redirect_uri": {redirectURL},
	}.Encode()
}

// Agree plays a user who agrees on the page that AuthorizeURL named, and returns what the service sends them back with.
func (a *App) Agree(authorizeURL string, identity oauth.Identity) (state, given string, err error) {
	page, err := url.Parse(authorizeURL)
	if err != nil {
		return "", "", errors.Wrap(err, "parse the page's address")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.codes == nil {
		a.codes = map[string]code{}
	}
	given = "code-" + rand.Text()
	asked := page.Query()
	a.codes[given] = code{identity, asked.Get("code_challenge"), asked.Get("redirect_uri")}
	return asked.Get("state"), given, nil
}

// Exchange implements oauth.App.
func (a *App) Exchange(_ context.Context, given, verifier, redirectURL string) (oauth.Token, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.Down != nil {
		return oauth.Token{}, a.Down
	}
	agreed, known := a.codes[given]
	delete(a.codes, given)
	if !known || agreed.redirectURL != redirectURL || agreed.challenge != oauth2.S256ChallengeFromVerifier(verifier) {
		return oauth.Token{}, errors.Wrap(oauth.ErrInvalidGrant, "exchange")
	}
	return a.issue(agreed.identity), nil
}

// Refresh implements oauth.App.
func (a *App) Refresh(ctx context.Context, refresh string) (oauth.Token, error) {
	if a.OnRefresh != nil {
		if err := a.OnRefresh(ctx); err != nil {
			return oauth.Token{}, err
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refreshes++
	if a.Down != nil {
		return oauth.Token{}, a.Down
	}
	identity, known := a.refresh[refresh]
	delete(a.refresh, refresh)
	if !known {
		return oauth.Token{}, errors.Wrap(oauth.ErrInvalidGrant, "refresh")
	}
	return a.issue(identity), nil
}

// Revoke implements oauth.App.
func (a *App) Revoke(_ context.Context, access string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.Down != nil {
		return a.Down
	}
	a.revoked = append(a.revoked, access)
	a.end(a.access[access].UserID)
	return nil
}

// Identify implements oauth.App.
func (a *App) Identify(_ context.Context, token oauth.Token) (oauth.Identity, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	identity, known := a.access[token.Access]
	if a.Down == nil && !known {
		return oauth.Identity{}, errors.New("unauthorized")
	}
	return identity, a.Down
}

// End makes the service forget all that a user agreed to.
func (a *App) End(serviceUserID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end(serviceUserID)
}

// Good tells whether the service takes a token.
func (a *App) Good(token oauth.Token) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, known := a.access[token.Access]
	return known && a.Now().Before(token.Expires)
}

// Refreshes returns how often Refresh reached the service since the last call of Refreshes.
func (a *App) Refreshes() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := a.refreshes
	a.refreshes = 0
	return n
}

// Revoked returns the access tokens that were revoked.
func (a *App) Revoked() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.revoked
}

// Live returns how many refresh tokens the service would take.
func (a *App) Live() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.refresh)
}

func (a *App) issue(identity oauth.Identity) oauth.Token {
	if a.access == nil {
		a.access, a.refresh = map[string]oauth.Identity{}, map[string]oauth.Identity{}
	}
	token := oauth.Token{
		Access: "access-" + rand.Text(), Refresh: "refresh-" + rand.Text(), APIURL: fmt.Sprintf("https://%s.example", identity.AccountID),
		Expires: a.Now().Add(TokenLife),
	}
	a.access[token.Access], a.refresh[token.Refresh] = identity, identity
	return token
}

func (a *App) end(serviceUserID string) {
	for _, tokens := range []map[string]oauth.Identity{a.access, a.refresh} {
		for token, identity := range tokens {
			if identity.UserID == serviceUserID {
				delete(tokens, token)
			}
		}
	}
}
