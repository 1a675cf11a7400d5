package meeting

import (
	"strings"

	"github.com/pkg/errors"
)

var (
	// ErrTopicTooLong says that a topic has more than MaxTopic characters.
	ErrTopicTooLong = errors.New("topic too long")

	// ErrForbidden says that the user is not a member of the channel or may not post there; unknown channels are the same.
	ErrForbidden = errors.New("may not post in this channel")
	// ErrArchived says that the channel is archived.
	ErrArchived = errors.New("channel is archived")
	// ErrBadThread says that the root post is not the head of a thread in the channel.
	ErrBadThread = errors.New("no such thread in this channel")

	// ErrUnknownHost says that the service does not know the host.
	ErrUnknownHost = errors.New("the meeting service does not know this user")
	// ErrNotConfigured says that the service is not set up; see NotConfiguredError for what is missing.
	ErrNotConfigured = errors.New("the meeting service is not set up")
	// ErrCredentials says that the service refuses this server's credentials.
	ErrCredentials = errors.New("the meeting service refuses the credentials")
	// ErrMissingScopes says that the credentials lack a permission.
	ErrMissingScopes = errors.New("the credentials lack a permission")
	// ErrRateLimited says that the service asks to wait.
	ErrRateLimited = errors.New("the meeting service asks to wait")
	// ErrUnavailable says that the service did not answer usefully.
	ErrUnavailable = errors.New("the meeting service does not answer")

	// ErrEventRefused says that a delivery lacks the secret or a good signature.
	ErrEventRefused = errors.New("delivery refused")
	// ErrEventMalformed says that a delivery cannot be read.
	ErrEventMalformed = errors.New("malformed delivery")

	// ErrNotFound says that the Store has no record of a number.
	ErrNotFound = errors.New("no such meeting")
	// ErrPostGone says that a post cannot be changed, now or later.
	ErrPostGone = errors.New("the post is gone")
)

// NotConfiguredError is ErrNotConfigured with what an administrator has to do.
type NotConfiguredError struct {
	// Problems are short clauses, such as "Account ID is missing".
	Problems []string
}

func (e *NotConfiguredError) Error() string {
	return ErrNotConfigured.Error() + ": " + strings.Join(e.Problems, ", ")
}

// Is makes errors.Is(err, ErrNotConfigured) true.
func (e *NotConfiguredError) Is(target error) bool { return target == ErrNotConfigured }
