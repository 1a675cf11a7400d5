package zoomtest

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Config is the account that the simulator plays, and the app in it: Default, changed where a test needs it.
type Config struct {
	// URL is the base of all links, without a trailing slash. Start sets it.
	URL string

	// AccountID, ClientID and ClientSecret are those of a Server-to-Server OAuth app.
	AccountID, ClientID, ClientSecret string
	// Scopes are granted to that app; nil means all that the calls here need.
	Scopes []string
	// UserApp is a user-level OAuth app, and AccountApp an account-level one, which admins manage.
	UserApp, AccountApp App
	// APIKey and APISecret are those of a JWT app, which may do everything.
	APIKey, APISecret string

	// Users are the members of the account.
	Users []User

	// WebhookURL receives the events; none are sent while it is empty.
	WebhookURL string
	// DeauthorizationURL receives app_deauthorized; empty means WebhookURL.
	DeauthorizationURL string
	// SecretToken signs the events.
	SecretToken string
	// Events are the event types that the app subscribes to; nil means all. Default leaves out meeting.created, updated and deleted.
	Events []string
	// LegacyForm sends the unsigned form of 2017 instead of signed JSON.
	LegacyForm bool
	// RetryMinute is how long a minute of Zoom's retry rule takes here.
	RetryMinute time.Duration

	// OmitUUID leaves the UUID out of the answer to a create, as Zoom may.
	OmitUUID bool
	// PMIAsID plays Zoom's other answer to a create with use_pmi: `id` is the number of the personal room, and there is no `pmi`.
	PMIAsID bool
	// ObjectIDs is the JSON type of object.id in events.
	ObjectIDs IDForm

	// DailyLimit is how many meetings of one user may be created or updated in a UTC day; 0 means Zoom's own limit, 100.
	DailyLimit int
	// QPS limits the calls a second in a category (Light, Medium, Heavy); the others are not limited.
	QPS map[string]int

	Now func() time.Time
	// ClockSkew is the first SetSkew.
	ClockSkew time.Duration
	Log       *slog.Logger
}

// Default returns an account with the users alice, bob and carol at example.com and credentials that say what they are.
func Default() Config {
	return Config{
		AccountID: "sim-account-id", ClientID: "sim-client-id", ClientSecret: "sim-client-secret",
		UserApp:    App{ClientID: "sim-user-app", ClientSecret: "sim-user-app-secret"},
		AccountApp: App{ClientID: "sim-admin-app", ClientSecret: "sim-admin-app-secret"},
		APIKey:     "sim-api-key", APISecret: "sim-api-secret-of-32-characters!",
		SecretToken: "sim-secret-token",
		Users: []User{
			{ID: "u-alice", Email: "alice@example.com", FirstName: "Alice", LastName: "Adams", PMI: 2000000001},
			{ID: "u-bob", Email: "bob@example.com", FirstName: "Bob", LastName: "Brown", PMI: 2000000002},
			{ID: "u-carol", Email: "carol@example.com", FirstName: "Carol", LastName: "Clark", PMI: 2000000003},
		},
		Events: []string{
			EventStarted, EventEnded, EventJoined, EventLeft, EventRecordingStarted, EventRecordingStopped, EventRecordingCompleted,
			EventTranscriptCompleted, EventSummaryCompleted, EventDeauthorized,
		},
		RetryMinute: time.Minute,
		Now:         time.Now,
		Log:         slog.New(slog.DiscardHandler),
	}
}

// Simulator is an http.Handler. It is safe for concurrent use.
type Simulator struct {
	handler http.Handler
	hooks   *sender
	faults  faults
	limits  limits

	// now is the clock by which tokens live, and skew (ns) how far config.Now, Zoom's own, is ahead of it.
	now  func() time.Time
	skew atomic.Int64

	mu            sync.Mutex
	config        Config
	apps          []*app
	grants        []*grant
	codes         map[string]*code
	tokens        map[string]*accessToken
	refreshTokens map[string]refreshToken
	downloads     map[string]download // download token -> what it opens
	meetings      map[int64]*Meeting
}

// New returns a simulator of config.
func New(config Config) *Simulator {
	config.Users = slices.Clone(config.Users)
	if config.Scopes == nil {
		config.Scopes = allScopes(serverToServer)
	}
	s := &Simulator{
		now: config.Now, codes: map[string]*code{}, tokens: map[string]*accessToken{}, refreshTokens: map[string]refreshToken{},
		downloads: map[string]download{}, meetings: map[int64]*Meeting{},
	}
	s.SetSkew(config.ClockSkew)
	config.Now = func() time.Time { return s.now().Add(s.Skew()) }
	s.config = config
	s.openApps()
	s.hooks = newSender(config)
	s.openRooms()
	s.handler = s.routes()
	return s
}

// Start serves a simulator of config on a free port until the test ends.
func Start(tb testing.TB, config Config) *Simulator {
	tb.Helper()
	var s *Simulator
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	config.URL = server.URL
	s = New(config)
	tb.Cleanup(func() {
		s.Close()
		server.Close()
	})
	return s
}

// ServeHTTP implements http.Handler.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.config.Now().UTC().Format(http.TimeFormat))
	s.handler.ServeHTTP(w, r)
}

// Settle waits until all events have been delivered or given up, but those kept back by Hold.
func (s *Simulator) Settle() { s.hooks.work.Wait() }

// Close stops sending events.
func (s *Simulator) Close() { s.hooks.close() }

// URL is where people sign in; the REST API is below APIURL.
func (s *Simulator) URL() string { return s.config.URL }

// APIURL is the base of the REST API.
func (s *Simulator) APIURL() string { return s.config.URL + "/v2" }

// Subscribe sends the events from now on to webhookURL, as JSON or as the form of 2017.
func (s *Simulator) Subscribe(webhookURL string, legacyForm bool) {
	s.hooks.subscribe(webhookURL, legacyForm)
}

func random(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // It never fails.
	return hex.EncodeToString(raw)
}

// stamp is a time as Zoom writes it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
