package usertext

import (
	"net/http"
	"strings"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
)

// Failure is an error as people and programs see it. It never holds the cause: that belongs in the log.
type Failure struct {
	Code    string
	Message string
	// Status is the HTTP status.
	Status int
	// RetryAfter is how long to wait before another try; zero when that is not known.
	RetryAfter time.Duration
	// Ours tells that somebody who runs the server should look at the cause.
	Ours bool
}

// Errors of a request, before it reaches the domain.
var (
	ErrBadRequest = errors.New("the request cannot be read")
	ErrTooLarge   = errors.New("the request is too large")
	ErrNoSession  = errors.New("no session")
	ErrAdminsOnly = errors.New("for system admins only")
	ErrStopping   = errors.New("the plugin is being stopped")
)

// BadRequestError is ErrBadRequest with what is wrong, for whoever wrote the program that sent it.
type BadRequestError struct{ Detail string }

func (e *BadRequestError) Error() string { return ErrBadRequest.Error() + ": " + e.Detail }

// Is makes errors.Is(err, ErrBadRequest) true.
func (e *BadRequestError) Is(target error) bool { return target == ErrBadRequest }

// failures give each error its code, by which its message in assets/i18n is named too: error.<code>, and error.<code>.admin for what an
// admin is told besides. The first that fits counts.
var failures = []struct {
	err    error
	code   string
	status int
	ours   bool
}{
	{ErrNoSession, "unauthorized", http.StatusUnauthorized, false},
	{ErrAdminsOnly, "admins_only", http.StatusForbidden, false},
	{ErrBadRequest, "bad_request", http.StatusBadRequest, false},
	{ErrTooLarge, "too_large", http.StatusRequestEntityTooLarge, false},
	{ErrStopping, "stopping", http.StatusServiceUnavailable, false},

	{meeting.ErrTopicTooLong, "topic_too_long", http.StatusBadRequest, false},
	{meeting.ErrBadReference, "bad_reference", http.StatusBadRequest, false},
	{meeting.ErrForeignLink, "foreign_link", http.StatusBadRequest, false},
	{meeting.ErrHostLink, "host_link", http.StatusBadRequest, false},
	{meeting.ErrPersonalLink, "personal_link", http.StatusBadRequest, false},
	{meeting.ErrOtherLink, "other_link", http.StatusBadRequest, false},
	{meeting.ErrCannotShare, "cannot_share", http.StatusBadRequest, false},
	{meeting.ErrTooManyUses, "too_many_uses", http.StatusConflict, false},
	{meeting.ErrForbidden, "forbidden", http.StatusForbidden, false},
	{meeting.ErrReadOnly, "read_only", http.StatusForbidden, false},
	{meeting.ErrArchived, "archived", http.StatusBadRequest, false},
	{meeting.ErrBadThread, "bad_thread", http.StatusBadRequest, false},

	{meeting.ErrTooManyStarts, "too_many_starts", http.StatusTooManyRequests, false},
	{meeting.ErrNoSignIn, "no_sign_in", http.StatusBadRequest, false},
	{oauth.ErrNotConnected, "not_connected", http.StatusForbidden, false},
	{oauth.ErrReconnect, "not_connected", http.StatusForbidden, false},
	{oauth.ErrNotAdmin, "not_admin", http.StatusForbidden, false},
	{meeting.ErrNotConnected, "not_connected", http.StatusForbidden, false},
	{meeting.ErrAccountNotConnected, "account_not_connected", http.StatusServiceUnavailable, false},
	{meeting.ErrUnverified, "unverified", http.StatusForbidden, false},
	{meeting.ErrNotConfigured, "not_configured", http.StatusServiceUnavailable, false},
	{meeting.ErrUnknownHost, "unknown_host", http.StatusForbidden, true},
	{meeting.ErrPendingHost, "host_pending", http.StatusForbidden, true},
	{meeting.ErrInactiveHost, "host_inactive", http.StatusForbidden, true},
	{meeting.ErrNotAllowed, "not_allowed", http.StatusForbidden, true},
	{meeting.ErrCredentials, "credentials_refused", http.StatusBadGateway, true},
	{meeting.ErrMissingScopes, "missing_scopes", http.StatusBadGateway, true},
	{meeting.ErrRateLimited, "rate_limited", http.StatusTooManyRequests, true},
	{meeting.ErrRejected, "service_rejected", http.StatusBadGateway, true},
	{meeting.ErrSlow, "service_slow", http.StatusGatewayTimeout, true},
	{meeting.ErrBadAnswer, "bad_answer", http.StatusBadGateway, true},
	{meeting.ErrUnavailable, "service_unavailable", http.StatusServiceUnavailable, true},

	{meeting.ErrEventRefused, "refused", http.StatusForbidden, false},
	{meeting.ErrEventMalformed, "malformed", http.StatusBadRequest, false},
}

