package meeting

import (
	"fmt"
	"time"

	"github.com/pkg/errors"
)

var (
	// ErrTopicTooLong says that a topic has more than MaxTopic characters.
	ErrTopicTooLong = errors.New("topic too long")
	// ErrBadReference says that a text is neither a meeting number nor a link to join a meeting.
	ErrBadReference = errors.New("not a meeting number or link")
	// ErrForeignLink says that a link does not lead to the meeting service.
	ErrForeignLink = errors.New("a link to somewhere else")
	// ErrHostLink says that a link would make whoever opens it the host.
	ErrHostLink = errors.New("a link that starts a meeting must not be shared")
	// ErrPersonalLink says that a link names a person's room and not its number.
	ErrPersonalLink = errors.New("a personal link holds no meeting number")
	// ErrOtherLink says that a link of the service's does not lead into a meeting.
	ErrOtherLink = errors.New("a link to something else than a meeting")
	// ErrTooManyUses says that as many posts show a meeting as may do so at a time.
	ErrTooManyUses = errors.New("too many posts show this meeting")
	// ErrCannotShare says that meetings of this service can only be started.
	ErrCannotShare = errors.New("the meeting service cannot share meetings")

	// ErrForbidden says that the user is not a member of the channel; unknown channels are the same.
	ErrForbidden = errors.New("not a member of this channel")
	// ErrReadOnly says that the user is a member of the channel and may not post there.
	ErrReadOnly = errors.New("may not post in this channel")
	// ErrArchived says that the channel is archived.
	ErrArchived = errors.New("channel is archived")
	// ErrBadThread says that the root post is not the head of a thread in the channel.
	ErrBadThread = errors.New("no such thread in this channel")

	// ErrNotConnected says that the person has to sign in to the service; see NotConnectedError.
	ErrNotConnected = errors.New("not signed in to the meeting service")
	// ErrAccountNotConnected says that an admin has to sign in to the service for everybody.
	ErrAccountNotConnected = errors.New("no admin has signed in to the meeting service")
	// ErrNoSignIn says that nobody signs in to the service: the server has credentials for all.
	ErrNoSignIn = errors.New("nobody signs in to the meeting service")
	// ErrUnverified says that the person has not proven that their email address is theirs.
	ErrUnverified = errors.New("the email address is not verified")

	// ErrTooManyStarts says that a StartLimit is reached; see TooManyStartsError.
	ErrTooManyStarts = errors.New("too many meetings were started")

	// ErrEventRefused says that a delivery lacks the secret or a good signature.
	ErrEventRefused = errors.New("delivery refused")
	// ErrEventMalformed says that a delivery cannot be read.
	ErrEventMalformed = errors.New("malformed delivery")

	// ErrNotFound says that the Store has no record of a number.
	ErrNotFound = errors.New("no such meeting")
	// ErrPostGone says that a post cannot be changed, now or later.
	ErrPostGone = errors.New("the post is gone")
)

// Kinds of a ServiceError.
var (
	// ErrUnknownHost says that the service does not know the host.
	ErrUnknownHost = errors.New("the meeting service does not know this user")
	// ErrPendingHost says that the host has not accepted the service's invitation yet.
	ErrPendingHost = errors.New("the user has not joined the meeting service yet")
	// ErrInactiveHost says that the host's account at the service is switched off.
	ErrInactiveHost = errors.New("the user is deactivated at the meeting service")
	// ErrNotAllowed says that the host's plan or role does not allow it.
	ErrNotAllowed = errors.New("the meeting service does not let this user host")
	// ErrCredentials says that the service refuses this server's credentials.
	ErrCredentials = errors.New("the meeting service refuses the credentials")
	// ErrMissingScopes says that the credentials lack a permission.
	ErrMissingScopes = errors.New("the credentials lack a permission")
	// ErrRateLimited says that the service asks to wait.
	ErrRateLimited = errors.New("the meeting service asks to wait")
	// ErrRejected says that the service does not take the request as it is.
	ErrRejected = errors.New("the meeting service rejects the request")
	// ErrUnavailable says that the service did not answer usefully.
	ErrUnavailable = errors.New("the meeting service does not answer")
	// ErrSlow is ErrUnavailable: the service took too long.
	ErrSlow = fmt.Errorf("%w in time", ErrUnavailable)
	// ErrBadAnswer is ErrUnavailable: something answered, but not as the service does.
	ErrBadAnswer = fmt.Errorf("%w as expected", ErrUnavailable)
)

