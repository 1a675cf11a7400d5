package kvstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/oauth"
)

// Attempts implements oauth.Attempts. Its records are written once and end by themselves.
type Attempts struct {
	KV  KV
	Key Key
}

var _ oauth.Attempts = Attempts{}

const attemptVersion = 1

// intentFields is the stored form of an oauth.Intent.
type intentFields struct {
	Version   int    `json:"v"`
	ChannelID string `json:"channel_id"`
	RootID    string `json:"root_id"`
	Topic     string `json:"topic"`
	Personal  bool   `json:"personal"`
	Force     bool   `json:"force"`
	Share     bool   `json:"share"`
	Reference string `json:"reference"`
}

// attemptFields is the stored form of an oauth.Attempt. The verifier is sealed.
type attemptFields struct {
	Version     int          `json:"v"`
	UserID      string       `json:"user_id"`
	Owner       string       `json:"owner"`
	Sealed      []byte       `json:"sealed"`
	RedirectURL string       `json:"redirect_url"`
	Intent      intentFields `json:"intent"`
}

// intentKey holds the user, so that a link is worth nothing to anybody else.
func intentKey(userID, key string) string { return "intent_" + hashed(userID, key) }

func attemptKey(state string) string { return "state_" + hashed(state) }

func toStoredIntent(i oauth.Intent) intentFields {
	return intentFields{
		Version: attemptVersion, ChannelID: i.ChannelID, RootID: i.RootID, Topic: i.Topic,
		Personal: i.Personal, Force: i.Force, Share: i.Share, Reference: i.Reference,
	}
}

func (f intentFields) domain() oauth.Intent {
	return oauth.Intent{
		ChannelID: f.ChannelID, RootID: f.RootID, Topic: f.Topic,
		Personal: f.Personal, Force: f.Force, Share: f.Share, Reference: f.Reference,
	}
}

// Remember implements oauth.Attempts.
func (a Attempts) Remember(ctx context.Context, userID, key string, intent oauth.Intent, ttl time.Duration) error {
	value, err := json.Marshal(toStoredIntent(intent))
	if err != nil {
		return errors.Wrap(err, "encode what a user wants")
	}
	return errors.Wrap(a.KV.Set(ctx, intentKey(userID, key), value, ttl), "write what a user wants")
}

// Intent implements oauth.Attempts.
func (a Attempts) Intent(ctx context.Context, userID, key string) (oauth.Intent, error) {
	raw, err := current(ctx, a.KV, intentKey(userID, key), "what a user wants")
	if err != nil || raw == nil {
		return oauth.Intent{}, err
	}
	var fields intentFields
	if err := json.Unmarshal(raw, &fields); err != nil {
		return oauth.Intent{}, errors.Wrap(err, "decode what a user wants")
	}
	return fields.domain(), nil
}

// Begin implements oauth.Attempts.
func (a Attempts) Begin(ctx context.Context, state string, attempt oauth.Attempt, ttl time.Duration) error {
	key := attemptKey(state)
	sealed, err := a.Key.seal([]byte(attempt.Verifier), "verifier", key)
	if err != nil {
		return err
	}
	value, err := json.Marshal(attemptFields{
		Version: attemptVersion, UserID: attempt.UserID, Owner: attempt.Owner, Sealed: sealed, RedirectURL: attempt.RedirectURL,
		Intent: toStoredIntent(attempt.Intent),
	})
	if err != nil {
		return errors.Wrap(err, "encode a sign-in")
	}
	return errors.Wrap(a.KV.Set(ctx, key, value, ttl), "write a sign-in")
}

// Take implements oauth.Attempts. An attempt that cannot be read or opened any more is none.
func (a Attempts) Take(ctx context.Context, state, userID string) (oauth.Attempt, error) {
	key := attemptKey(state)
	raw, err := current(ctx, a.KV, key, "a sign-in")
	if err != nil {
		return oauth.Attempt{}, err
	}
	var f attemptFields
	if raw == nil || json.Unmarshal(raw, &f) != nil {
		return oauth.Attempt{}, oauth.ErrBadState
	}
	if f.UserID != userID {
		return oauth.Attempt{}, oauth.ErrOtherUser
	}
	// The record never changes, so only one can remove it.
	taken, err := a.KV.CompareAndDelete(ctx, key, raw)
	if err != nil {
		return oauth.Attempt{}, errors.Wrap(err, "take a sign-in")
	}
	verifier, err := a.Key.open(f.Sealed, "verifier", key)
	if err != nil || !taken {
		return oauth.Attempt{}, oauth.ErrBadState
	}
	return oauth.Attempt{
		UserID: f.UserID, Owner: f.Owner, Verifier: string(verifier), RedirectURL: f.RedirectURL, Intent: f.Intent.domain(),
	}, nil
}
