package oauth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/oauth"
)

var intent = oauth.Intent{
	ChannelID: "c", RootID: "r", Topic: "Weekly", Personal: true, Force: true, Share: true, Reference: "https://zoom.example/j/1",
}

func TestSignInGoesOnWithWhatTheUserWanted(t *testing.T) {
	for _, lag := range []int{0, 3} {
		w := newWorld(t)
		w.kv.Lag = lag
		key, err := w.flow().Remember(t.Context(), "u", intent)
		require.NoError(t, err)
		page, err := w.flow().Begin(t.Context(), "u", "u", key)
		require.NoError(t, err)
		require.NotContains(t, page, "Weekly")
		state, code, err := w.app.Agree(page, alice)
		require.NoError(t, err)
		got, identity, err := w.flow().Complete(t.Context(), oauth.Return{UserID: "u", State: state, Code: code})
		require.NoError(t, err)
		require.Equal(t, intent, got)
		require.Equal(t, alice, identity)
		token, err := w.source().Token(t.Context(), "u")
		require.NoError(t, err, "even if the replica has not heard of it yet")
		require.True(t, w.app.Good(token))
		require.Equal(t, "https://acc.example", token.APIURL)
	}
}

func TestALinkLeadsToItsIntentForAnHourAndOneUser(t *testing.T) {
	for name, c := range map[string]struct {
		userID, key string
		later       time.Duration
		want        oauth.Intent
	}{
		"in time":      {userID: "u", want: intent, later: time.Hour - time.Second},
		"too late":     {userID: "u", later: time.Hour},
		"another user": {userID: "v"},
		"unknown":      {userID: "u", key: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			key, err := w.flow().Remember(t.Context(), "u", intent)
			require.NoError(t, err)
			if c.key != "" {
				key = c.key
			}
			w.pass(c.later)
			for range 2 { // The first try may have been given up.
				page, err := w.flow().Begin(t.Context(), c.userID, c.userID, key)
				require.NoError(t, err)
				state, code, err := w.app.Agree(page, alice)
				require.NoError(t, err)
				got, _, err := w.flow().Complete(t.Context(), oauth.Return{UserID: c.userID, State: state, Code: code})
				require.NoError(t, err)
				require.Equal(t, c.want, got)
			}
		})
	}
}

func TestSignInsThatFail(t *testing.T) {
	down := errors.New("down")
	for name, c := range map[string]struct {
		back  func(w *world, back *oauth.Return)
		want  error
		again error // what a second, good try with the same state gives
	}{
		"expired":        {func(w *world, _ *oauth.Return) { w.pass(10 * time.Minute) }, oauth.ErrBadState, oauth.ErrBadState},
		"unknown state":  {func(_ *world, back *oauth.Return) { back.State = "x" }, oauth.ErrBadState, nil},
		"no state":       {func(_ *world, back *oauth.Return) { back.State = "" }, oauth.ErrBadState, nil},
		"another user":   {func(_ *world, back *oauth.Return) { back.UserID = "v" }, oauth.ErrOtherUser, nil},
		"denied":         {func(_ *world, back *oauth.Return) { back.Code, back.Error = "", "access_denied" }, oauth.ErrDenied, oauth.ErrBadState},
		"bad scope":      {func(_ *world, back *oauth.Return) { back.Code, back.Error = "", "invalid_scope" }, oauth.ErrRefused, oauth.ErrBadState},
		"no code":        {func(_ *world, back *oauth.Return) { back.Code = "" }, oauth.ErrRefused, oauth.ErrBadState},
		"a wrong code":   {func(_ *world, back *oauth.Return) { back.Code = "x" }, oauth.ErrRefused, oauth.ErrBadState},
		"service down":   {func(w *world, _ *oauth.Return) { w.app.Down = down }, down, oauth.ErrBadState},
		"key changed":    {func(w *world, _ *oauth.Return) { w.key = "another" }, oauth.ErrBadState, oauth.ErrBadState},
		"database fails": {func(w *world, _ *oauth.Return) { w.kv.Err = down }, down, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			page, err := w.flow().Begin(t.Context(), "u", "u", "")
			require.NoError(t, err)
			state, code, err := w.app.Agree(page, alice)
			require.NoError(t, err)
			good := oauth.Return{UserID: "u", State: state, Code: code}
			back := good
			c.back(w, &back)
			_, _, err = w.flow().Complete(t.Context(), back)
			require.ErrorIs(t, err, c.want)
			w.app.Down, w.kv.Err = nil, nil
			_, err = w.source().Token(t.Context(), "u")
			require.ErrorIs(t, err, oauth.ErrNotConnected)
			_, _, err = w.flow().Complete(t.Context(), good)
			require.ErrorIs(t, err, c.again)
		})
	}
}

