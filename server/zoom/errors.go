package zoom

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pkg/errors"
)

// APIError is a failure that Zoom answered with. The Is… functions of this package say of which kind it is; no error is of two kinds.
type APIError struct {
	// Status is the HTTP status.
	Status int
	// Code is Zoom's own error code, 0 when the answer had none.
	Code int
	// Message is Zoom's text for engineers, or a short cause when the answer was not Zoom's JSON.
	Message string
	// Fields says what is wrong with single parameters of the request.
	Fields []FieldError
	// Scopes are the permissions of which the app needs one; empty when Zoom did not name any.
	Scopes []string
	// RetryAt is when Zoom wants to be asked again, from Retry-After; zero when it did not say.
	RetryAt time.Time
	// OAuth is the error name that the token endpoint gave, such as invalid_client; empty for all other calls.
	OAuth string
}

// FieldError says what is wrong with a parameter of a request.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (e *APIError) Error() string {
	text := fmt.Sprintf("zoom answered %d", e.Status)
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", e.Code)
	}
	if e.OAuth != "" {
		text += ", " + e.OAuth
	}
	text += ": " + e.Message
	for _, field := range e.Fields {
		text += fmt.Sprintf(" [%s: %s]", field.Field, field.Message)
	}
	return text
}

// errorOf returns the failure that an answer holds, nil when it holds none.
func errorOf(status int, header http.Header, body []byte, now time.Time) *APIError {
	answer := parseFailure(body)
	if status >= 200 && status <= 299 && answer.Code == 0 {
		return nil
	}
	if answer.Message == "" {
		answer.Message = excerpt(body)
	}
	return &APIError{
		Status: status, Code: int(answer.Code), Message: answer.Message, Fields: answer.Errors,
		Scopes: scopesIn(answer.Message), RetryAt: retryAt(header.Get("Retry-After"), now),
	}
}

// failure is the body of an error.
type failure struct {
	Code    number       `json:"code"`
	Message string       `json:"message"`
	Errors  []FieldError `json:"errors"`
}

// almostJSON is a failure whose message holds quotes that Zoom did not escape.
var almostJSON = regexp.MustCompile(`(?s)^\s*{\s*"code"\s*:\s*"?(\d{1,9})"?\s*,\s*"message"\s*:\s*"(.*)"\s*}\s*$`)

func parseFailure(body []byte) failure {
	var answer failure
	if json.Unmarshal(body, &answer) == nil {
		return answer
	}
	parts := almostJSON.FindSubmatch(body)
	if parts == nil {
		return failure{}
	}
	code, _ := strconv.Atoi(string(parts[1])) // The expression lets only digits through.
	return failure{Code: number(code), Message: string(parts[2])}
}

var scopeList = regexp.MustCompile(`does not contain scopes:\s*\[([^\]]*)\]`)

// scopesIn returns the names in a message such as `Invalid access token, does not contain scopes:[user:read:user, user:read:user:admin].`
func scopesIn(message string) []string {
	found := scopeList.FindStringSubmatch(message)
	if found == nil {
		return nil
	}
	return strings.FieldsFunc(found[1], func(r rune) bool { return strings.ContainsRune(`, "'`, r) })
}

// retryAt reads Retry-After. Zoom sends an instant such as 2025-01-20T00:00:00Z for its daily limits; seconds and dates are HTTP's
// own forms (RFC 9110, section 10.2.3), which proxies send.
func retryAt(value string, now time.Time) time.Time {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return now.Add(time.Duration(seconds) * time.Second) //nolint:gosec // 31 bits fit
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return at
	}
	at, _ := http.ParseTime(value) // Zero when it is none of these.
	return at
}

// signInFailure is what the token endpoint answered to a request that held secrets. Zoom puts the cause into `reason`, which is not a
// field of OAuth, and quotes there a code that it does not take: no secret stays in the error.
func signInFailure(response *http.Response, body []byte, oauth string, now time.Time, secrets ...string) *APIError {
	var answer struct {
		Reason string `json:"reason"`
	}
	_ = json.Unmarshal(body, &answer)
	text := answer.Reason
	if text == "" {
		text = string(body)
	}
	if strings.Contains(text, "_token") {
		text = "an answer that may hold a token"
	}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret)} {
			if form != "" {
				text = strings.ReplaceAll(text, form, "…")
			}
		}
	}
	return &APIError{
		Status: response.StatusCode, Message: excerpt([]byte(text)), OAuth: oauth,
		RetryAt: retryAt(response.Header.Get("Retry-After"), now),
	}
}

// oauthError is the error name in a body in OAuth's form, empty when there is none.
func oauthError(body []byte) string {
	var answer struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(body, &answer) // Something else may have answered.
	return answer.Error
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

func asAPIError(err error) (apiErr *APIError, ok bool) {
	ok = errors.As(err, &apiErr)
	return apiErr, ok
}
