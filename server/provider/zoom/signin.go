package zoom

import (
	"context"
	"log/slog"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/zoom"
)

// Tokens gives out the tokens of those who have signed in; an *oauth.Source does.
type Tokens interface {
	Token(ctx context.Context, owner string) (oauth.Token, error)
	Replace(ctx context.Context, owner string, rejected oauth.Token) (oauth.Token, error)
}

// caller is somebody for whom Zoom is called.
type caller struct {
	*zoom.Client
	// user is what Zoom's paths call them: their address, or zoom.Me for whoever's token it is.
	user string
	// email is their address in Mattermost.
	email string
	// own is the token of who has signed in, nil with the credentials of the server.
	own *ownToken
}

// as returns how Zoom is called for person. With the credentials of the whole account, Mattermost's email address says who they are.
func (p *Provider) as(s *session, person meeting.Person) (caller, error) {
	c := caller{Client: s.client, user: person.Email, email: person.Email}
	switch s.config.Mode {
	case ModeUserOAuth:
		c.own, c.user = &ownToken{tokens: p.Tokens, owner: person.UserID, log: p.Log}, zoom.Me
		c.Client = s.client.With(c.own)
		return c, nil
	case ModeAdminOAuth:
		c.own = &ownToken{tokens: p.Tokens, owner: oauth.Account, anothers: !person.Admin, log: p.Log}
		c.Client = s.client.With(c.own)
	}
	if person.Unverified {
		return caller{}, meeting.ErrUnverified
	}
	return c, nil
}

// failed is translate for a call of this caller. When Zoom has rejected even a token that was just given out, whoever it belongs to has to
// sign in again.
func (c caller) failed(ctx context.Context, err error) error {
	if c.own != nil && zoom.IsUnauthorized(err) && !zoom.IsTokenRefused(err) {
		// A proxy, or another address than Zoom's: no reason to give up a token.
		return serviceError(meeting.ErrBadAnswer, err)
	}
	if c.own != nil && zoom.IsTokenRefused(err) {
		c.own.rejected = true
		if _, missing := c.own.Token(ctx); missing != nil {
			err = missing
		}
	}
	return translate(err)
}

// hosts tells whether the caller is the host of a meeting.
func (c caller) hosts(ctx context.Context, m *zoom.Meeting) (bool, error) {
	if c.user != zoom.Me && m.HostEmail != "" {
		return sameAddress(m.HostEmail, c.email), nil
	}
	user, err := c.GetUser(ctx, c.user)
	return err == nil && m.HostID != "" && user.ID == m.HostID, err
}

// ownToken signs the calls of one request with the token of one owner.
type ownToken struct {
	tokens Tokens
	owner  string
	// anothers tells that somebody else has to sign in for the owner.
	anothers bool
	log      *slog.Logger

	current  oauth.Token
	rejected bool
}

var _ zoom.Forgetter = (*ownToken)(nil)

// Token implements zoom.Authorizer.
func (t *ownToken) Token(ctx context.Context) (zoom.Token, error) {
	var err error
	if t.rejected {
		t.current, err = t.tokens.Replace(ctx, t.owner, t.current)
	} else {
		t.current, err = t.tokens.Token(ctx, t.owner)
	}
	t.rejected = false
	if errors.Is(err, oauth.ErrReconnect) {
		t.log.Warn("A connection to Zoom has ended", "owner", t.owner, "cause", err)
	}
	if errors.Is(err, oauth.ErrNotConnected) || errors.Is(err, oauth.ErrReconnect) {
		err = errors.WithMessage(t.notConnected(errors.Is(err, oauth.ErrReconnect)), err.Error())
	}
	return zoom.Token{Bearer: t.current.Access, APIURL: t.current.APIURL}, err
}

