package oauth

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Account is the owner of the connection that an admin makes for everybody. Any other owner is the id of a Mattermost user.
const Account = "account"

// App is the app that people sign in to at the meeting service. Its errors hold nothing secret. Each call gets a context that ends after
// callTimeout at the latest.
type App interface {
	// ID names the app and the service's address. Tokens of one are never shown to another.
	ID() string
	// AuthorizeURL is the page at the service where the user agrees. The challenge is PKCE's, by S256.
	AuthorizeURL(state, challenge, redirectURL string) string
	// Exchange turns a code into a token. It returns ErrInvalidGrant when the service does not take the code.
	Exchange(ctx context.Context, code, verifier, redirectURL string) (Token, error)
	// Refresh turns a refresh token, which may be used up by that, into a new token. It returns ErrInvalidGrant when the service does not
	// take it, and no such error when the service could not be asked.
	Refresh(ctx context.Context, refresh string) (Token, error)
	// Revoke ends what an access token stands for.
	Revoke(ctx context.Context, access string) error
	// Identify returns who signed in.
	Identify(ctx context.Context, token Token) (Identity, error)
}

// Token lets calls to the service through. However it is printed or logged, it does not show.
type Token struct {
	Access, Refresh string
	// APIURL is where the service wants to be called with it; empty when it did not say.
	APIURL  string
	Expires time.Time
}

// Format implements fmt.Formatter.
func (Token) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "[token]") }

// LogValue implements slog.LogValuer.
func (Token) LogValue() slog.Value { return slog.StringValue("[token]") }

// Identity is who somebody is at the service.
type Identity struct {
	UserID, Email, AccountID string
}

// Intent is what a user wanted when they were asked to sign in. The zero Intent is just to sign in.
type Intent struct {
	ChannelID, RootID string
	Topic             string
	// Personal means the user's personal room.
	Personal bool
	// Force insists on a second meeting.
	Force bool
	// Share posts the meeting that Reference names, or the personal room, instead of starting one.
	Share     bool
	Reference string
}

// Attempt is a sign-in that was begun.
type Attempt struct {
	// UserID is who began it, and Owner for whom: themselves or Account.
	UserID, Owner string
	// Verifier is PKCE's secret.
	Verifier    string
	RedirectURL string
	Intent      Intent
}

// Attempts keeps what users want and have begun.
type Attempts interface {
	// Remember keeps what a user wants for ttl.
	Remember(ctx context.Context, userID, key string, intent Intent, ttl time.Duration) error
	// Intent returns what Remember kept for that user under key, the zero Intent when there is nothing or no longer.
	Intent(ctx context.Context, userID, key string) (Intent, error)
	// Begin keeps an attempt for ttl.
	Begin(ctx context.Context, state string, attempt Attempt, ttl time.Duration) error
	// Take returns an attempt to one caller only. It returns ErrBadState, or ErrOtherUser, which leaves the attempt where it is.
	Take(ctx context.Context, state, userID string) (Attempt, error)
}

// Connection is what is stored of an owner who has signed in.
type Connection struct {
	// App is the App's ID.
	App      string
	Identity Identity
	// Token has no Access when it cannot be opened with the present key.
	Token Token
	// Replacement tells that Token was fetched because the service rejected the one before.
	Replacement bool
	// ConnectedAt is when the owner signed in, RefreshedAt when the service gave out Token.
	ConnectedAt, RefreshedAt time.Time
	Lease                    Lease
	// Revision names the stored value that was read. It is the store's.
	Revision string
}

// Lease is the right to refresh a connection; the zero Lease has ended.
type Lease struct {
	// Holder is unique for each time that a lease is taken.
	Holder string
	Until  time.Time
}

// Connections keeps the connection of each owner, its token sealed.
type Connections interface {
	// Load returns what is stored, or was a moment ago. It returns ErrNotConnected for nothing, which is certain, and ErrReconnect once
	// for what an earlier version of the plugin stored.
	Load(ctx context.Context, owner string) (Connection, error)
	// Put stores connection whatever was there, and lists the owner under the identity.
	Put(ctx context.Context, owner string, connection Connection) error
	// Swap stores connection if its Revision is what is stored. It returns it with its new Revision and tells whether it did.
	Swap(ctx context.Context, owner string, connection Connection) (Connection, bool, error)
	// Remove removes connection if its Revision is what is stored, and tells whether it did.
	Remove(ctx context.Context, owner string, connection Connection) (bool, error)
	// Owners returns who may be connected as this user of the service.
	Owners(ctx context.Context, serviceUserID string) ([]string, error)
}
