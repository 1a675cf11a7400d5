package usertext

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// Failure is an error as people and programs see it. It never holds the cause: that belongs in the log.
type Failure struct {
	Code    string
	Message string
	// Status is the HTTP status.
	Status int
	// Ours tells that somebody who runs the server should look at the cause.
	Ours bool
}

// Errors of a request, before it reaches the domain.
var (
	ErrBadRequest  = errors.New("the request cannot be read")
	ErrTooLarge    = errors.New("the request is too large")
	ErrUnsupported = errors.New("the request asks for what this version cannot do")
	ErrNoSession   = errors.New("no session")
)

const settingsPage = "System Console > Plugins > {service}"

// failures are told with {service} standing for the name of the meeting service.
var failures = []struct {
	err error
	Failure
}{
	{ErrNoSession, Failure{"unauthorized", "Please log in to Mattermost first.", http.StatusUnauthorized, false}},
	{ErrBadRequest, Failure{"bad_request", "The request could not be read: its body is not the JSON that is expected here.",
		http.StatusBadRequest, false}},
	{ErrUnsupported, Failure{"not_supported", "Sharing a meeting and personal meetings are not supported yet. Please start a new meeting.",
		http.StatusBadRequest, false}},
	{ErrTooLarge, Failure{"too_large", "The request is too large.", http.StatusRequestEntityTooLarge, false}},

	{meeting.ErrTopicTooLong, Failure{"topic_too_long",
		fmt.Sprintf("The topic may have at most %d characters. Please shorten it.", meeting.MaxTopic), http.StatusBadRequest, false}},
	{meeting.ErrForbidden, Failure{"forbidden", "You can start meetings only in channels that you are a member of and may post in.",
		http.StatusForbidden, false}},
	{meeting.ErrArchived, Failure{"archived", "This channel is archived. Please start the meeting in another channel.",
		http.StatusBadRequest, false}},
	{meeting.ErrBadThread, Failure{"bad_thread", "The thread was not found in this channel. It may have been deleted: please start the meeting in the channel.",
		http.StatusBadRequest, false}},

	{meeting.ErrUnknownHost, Failure{"unknown_host", "We could not verify your Mattermost account in {service}. " +
		"Please ensure that your Mattermost email address matches your {service} email address.", http.StatusForbidden, true}},
	{meeting.ErrCredentials, Failure{"credentials_refused", "{service} refuses the credentials of this server. " +
		"A System Admin can correct them in " + settingsPage + ".", http.StatusBadGateway, true}},
	{meeting.ErrMissingScopes, Failure{"missing_scopes", "The {service} app of this server lacks a permission. " +
		"A System Admin finds its name in the server log and can add it to the app's scopes at {service}.", http.StatusBadGateway, true}},
	{meeting.ErrRateLimited, Failure{"rate_limited", "{service} is getting too many requests. Please try again in a minute.",
		http.StatusTooManyRequests, true}},
	{meeting.ErrUnavailable, Failure{"service_unavailable", "{service} could not be reached or did not answer as expected. Please try again in a minute; if it stays so, a System Admin finds the cause in the server log.",
		http.StatusServiceUnavailable, true}},

	{meeting.ErrEventRefused, Failure{"refused", "Delivery refused: the secret in the URL or the signature is missing, wrong or too old.",
		http.StatusForbidden, false}},
	{meeting.ErrEventMalformed, Failure{"malformed", "Delivery refused: it is not an event of the expected form.",
		http.StatusBadRequest, false}},
}

// ForError returns how err is told to a user of the meeting service of that name.
func ForError(err error, service string) Failure {
	failure := find(err)
	failure.Message = strings.ReplaceAll(failure.Message, "{service}", service)
	return failure
}

// find takes an error that nobody foresaw for one of the server.
func find(err error) Failure {
	var missing *meeting.NotConfiguredError
	if errors.As(err, &missing) {
		return notConfigured(missing.Problems)
	}
	for _, known := range failures {
		if errors.Is(err, known.err) {
			return known.Failure
		}
	}
	return Failure{"internal", "Something went wrong on this server. Please try again; if it stays so, a System Admin finds the cause in the server log.",
		http.StatusInternalServerError, true}
}

func notConfigured(problems []string) Failure {
	text := "{service} is not set up yet."
	if len(problems) > 0 {
		text = "{service} is not set up yet: " + strings.Join(problems, "; ") + "."
	}
	return Failure{"not_configured", text + " A System Admin can mend this in " + settingsPage + ".", http.StatusServiceUnavailable, false}
}
