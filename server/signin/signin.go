package signin

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
)

// Paths below the plugin's own.
const (
	ConnectPath  = "/oauth2/connect"
	CompletePath = "/oauth2/complete"
	// WantedKey is the parameter of ConnectPath that names what somebody wants.
	WantedKey = "for"
)

// SignIn is how people sign in to the service.
type SignIn struct {
	Flow   *oauth.Flow
	Source *oauth.Source
	// Owner returns who a user signs in for: themselves, or oauth.Account. It returns meeting.ErrNoSignIn or a *meeting.NotConfiguredError.
	Owner func(userID string) (string, error)
	// URL is the address of the plugin, without a trailing slash.
	URL func() string
	// SignedOut tells an owner that they have ended their sign-in at the service, as far as that can be told.
	SignedOut func(ctx context.Context, owner string)
}

var _ meeting.Connector = (*SignIn)(nil)

// ConnectURL implements meeting.Connector.
func (s *SignIn) ConnectURL(ctx context.Context, person meeting.Person, wanted meeting.Wanted) (string, error) {
	if wanted == (meeting.Wanted{}) {
		return s.LinkFor(""), nil
	}
	key, err := s.Flow.Remember(ctx, person.UserID, intentOf(wanted))
	return s.LinkFor(key), err
}

// LinkFor is a ConnectURL by its key, which is empty when nothing is wanted but to sign in.
func (s *SignIn) LinkFor(key string) string {
	address := s.URL() + ConnectPath
	if key == "" {
		return address
	}
	return address + "?" + url.Values{WantedKey: {key}}.Encode()
}

// Again is where somebody begins anew who has come back in vain with a state.
func (s *SignIn) Again(state string) string { return s.LinkFor(oauth.KeyOf(state)) }

// RedirectURL is where the service sends people back to.
func (s *SignIn) RedirectURL() string { return s.URL() + CompletePath }

// Begin returns the page at the service where a user signs in. Key is that of a ConnectURL, or empty. It returns what Owner and
// oauth.Flow.Begin return.
func (s *SignIn) Begin(ctx context.Context, userID, key string) (string, error) {
	owner, err := s.Owner(userID)
	if err != nil {
		return "", err
	}
	if !strings.Contains(s.URL(), "://") {
		return "", &meeting.NotConfiguredError{Problems: []meeting.Problem{{Code: "no_site_url"}}}
	}
	return s.Flow.Begin(ctx, userID, owner, key)
}

// Complete connects a user who comes back, and returns what they wanted and who they are at the service. It returns what
// Owner and oauth.Flow.Complete return.
func (s *SignIn) Complete(ctx context.Context, back oauth.Return) (meeting.Wanted, oauth.Identity, error) {
	owner, err := s.Owner(back.UserID)
	if err != nil {
		return meeting.Wanted{}, oauth.Identity{}, err
	}
	back.Owner = owner
	intent, identity, err := s.Flow.Complete(ctx, back)
	return wantedBy(back.UserID, intent), identity, err
}

// Status returns as whom a user is connected, or the whole account. It returns what Owner returns, or oauth.ErrNotConnected.
func (s *SignIn) Status(ctx context.Context, userID string) (oauth.Status, error) {
	owner, err := s.Owner(userID)
	if err != nil {
		return oauth.Status{}, err
	}
	return s.Source.Status(ctx, owner)
}

// Disconnect ends a user's connection, or an admin's for the whole account. It returns what Owner returns, oauth.ErrNotConnected,
// oauth.ErrNotAdmin or oauth.ErrNotRevoked.
func (s *SignIn) Disconnect(ctx context.Context, person meeting.Person) error {
	owner, err := s.OwnerFor(person)
	if err != nil {
		return err
	}
	return s.Source.Disconnect(ctx, owner)
}

// OwnerFor returns who person may connect and disconnect. It returns what Owner returns, or oauth.ErrNotAdmin.
func (s *SignIn) OwnerFor(person meeting.Person) (string, error) {
	owner, err := s.Owner(person.UserID)
	if err == nil && owner == oauth.Account && !person.Admin {
		return "", oauth.ErrNotAdmin
	}
	return owner, err
}

// Forget forgets the tokens of somebody who has ended their sign-in at the service at that time, and tells them.
func (s *SignIn) Forget(ctx context.Context, serviceUserID string, at time.Time) error {
	owners, err := s.Source.Deauthorized(ctx, serviceUserID, at)
	// Who has been forgotten is not found by another try.
	for _, owner := range owners {
		s.SignedOut(ctx, owner)
	}
	return errors.Wrap(err, "forget who signed out")
}

func intentOf(wanted meeting.Wanted) oauth.Intent {
	switch {
	case wanted.Start != nil:
		w := wanted.Start
		return oauth.Intent{ChannelID: w.ChannelID, RootID: w.RootID, Topic: w.Topic, Personal: w.Personal, Force: w.Force}
	case wanted.Share != nil:
		w := wanted.Share
		return oauth.Intent{ChannelID: w.ChannelID, RootID: w.RootID, Personal: w.Personal, Share: true, Reference: w.Reference}
	default:
		return oauth.Intent{}
	}
}

func wantedBy(userID string, intent oauth.Intent) meeting.Wanted {
	place := meeting.Place{UserID: userID, ChannelID: intent.ChannelID, RootID: intent.RootID}
	switch {
	case intent == (oauth.Intent{}):
		return meeting.Wanted{}
	case intent.Share:
		return meeting.Wanted{Share: &meeting.ShareRequest{Place: place, Reference: intent.Reference, Personal: intent.Personal}}
	default:
		return meeting.Wanted{Start: &meeting.Request{Place: place, Topic: intent.Topic, Personal: intent.Personal, Force: intent.Force}}
	}
}