// notConnected is the error of who is connected no longer, or never was.
func (t *ownToken) notConnected(ended bool) error {
	if t.anothers {
		return meeting.ErrAccountNotConnected
	}
	return &meeting.NotConnectedError{ForAll: t.owner == oauth.Account, Again: ended}
}

// Forget implements zoom.Forgetter.
func (t *ownToken) Forget(zoom.Token) { t.rejected = true }

// Owner returns who a Mattermost user signs in for: themselves, or oauth.Account. It returns meeting.ErrNoSignIn, or a
// *meeting.NotConfiguredError.
func (p *Provider) Owner(userID string) (string, error) {
	current, err := p.ready()
	if err != nil {
		return "", err
	}
	switch current.config.Mode {
	case ModeUserOAuth:
		return userID, nil
	case ModeAdminOAuth:
		return oauth.Account, nil
	default:
		return "", meeting.ErrNoSignIn
	}
}

// EncryptionKey is the one in force.
func (p *Provider) EncryptionKey() string {
	if current := p.current.Load(); current != nil {
		return current.config.EncryptionKey
	}
	return ""
}

// App is the app of the configuration in force, as people sign in to it.
type App struct{ Provider *Provider }

var _ oauth.App = App{}

// ID implements oauth.App.
func (a App) ID() string {
	app, _ := a.current()
	return app.URL + " " + app.ClientID
}

// AuthorizeURL implements oauth.App.
func (a App) AuthorizeURL(state, challenge, redirectURL string) string {
	app, _ := a.current()
	return app.AuthorizeURL(state, challenge, redirectURL)
}

// Exchange implements oauth.App.
func (a App) Exchange(ctx context.Context, code, verifier, redirectURL string) (oauth.Token, error) {
	app, err := a.current()
	if err != nil {
		return oauth.Token{}, err
	}
	grant, err := app.Exchange(ctx, code, verifier, redirectURL)
	return tokenOf(grant), grantError(err)
}

// Refresh implements oauth.App.
func (a App) Refresh(ctx context.Context, refresh string) (oauth.Token, error) {
	app, err := a.current()
	if err != nil {
		return oauth.Token{}, err
	}
	grant, err := app.Refresh(ctx, refresh)
	return tokenOf(grant), grantError(err)
}

// Revoke implements oauth.App.
func (a App) Revoke(ctx context.Context, access string) error {
	app, err := a.current()
	if err != nil {
		return err
	}
	return app.Revoke(ctx, access)
}

// Identify implements oauth.App.
func (a App) Identify(ctx context.Context, token oauth.Token) (oauth.Identity, error) {
	current, err := a.Provider.ready()
	if err != nil {
		return oauth.Identity{}, err
	}
	user, err := current.client.With(zoom.Fixed(zoom.Token{Bearer: token.Access, APIURL: token.APIURL})).GetUser(ctx, zoom.Me)
	if err != nil {
		return oauth.Identity{}, translate(err)
	}
	return oauth.Identity{UserID: user.ID, Email: user.Email, AccountID: user.AccountID}, nil
}

// current is never nil; it is empty with an error.
func (a App) current() (*zoom.OAuthApp, error) {
	current, err := a.Provider.ready()
	if err != nil {
		return new(zoom.OAuthApp), err
	}
	return &zoom.OAuthApp{
		URL: current.config.URL, ClientID: current.config.ClientID, ClientSecret: current.config.ClientSecret,
		HTTP: a.Provider.HTTP, Now: a.Provider.Now,
	}, nil
}

func tokenOf(grant zoom.Grant) oauth.Token {
	return oauth.Token{Access: grant.AccessToken, Refresh: grant.RefreshToken, APIURL: grant.APIURL, Expires: grant.Expires}
}

// grantError is translated, but for a grant that is no good any more.
func grantError(err error) error {
	switch {
	case err == nil:
		return nil
	case zoom.IsInvalidGrant(err):
		return errors.Wrap(oauth.ErrInvalidGrant, err.Error())
	default:
		return translate(err)
	}
}
