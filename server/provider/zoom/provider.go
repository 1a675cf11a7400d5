package zoom

import (
	"cmp"
	"log/slog"
	"net/http"
	"reflect"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

// Mode is a way of signing in to Zoom.
type Mode string

const (
	// ModeServerToServer is Server-to-Server OAuth.
	ModeServerToServer Mode = "server-to-server"
	// ModeUserOAuth lets each person sign in to Zoom.
	ModeUserOAuth Mode = "user-oauth"
	// ModeAdminOAuth lets an admin sign in for the whole account.
	ModeAdminOAuth Mode = "admin-oauth"
	// ModeAPIKey is API Key and Secret, for self-hosted and private-cloud Zoom.
	ModeAPIKey Mode = "api-key"
)

// Config is what an administrator has set, already checked.
type Config struct {
	Mode Mode
	// Inferred tells that nobody has chosen Mode: it follows from what is filled in.
	Inferred bool
	// URL is where people sign in and APIURL the REST API, both without a trailing slash. An empty APIURL means the one that Zoom
	// names at sign-in.
	URL, APIURL                       string
	AccountID, ClientID, ClientSecret string
	APIKey, APISecret                 string
	// EncryptionKey seals the tokens of those who sign in.
	EncryptionKey string
	// WebhookSecret is the one in the webhook's URL, SignatureSecret the one that Zoom signs with.
	WebhookSecret, SignatureSecret string
	// Problems says what keeps meetings from being started; empty when all is well.
	Problems []meeting.Problem
	// EventProblems says what keeps events from being taken. Meetings can be started all the same.
	EventProblems []meeting.Problem
}

// clockStep is a difference of clocks that is none: what can be measured by whole seconds over a network.
const clockStep = 2 * time.Second

// logInterval keeps a permission that is missing at Zoom from filling the log.
const logInterval = time.Minute

// Provider is Zoom as a meeting service. Its zero value, with HTTP, Now and Log set, is not configured.
type Provider struct {
	HTTP *http.Client
	Now  func() time.Time
	Log  *slog.Logger
	// Tokens is needed by the modes in which people sign in.
	Tokens Tokens

	current atomic.Pointer[session]
}

// session is a configuration with the client made for it; it is replaced as a whole.
type session struct {
	config Config
	client *zoom.Client
	clock  *zoom.Clock
	// lookups bounds what is logged of look-ups that fail.
	lookups rate.Sometimes
}

// Configure puts config in force and tells whether it is another one than before. The same configuration again does nothing, so
// that a cached token survives.
func (p *Provider) Configure(config Config) (changed bool) {
	if current := p.current.Load(); current != nil && reflect.DeepEqual(current.config, config) {
		return false
	}
	timed := *p.HTTP
	clock := &zoom.Clock{Transport: cmp.Or(p.HTTP.Transport, http.DefaultTransport), Now: func() time.Time { return p.Now() }}
	timed.Transport = clock
	p.current.Store(&session{
		config: config,
		client: zoom.NewClient(zoom.Config{
			APIURL: config.APIURL, Auth: p.authorizer(config), HTTP: &timed, Now: p.Now,
		}),
		clock:   clock,
		lookups: rate.Sometimes{First: 1, Interval: logInterval},
	})
	return true
}

func (p *Provider) authorizer(config Config) zoom.Authorizer {
	switch config.Mode {
	case ModeAPIKey:
		return &zoom.APIKey{Key: config.APIKey, Secret: config.APISecret, Now: p.Now}
	case ModeUserOAuth, ModeAdminOAuth:
		return nil // Each call has the token of somebody.
	}
	return zoom.NewServerToServer(zoom.ServerToServerConfig{
		URL: config.URL, AccountID: config.AccountID, ClientID: config.ClientID, ClientSecret: config.ClientSecret,
		HTTP: p.HTTP, Now: p.Now,
	})
}

// ahead is how far Zoom's clock is ahead of ours. Its Date has whole seconds, and a slow answer may be dated at its beginning or its end, so
// what is not more than both is none.
func (s *session) ahead() time.Duration {
	ahead, within, _ := s.clock.Ahead()
	if ahead.Abs() <= clockStep+within {
		return 0
	}
	return ahead + time.Second/2
}

// Name implements meeting.Provider.
func (*Provider) Name() string { return "Zoom" }

// ready returns what is in force, if it is complete.
func (p *Provider) ready() (*session, error) {
	current := p.current.Load()
	if current == nil {
		return nil, &meeting.NotConfiguredError{}
	}
	if len(current.config.Problems) > 0 {
		return nil, &meeting.NotConfiguredError{Problems: current.config.Problems}
	}
	return current, nil
}

var _ meeting.SetupTeller = (*Provider)(nil)

// Setup implements meeting.SetupTeller.
func (p *Provider) Setup() meeting.Setup {
	current := p.current.Load()
	if current == nil {
		return meeting.Setup{}
	}
	return meeting.Setup{
		Mode: string(current.config.Mode), Problems: current.config.Problems, EventProblems: current.config.EventProblems,
	}
}
