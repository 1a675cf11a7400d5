package oauth_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/oauth"
)

// FuzzReturn comes back from the service with anything: only the state and the code that belong to this user connect them, and only once.
func FuzzReturn(f *testing.F) {
	f.Add("", "", "", "u")
	f.Add("state", "code", "access_denied", "v")
	f.Add("\xff\xfe", "\x00", "invalid_request", "admin")
	f.Add("' OR 1=1 --", "code", "", "account")
	f.Fuzz(func(t *testing.T, state, code, failure, userID string) {
		w := newWorld(t)
		page, err := w.flow().Begin(t.Context(), "u", "u", "")
		require.NoError(t, err)
		goodState, goodCode, err := w.app.Agree(page, alice)
		require.NoError(t, err)
		begun := w.kv.Values()

		_, identity, err := w.flow().Complete(t.Context(), oauth.Return{UserID: userID, State: state, Code: code, Error: failure})
		require.ErrorIs(t, err, oauth.ErrBadState)
		require.Zero(t, identity)
		if userID != "u" {
			_, _, err = w.flow().Complete(t.Context(), oauth.Return{UserID: userID, State: goodState, Code: goodCode})
			require.ErrorIs(t, err, oauth.ErrOtherUser)
		}
		require.Equal(t, begun, w.kv.Values(), "the attempt of the user is still there")

		// A key of a prompt's link is worth nothing but to whom it was given.
		wanted, err := w.flow().Begin(t.Context(), "v", "v", state)
		require.NoError(t, err)
		_, err = url.Parse(wanted)
		require.NoError(t, err)

		_, _, err = w.flow().Complete(t.Context(), oauth.Return{UserID: "u", State: goodState, Code: code, Error: failure})
		require.True(t, errors.Is(err, oauth.ErrRefused) || errors.Is(err, oauth.ErrDenied), err)
		require.NotContains(t, w.kv.Values(), "connection_u")
		_, _, err = w.flow().Complete(t.Context(), oauth.Return{UserID: "u", State: goodState, Code: goodCode})
		require.ErrorIs(t, err, oauth.ErrBadState, "it is good once")
	})
}