func TestAStateIsUsedOnce(t *testing.T) {
	w := newWorld(t)
	w.kv.Lag = 2
	page, err := w.flow().Begin(t.Context(), "u", "u", "")
	require.NoError(t, err)
	state, code, err := w.app.Agree(page, alice)
	require.NoError(t, err)
	var done, refused atomic.Int32
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			_, _, err := w.flow().Complete(t.Context(), oauth.Return{UserID: "u", State: state, Code: code})
			switch {
			case err == nil:
				done.Add(1)
			case errors.Is(err, oauth.ErrBadState):
				refused.Add(1)
			}
		})
	}
	callers.Wait()
	require.EqualValues(t, 1, done.Load())
	require.EqualValues(t, 7, refused.Load())
}

func TestOnlyAdminsSignInForEverybody(t *testing.T) {
	w := newWorld(t)
	_, err := w.flow().Begin(t.Context(), "u", oauth.Account, "")
	require.ErrorIs(t, err, oauth.ErrNotAdmin)
	_, err = w.flow().Begin(t.Context(), "admin", "u", "")
	require.ErrorIs(t, err, oauth.ErrOtherUser)

	page, err := w.flow().Begin(t.Context(), "admin", oauth.Account, "")
	require.NoError(t, err)
	state, code, err := w.app.Agree(page, alice)
	require.NoError(t, err)
	demoted := w.flow()
	demoted.IsAdmin = func(context.Context, string) (bool, error) { return false, nil }
	_, _, err = demoted.Complete(t.Context(), oauth.Return{UserID: "admin", State: state, Code: code})
	require.ErrorIs(t, err, oauth.ErrNotAdmin)

	w.signIn("admin", oauth.Account, alice)
	_, err = w.source().Token(t.Context(), oauth.Account)
	require.NoError(t, err)
	_, err = w.source().Token(t.Context(), "admin")
	require.ErrorIs(t, err, oauth.ErrNotConnected)
}

func TestWithoutAKeyNothingBegins(t *testing.T) {
	w := newWorld(t)
	w.key = ""
	_, err := w.flow().Begin(t.Context(), "u", "u", "")
	require.ErrorIs(t, err, oauth.ErrNoEncryptionKey)
}

// watched notes what it is given to keep.
type watched struct {
	oauth.Attempts
	begun *oauth.Attempt
}

func (w watched) Begin(ctx context.Context, state string, attempt oauth.Attempt, ttl time.Duration) error {
	*w.begun = attempt
	return w.Attempts.Begin(ctx, state, attempt, ttl)
}

func TestNothingSecretIsStoredInClear(t *testing.T) {
	w := newWorld(t)
	var begun oauth.Attempt
	flow := w.flow()
	flow.Attempts = watched{flow.Attempts, &begun}
	page, err := flow.Begin(t.Context(), "v", "v", "")
	require.NoError(t, err)
	asked, err := url.Parse(page)
	require.NoError(t, err)
	token := w.signIn("u", "u", alice)
	secrets := []string{w.key, asked.Query().Get("state"), begun.Verifier, token.Access, token.Refresh, token.APIURL}
	require.Len(t, w.kv.Values(), 3)
	for key, value := range w.kv.Values() {
		require.LessOrEqual(t, len(key), 150)
		require.True(t, json.Valid(value))
		for _, secret := range secrets {
			require.NotEmpty(t, secret)
			require.NotContains(t, strings.ToLower(key+string(value)), strings.ToLower(secret))
		}
	}
}

func TestATokenDoesNotShow(t *testing.T) {
	token := oauth.Token{Access: "secret", Refresh: "secret"}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "token", token)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "connection", oauth.Connection{Token: token})
	shown := log.String() + fmt.Sprintf("%v %+v %#v %s %d", token, oauth.Connection{Token: token}, &token, token, token)
	require.NotContains(t, shown, "secret")
}
