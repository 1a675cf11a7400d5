// Package signintest has a sign-in in memory, for the tests of the fronts.
package signintest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/oauth/oauthtest"
	"mattermost-plugin-zoom/server/signin"
)

// SignIn is a sign-in with all that is behind it.
type SignIn struct {
	*signin.SignIn
	App *oauthtest.App
	// SignFor is what Owner does; at first everybody signs in for themselves.
	SignFor func(userID string) (string, error)
	// Admins are the ids of the system admins.
	Admins map[string]bool
	// Told are the ids of those who were told that they are signed out.
	Told []string
}

// New returns a sign-in that keeps its records in kv and serves the plugin at url.
func New(kv *kvtest.KV, url string) *SignIn {
	s := &SignIn{App: &oauthtest.App{Name: "app", Now: time.Now}, Admins: map[string]bool{}}
	key := kvstore.Key(func() string { return "key" })
	connections := kvstore.Connections{KV: kv, Key: key}
	s.SignFor = func(userID string) (string, error) { return userID, nil }
	s.SignIn = &signin.SignIn{
		Source:    &oauth.Source{App: s.App, Connections: connections, Now: time.Now, Wait: func(context.Context, time.Duration) error { return nil }},
		Owner:     func(userID string) (string, error) { return s.SignFor(userID) },
		URL:       func() string { return url },
		SignedOut: func(_ context.Context, owner string) { s.Told = append(s.Told, owner) },
	}
	s.Flow = &oauth.Flow{
		App: s.App, Attempts: kvstore.Attempts{KV: kv, Key: key}, Connections: connections, RedirectURL: s.RedirectURL, Now: time.Now,
		IsAdmin: func(_ context.Context, userID string) (bool, error) { return s.Admins[userID], nil },
	}
	return s
}

// Connect signs a user in, as identity.
func (s *SignIn) Connect(t *testing.T, userID string, identity oauth.Identity) {
	t.Helper()
	page, err := s.Begin(t.Context(), userID, "")
	require.NoError(t, err)
	state, code, err := s.App.Agree(page, identity)
	require.NoError(t, err)
	wanted, _, err := s.Complete(t.Context(), oauth.Return{UserID: userID, State: state, Code: code})
	require.NoError(t, err)
	require.Equal(t, meeting.Wanted{}, wanted)
}
