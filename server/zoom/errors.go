package zoom

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/pkg/errors"
)

// Zoom's error codes, from the descriptions of the single calls in its API reference.
const (
	codeUserNotFound    = 1001
	codeUserNotOurs     = 1010
	codeMeetingNotFound = 3001
	codeInvalidToken    = 124
	codeRateLimit       = 429
	codeMissingScopes   = 4711
)

// APIError is a failure that Zoom answered with. Zoom repeats some codes under several statuses and once inside a 200, so
// the predicates look at both.
type APIError struct {
	// Status is the HTTP status.
	Status int
	// Code is Zoom's own error code, 0 when the answer had none.
	Code int
	// Message is Zoom's text for engineers, or a short cause when the answer was not Zoom's JSON.
	Message string
	// OAuth is the error name that the token endpoint gave, such as invalid_client; empty for all other calls.
	OAuth string
}

func (e *APIError) Error() string {
	text := fmt.Sprintf("zoom answered %d", e.Status)
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", e.Code)
	}
	if e.OAuth != "" {
		text += ", " + e.OAuth
	}
	return text + ": " + e.Message
}

// IsUserNotFound tells whether Zoom knows no such user in this account.
func IsUserNotFound(err error) bool {
	return is(err, func(e *APIError) bool { return e.Code == codeUserNotFound || e.Code == codeUserNotOurs })
}

// IsMeetingNotFound tells whether Zoom knows no such meeting.
func IsMeetingNotFound(err error) bool {
	return is(err, func(e *APIError) bool { return e.Code == codeMeetingNotFound })
}

// IsUnauthorized tells whether Zoom did not take the token of an API call.
func IsUnauthorized(err error) bool {
	return is(err, func(e *APIError) bool {
		return e.OAuth == "" && (e.Code == codeInvalidToken || (e.Status == http.StatusUnauthorized && e.Code != codeMissingScopes))
	})
}

// IsSignInRefused tells whether the token endpoint refused the credentials, and not whether something else answered in its place.
func IsSignInRefused(err error) bool {
	return is(err, func(e *APIError) bool {
		return e.OAuth != "" && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden)
	})
}

// IsMissingScopes tells whether the app lacks a permission; the message names it.
func IsMissingScopes(err error) bool {
	return is(err, func(e *APIError) bool { return e.Code == codeMissingScopes })
}

// IsRateLimited tells whether Zoom asks to wait.
func IsRateLimited(err error) bool {
	return is(err, func(e *APIError) bool { return e.Status == http.StatusTooManyRequests || e.Code == codeRateLimit })
}

func is(err error, what func(*APIError) bool) bool {
	var apiErr *APIError
	return errors.As(err, &apiErr) && what(apiErr)
}

// errorOf returns the failure that an answer holds, nil when it holds none.
func errorOf(status int, body []byte) *APIError {
	var answer struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	err := json.Unmarshal(body, &answer)
	if status >= 200 && status <= 299 && answer.Code == 0 {
		return nil
	}
	message := answer.Message
	if err != nil {
		message = excerpt(body)
	}
	return &APIError{Status: status, Code: answer.Code, Message: message}
}

// excerpt makes a body that is not JSON fit for a log line.
func excerpt(body []byte) string {
	const limit = 200
	text := strings.Join(strings.Fields(string(body)), " ")
	if text == "" {
		return "empty answer"
	}
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit]) + "…"
	}
	return text
}
