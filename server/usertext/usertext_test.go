package usertext_test

import (
	"testing"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

func TestEveryErrorOfTheDomainHasItsText(t *testing.T) {
	codes := map[string]bool{}
	for _, err := range []error{
		usertext.ErrNoSession, usertext.ErrBadRequest, usertext.ErrUnsupported, usertext.ErrTooLarge,
		meeting.ErrTopicTooLong, meeting.ErrForbidden, meeting.ErrArchived, meeting.ErrBadThread,
		meeting.ErrUnknownHost, meeting.ErrCredentials, meeting.ErrMissingScopes, meeting.ErrRateLimited, meeting.ErrUnavailable,
		meeting.ErrEventRefused, meeting.ErrEventMalformed, &meeting.NotConfiguredError{},
	} {
		failure := usertext.ForError(errors.Wrap(err, "the cause, which is secret"), "Zoom")
		require.NotEqual(t, "internal", failure.Code, err)
		require.False(t, codes[failure.Code], "%s twice", failure.Code)
		codes[failure.Code] = true
		require.GreaterOrEqual(t, failure.Status, 400)
		require.NotContains(t, failure.Message, "secret,")
		require.NotContains(t, failure.Message, "cause, which")
		require.NotContains(t, failure.Message, "{")
	}
}

func TestTexts(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"unknown host": {meeting.ErrUnknownHost, "We could not verify your Mattermost account in Zoom. " +
			"Please ensure that your Mattermost email address matches your Zoom email address."},
		"what is missing": {&meeting.NotConfiguredError{Problems: []string{"Account ID is missing", "Client ID is missing"}},
			"Zoom is not set up yet: Account ID is missing; Client ID is missing. A System Admin can mend this in System Console > Plugins > Zoom."},
		"unforeseen": {errors.New("pq: password is hunter2"), "Something went wrong on this server. " +
			"Please try again; if it stays so, a System Admin finds the cause in the server log."},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, usertext.ForError(c.err, "Zoom").Message)
		})
	}
}
