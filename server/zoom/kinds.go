package zoom

import (
	"net/http"
	"strings"
)

// Zoom's error codes, from the descriptions of the single calls in its API reference and from what was seen in public.
const (
	codeInvalidToken     = 124
	codeNoPermission     = 200
	codeInvalid          = 300
	codeRateLimit        = 429
	codeUserNotFound     = 1001
	codeNotOfThisAccount = 1010
	codeNoInvitation     = 1120
	codeSummariesClosed  = 2305
	codeMeetingRefused   = 3000
	codeMeetingNotFound  = 3001
	codeOnPremiseMeeting = 3063
	codeMayNotHost       = 3161
	codeMissingScopes    = 4711
)

// kind is what an APIError means. There is one for each Is… function, so that they cannot overlap.
type kind int

const (
	other kind = iota
	userNotFound
	userPending
	meetingNotFound
	notAllowed
	unauthorized
	signInRefused
	invalidGrant
	missingScopes
	rateLimited
	invalid
)

// IsUserNotFound tells whether Zoom knows no such user in this account.
func IsUserNotFound(err error) bool { return kindOf(err) == userNotFound }

// IsUserPending tells whether the user has not accepted the invitation to the account yet.
func IsUserPending(err error) bool { return kindOf(err) == userPending }

// IsMeetingNotFound tells whether Zoom knows no such meeting.
func IsMeetingNotFound(err error) bool { return kindOf(err) == meetingNotFound }

// IsNotAllowed tells whether the user or the account may not do this: a role, a plan or a setting at Zoom forbids it.
func IsNotAllowed(err error) bool { return kindOf(err) == notAllowed }

// IsUnauthorized tells whether Zoom did not take the token of an API call.
func IsUnauthorized(err error) bool { return kindOf(err) == unauthorized }

// IsTokenRefused tells whether Zoom itself, and not something in between, did not take the token of an API call.
func IsTokenRefused(err error) bool {
	e, ok := asAPIError(err)
	return ok && e.Code == codeInvalidToken && kindOf(err) == unauthorized
}

// IsSignInRefused tells whether the token endpoint refused the credentials, and not whether something else answered in its place.
func IsSignInRefused(err error) bool { return kindOf(err) == signInRefused }

// IsInvalidGrant tells whether the token endpoint takes the app's credentials and not the code or the refresh token: it is spent, too
// old, withdrawn, or was never given out. Who is meant by it must sign in again.
func IsInvalidGrant(err error) bool { return kindOf(err) == invalidGrant }

// IsMissingScopes tells whether the app lacks a permission; APIError.Scopes names it.
func IsMissingScopes(err error) bool { return kindOf(err) == missingScopes }

// IsRateLimited tells whether Zoom asks to wait: until APIError.RetryAt, if it said when.
func IsRateLimited(err error) bool { return kindOf(err) == rateLimited }

// IsInvalid tells whether Zoom did not accept the request's parameters; APIError.Fields may name them.
func IsInvalid(err error) bool { return kindOf(err) == invalid }

// kindOf looks at the code before the status, since Zoom repeats codes under several statuses and once inside a 200, and at the
// message where Zoom uses a code for several things.
func kindOf(err error) kind {
	e, ok := asAPIError(err)
	if !ok {
		return other
	}
	says := func(text string) bool { return strings.Contains(strings.ToLower(e.Message), text) }
	switch {
	case e.Status == http.StatusTooManyRequests || e.Code == codeRateLimit:
		return rateLimited
	case e.OAuth != "":
		return kindOfSignIn(e, says)
	case e.Code == codeMissingScopes || says("does not contain scopes"): // Code 104 was seen with that text.
		return missingScopes
	}
	switch e.Code {
	case codeNoInvitation:
		return userPending
	case codeUserNotFound, codeMeetingNotFound, codeNotOfThisAccount:
		return kindOfAbsence(e)
	case codeMayNotHost, codeSummariesClosed, codeOnPremiseMeeting:
		return notAllowed
	case codeNoPermission:
		if says("permission") || says("available for") {
			return notAllowed
		}
	case codeMeetingRefused:
		if says("blocked from joining") || says("cannot schedule a meeting") {
			return notAllowed
		}
	case codeInvalid:
		if says("invalid meeting id") || says("meeting id does not exist") {
			return meetingNotFound
		}
		return invalid
	}
	return kindOfStatus(e, says)
}

// kindOfSignIn is for an answer in OAuth's form. Zoom was seen to call a wrong code an invalid_request.
func kindOfSignIn(e *APIError, says func(string) bool) kind {
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		if e.OAuth == "invalid_grant" || says("invalid authorization code") {
			return invalidGrant
		}
		return signInRefused
	}
	return other
}

// kindOfAbsence is for the codes with which Zoom says that something is not there. The first word of the message says what: 3001 was
// described for users too, 1001 for meetings, and 1010 was seen for groups.
func kindOfAbsence(e *APIError) kind {
	subject, _, _ := strings.Cut(strings.ToLower(e.Message), " ")
	switch {
	case subject == "user":
		return userNotFound
	case subject == "meeting" || e.Code == codeMeetingNotFound:
		return meetingNotFound
	case e.Code == codeUserNotFound:
		return userNotFound
	}
	return other
}

// kindOfStatus is for an answer whose code says nothing.
func kindOfStatus(e *APIError, says func(string) bool) kind {
	switch {
	case e.Code == codeInvalidToken || e.Status == http.StatusUnauthorized:
		return unauthorized
	case e.Status == http.StatusForbidden && says("not permitted access"):
		return notAllowed
	}
	return other
}
