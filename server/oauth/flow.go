package oauth

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/pkg/errors"
	"golang.org/x/oauth2"
)

const (
	// intentTime is how long a prompt's link leads to what the user wanted, stateTime how long the user may stay at the service.
	intentTime = time.Hour
	stateTime  = 10 * time.Minute
	// callTimeout bounds each call to the service.
	callTimeout = 10 * time.Second
)

// keyMark is between the random part of a state and the key of what the user wants. Neither has it.
const keyMark = "."

// Flow signs people in.
type Flow struct {
	App         App
	Attempts    Attempts
	Connections Connections
	// RedirectURL is where the service sends people back to.
	RedirectURL func() string
	// IsAdmin tells whether a user is a system admin.
	IsAdmin func(ctx context.Context, userID string) (bool, error)
	Now     func() time.Time
}

// Return is what the service sends a user back with.
type Return struct {
	// UserID is whose session it is.
	UserID      string
	State, Code string
	// Owner is whom the user signs in for by the settings of now; empty means whomever they began for.
	Owner string
	// Error is OAuth's name of what went wrong, such as access_denied (RFC 6749, section 4.1.2.1); empty when nothing did.
	Error string
}

// Remember keeps what a user wants, and returns the key with which a prompt's link names it to Begin.
func (f *Flow) Remember(ctx context.Context, userID string, intent Intent) (key string, err error) {
	key = rand.Text()
	return key, f.Attempts.Remember(ctx, userID, key, intent, intentTime)
}

// Begin returns the page at the service to which the user goes now to sign in as owner: themselves or Account. The key is what Remember
// gave out; when it is empty, another user's or too old, the user just signs in. It returns ErrNotAdmin or ErrNoEncryptionKey.
func (f *Flow) Begin(ctx context.Context, userID, owner, key string) (authorizeURL string, err error) {
	if err := f.mayOwn(ctx, userID, owner); err != nil {
		return "", err
	}
	attempt := Attempt{UserID: userID, Owner: owner, Verifier: oauth2.GenerateVerifier(), RedirectURL: f.RedirectURL()}
	if key != "" {
		if attempt.Intent, err = f.Attempts.Intent(ctx, userID, key); err != nil {
			return "", err
		}
	}
	state := rand.Text()
	if attempt.Intent != (Intent{}) {
		// Who comes back in vain can begin again for the same. The key is good for nobody else.
		state += keyMark + key
	}
	if err := f.Attempts.Begin(ctx, state, attempt, stateTime); err != nil {
		return "", err
	}
	return f.App.AuthorizeURL(state, oauth2.S256ChallengeFromVerifier(attempt.Verifier), attempt.RedirectURL), nil
}

// Complete stores the connection of a user who comes back, and returns what they wanted and who they are at the service. It returns
// ErrBadState, ErrOtherUser, ErrNotAdmin, ErrDenied, ErrRefused, or what kept the App from doing its part.
func (f *Flow) Complete(ctx context.Context, back Return) (Intent, Identity, error) {
	attempt, err := f.Attempts.Take(ctx, back.State, back.UserID)
	if err != nil {
		return Intent{}, Identity{}, err
	}
	if back.Owner != "" && back.Owner != attempt.Owner {
		return Intent{}, Identity{}, errors.Wrap(ErrBadState, "begun in another mode")
	}
	// An admin may have ceased to be one.
	if err := f.mayOwn(ctx, attempt.UserID, attempt.Owner); err != nil {
		return Intent{}, Identity{}, err
	}
	switch {
	case back.Error == "access_denied":
		return Intent{}, Identity{}, ErrDenied
	case back.Error != "":
		return Intent{}, Identity{}, errors.Wrapf(ErrRefused, "%.40q", back.Error)
	case back.Code == "":
		return Intent{}, Identity{}, errors.Wrap(ErrRefused, "no code")
	}
	connection, err := f.exchange(ctx, attempt, back.Code)
	if err != nil {
		return Intent{}, Identity{}, err
	}
	return attempt.Intent, connection.Identity, f.Connections.Put(ctx, attempt.Owner, connection)
}

// KeyOf is the key of what the user wants who comes back with a state; empty for none.
func KeyOf(state string) string {
	_, key, _ := strings.Cut(state, keyMark)
	return key
}

// exchange turns a code into a connection.
func (f *Flow) exchange(ctx context.Context, attempt Attempt, code string) (Connection, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout) // for both calls: the user waits
	defer cancel()
	connection := Connection{App: f.App.ID(), ConnectedAt: f.Now(), RefreshedAt: f.Now()}
	var err error
	connection.Token, err = f.App.Exchange(ctx, code, attempt.Verifier, attempt.RedirectURL)
	if errors.Is(err, ErrInvalidGrant) {
		return Connection{}, errors.Wrap(ErrRefused, err.Error())
	}
	if err != nil {
		return Connection{}, errors.Wrap(err, "exchange the code")
	}
	connection.Identity, err = f.App.Identify(ctx, connection.Token)
	return connection, errors.Wrap(err, "ask who signed in")
}

// mayOwn returns nil for the user's own connection and, for admins, for that of Account.
func (f *Flow) mayOwn(ctx context.Context, userID, owner string) error {
	switch owner {
	case userID:
		return nil
	case Account:
		admin, err := f.IsAdmin(ctx, userID)
		if err == nil && !admin {
			err = ErrNotAdmin
		}
		return err
	default:
		return errors.Wrap(ErrOtherUser, "sign in for somebody else")
	}
}