// ForError returns how err is told to reader, who asked for what failed.
func (t *Texts) ForError(err error, reader meeting.Person) Failure {
	failure := known(err)
	failure.RetryAfter = max(0, retryAt(err).Sub(t.now()))
	values := t.valuesOf(err, reader)
	id := "error." + failure.Code
	failure.Message = t.say(reader.Locale, id, values)
	if admin := id + ".admin"; reader.Admin && t.has(admin) {
		failure.Message += "\n" + t.say(reader.Locale, admin, values)
	}
	return failure
}

// retryAt is when another try can help; zero when err does not tell.
func retryAt(err error) time.Time {
	var tooMany *meeting.TooManyStartsError
	if errors.As(err, &tooMany) {
		return tooMany.RetryAt
	}
	var service *meeting.ServiceError
	if errors.As(err, &service) {
		return service.RetryAt
	}
	return time.Time{}
}

// known is the first of failures that fits, without a message.
func known(err error) Failure {
	for _, known := range failures {
		if errors.Is(err, known.err) {
			return Failure{Code: known.code, Status: known.status, Ours: known.ours}
		}
	}
	return Failure{Code: "internal", Status: http.StatusInternalServerError, Ours: true}
}

// valuesOf is what a message about err may name.
func (t *Texts) valuesOf(err error, reader meeting.Person) data {
	values := data{"Email": code(reader.Email), "Limit": meeting.MaxTopic}
	var malformed *BadRequestError
	if errors.As(err, &malformed) {
		values["Detail"] = quote(malformed.Detail)
	}
	var missing *meeting.NotConfiguredError
	if errors.As(err, &missing) {
		values["Problems"] = t.problems(reader.Locale, missing.Problems)
	}
	var service *meeting.ServiceError
	if errors.As(err, &service) {
		values["Detail"] = quote(service.Detail)
		values["Scopes"] = t.scopes(reader.Locale, service.Scopes)
	}
	var tooMany *meeting.TooManyStartsError
	if errors.As(err, &tooMany) {
		values["InChannel"] = tooMany.InChannel
	}
	if wait := retryAt(err).Sub(t.now()); wait > 0 {
		values["Wait"] = t.wait(reader.Locale, wait)
	}
	return values
}

// detail is what an admin is told of a failure by its code: what everybody is told, and what only admins are.
func (t *Texts) detail(locale, code, detail string, scopes []string) string {
	values := data{"Detail": quote(detail), "Scopes": t.scopes(locale, scopes)}
	var sentences []string
	for _, id := range []string{"error." + code, "error." + code + ".admin"} {
		if t.has(id) {
			sentences = append(sentences, t.say(locale, id, values))
		}
	}
	if len(sentences) == 0 {
		return quote(detail) // of another version
	}
	return strings.Join(sentences, " ")
}

// Problem is what is wrong with a setting, as a clause.
func (t *Texts) Problem(locale string, problem meeting.Problem) string {
	return t.say(locale, "problem."+problem.Code, data{"Setting": problem.Setting, "Example": problem.Example})
}

func (t *Texts) problems(locale string, problems []meeting.Problem) string {
	clauses := make([]string, len(problems))
	for i, problem := range problems {
		clauses[i] = t.Problem(locale, problem)
	}
	return strings.Join(clauses, "; ")
}

// scopes names permissions of which one is enough.
func (t *Texts) scopes(locale string, names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, t.say(locale, "error.or", nil))
}

// maxQuote is how much of a stranger's words is shown, in characters.
const maxQuote = 300

// quote shows what somebody else wrote as it is, on one line.
func quote(text string) string {
	line := []rune(code(strings.Join(strings.Fields(text), " ")))
	if len(line) > maxQuote {
		line = append(line[:maxQuote], '…')
	}
	if len(line) == 0 {
		return ""
	}
	return "`" + string(line) + "`"
}