// Refusal is why a delivery was refused.
type Refusal string

// What can be wrong with a delivery; the first that fits counts.
const (
	// RefusedNoSecret says that no secret is set that could be in the URL.
	RefusedNoSecret Refusal = "no_secret"
	// RefusedSecret says that the secret in the URL is missing or wrong.
	RefusedSecret Refusal = "secret"
	// RefusedForm says that the delivery is of an old form, which is never signed, where a signature is required.
	RefusedForm Refusal = "form"
	// RefusedNoToken says that no token is set that a signature could be checked with.
	RefusedNoToken Refusal = "no_token"
	// RefusedSignature says that the signature is missing or wrong.
	RefusedSignature Refusal = "signature"
	// RefusedStale says that the signature is good, but too old or from the future.
	RefusedStale Refusal = "stale"
)

// RefusedError is ErrEventRefused with the reason.
type RefusedError struct {
	Reason Refusal
	// Known tells that the sender has the secret or signed well: the delivery is the service's, and something is set wrong.
	Known bool
	// Cause is for the log.
	Cause error
}

func (e *RefusedError) Error() string { return ErrEventRefused.Error() + ": " + e.Cause.Error() }

// Unwrap lets errors.Is and errors.As see ErrEventRefused and the cause.
func (e *RefusedError) Unwrap() []error { return []error{ErrEventRefused, e.Cause} }

// ServiceError is a failure of the meeting service, with what people need to mend it.
type ServiceError struct {
	// Kind is one of the errors above; errors.Is finds it.
	Kind error
	// Scopes are the permissions that are missing, by the service's names; empty for other kinds or when it does not name them.
	Scopes []string
	// RetryAt is when ErrRateLimited ends; zero when the service does not say.
	RetryAt time.Time
	// NotAsked tells that the service was not even asked, since it failed a moment ago.
	NotAsked bool
	// Detail is the service's own words, for admins. It holds nothing secret.
	Detail string
	// Cause is for the log.
	Cause error
}

func (e *ServiceError) Error() string { return e.Kind.Error() + ": " + e.Cause.Error() }

// Unwrap lets errors.Is and errors.As see the kind and the cause.
func (e *ServiceError) Unwrap() []error { return []error{e.Kind, e.Cause} }

// TooManyStartsError is ErrTooManyStarts with what people need to know.
type TooManyStartsError struct {
	// InChannel tells that the limit of the channel is reached, which not only this person may have done.
	InChannel bool
	// RetryAt is when the next start is possible.
	RetryAt time.Time
}

func (e *TooManyStartsError) Error() string { return ErrTooManyStarts.Error() }

// Is makes errors.Is(err, ErrTooManyStarts) true.
func (e *TooManyStartsError) Is(target error) bool { return target == ErrTooManyStarts }

// NotConnectedError is ErrNotConnected with what people need to know.
type NotConnectedError struct {
	// ForAll tells that the person signs in for everybody, as an admin.
	ForAll bool
	// Again tells that there was a connection, which has ended.
	Again bool
}

func (e *NotConnectedError) Error() string { return ErrNotConnected.Error() }

// Is makes errors.Is(err, ErrNotConnected) true.
func (e *NotConnectedError) Is(target error) bool { return target == ErrNotConnected }

// ErrNotConfigured says that the service is not set up; see NotConfiguredError for what is missing.
var ErrNotConfigured = errors.New("the meeting service is not set up")

// NotConfiguredError is ErrNotConfigured with what an administrator has to do.
type NotConfiguredError struct {
	Problems []Problem
}

// Problem is something about a setting.
type Problem struct {
	// Code names the text that tells it.
	Code string
	// Setting is what the System Console calls it, and Example a value that would do; empty where the text names none.
	Setting, Example string
}

func (e *NotConfiguredError) Error() string {
	return fmt.Sprintf("%s: %v", ErrNotConfigured, e.Problems)
}

// Is makes errors.Is(err, ErrNotConfigured) true.
func (e *NotConfiguredError) Is(target error) bool { return target == ErrNotConfigured }
