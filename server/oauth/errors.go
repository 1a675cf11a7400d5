package oauth

import "github.com/pkg/errors"

// What keeps a sign-in from being completed.
var (
	// ErrBadState says that nothing was begun under this state, that it took too long, or that it was used already.
	ErrBadState = errors.New("no such sign-in, or no longer")
	// ErrOtherUser says that somebody else began this sign-in.
	ErrOtherUser = errors.New("another user began this sign-in")
	// ErrNotAdmin says that only a system admin may sign in for everybody.
	ErrNotAdmin = errors.New("only an admin may sign in for everybody")
	// ErrDenied says that the user did not agree at the service.
	ErrDenied = errors.New("the user did not agree")
	// ErrRefused says that the service did not take the code, or did not give one.
	ErrRefused = errors.New("the service refused the sign-in")
)

// What keeps an owner from having a token.
var (
	// ErrNotConnected says that the owner has not signed in.
	ErrNotConnected = errors.New("not signed in")
	// ErrReconnect says that the owner signed in once, but has to do so again.
	ErrReconnect = errors.New("signed in no longer")
	// ErrNoEncryptionKey says that there is no key to seal tokens with, so that none are stored.
	ErrNoEncryptionKey = errors.New("no encryption key is set")
)

// ErrInvalidGrant is what an App returns for a code or refresh token that the service does not take, now or later.
var ErrInvalidGrant = errors.New("invalid grant")

// ErrNotRevoked says that a connection was removed here but could not be ended at the service.
var ErrNotRevoked = errors.New("not revoked at the service")
