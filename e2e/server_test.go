package e2e

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver of PostgreSQL
	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// webhookSecret has a plus, which must survive a query string.
const webhookSecret = "sec+ret-in-the-url"

// server is one Mattermost with the plugin, and the Zoom that the plugin talks to. Alice, Bob and the system admin have Zoom accounts under
// their addresses; Carol has none and is in no channel.
type server struct {
	version stack.Version
	mm      *stack.Mattermost
	admin   *stack.Admin
	dataDir string
	// db is the server's database.
	db *sql.DB
	// dist and dsn are what the server runs on.
	postgres  *stack.Postgres
	dist, dsn string

	account zoomtest.Config
	// sim is usual, or one that switchTo has put in its place.
	sim, usual *zoomtest.Simulator
	zoom       *httptest.Server
	// onZoom, if set, answers in the place of sim.
	onZoom atomic.Pointer[http.HandlerFunc]

	team    *model.Team
	channel *model.Channel
	clients map[string]*model.Client4
	users   map[string]*model.User

	// answers are what the plugin's routes and command answered, but for start URLs in the starter's own answers.
	answers   []string
	answersMu sync.Mutex
}

func (s *server) heard(answer string) {
	s.answersMu.Lock()
	defer s.answersMu.Unlock()
	s.answers = append(s.answers, answer)
}

func startServer(ctx context.Context, version stack.Version, postgres *stack.Postgres, bundle string) (*server, error) {
	s := &server{version: version, postgres: postgres, account: zoomtest.Default()}
	s.account.Users = append(s.account.Users[:2], zoomtest.User{ID: "u-admin", Email: "admin@example.com", FirstName: "Ada"})
	s.account.RetryMinute = time.Millisecond
	s.account.DailyLimit = 10_000
	s.zoom = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if instead := s.onZoom.Load(); instead != nil {
			(*instead)(w, r)
			return
		}
		s.sim.ServeHTTP(w, r)
	}))
	s.account.URL = s.zoom.URL
	s.usual = zoomtest.New(s.account)
	s.sim = s.usual

	var err error
	if s.dist, err = stack.Dist(ctx, version, os.Stderr); err != nil {
		return s, err
	}
	database := "mm" + strings.ReplaceAll(version.Number, ".", "_")
	if err = postgres.EnsureDatabase(ctx, database); err != nil {
		return s, err
	}
	s.dsn = postgres.DSN(database)
	if s.db, err = sql.Open("postgres", s.dsn); err != nil {
		return s, err
	}
	if s.dataDir, err = os.MkdirTemp("", "mattermost-"); err != nil {
		return s, err
	}
	s.mm, err = stack.StartMattermost(ctx, stack.MattermostConfig{Dist: s.dist, DSN: s.dsn, DataDir: s.dataDir})
	if err != nil {
		return s, err
	}
	if s.admin, err = stack.NewAdmin(ctx, s.mm.URL); err != nil {
		return s, err
	}
	if _, err = s.admin.InstallPlugin(ctx, bundle); err != nil {
		return s, err
	}
	return s, s.populate(ctx)
}

func (s *server) populate(ctx context.Context) error {
	s.clients, s.users = map[string]*model.Client4{}, map[string]*model.User{}
	for _, name := range []string{"alice", "bob", "carol"} {
		user, err := s.admin.EnsureUser(ctx, name)
		if err != nil {
			return err
		}
		client, err := s.admin.Login(ctx, name, stack.UserPassword)
		if err != nil {
			return err
		}
		s.users[name], s.clients[name] = user, client
	}
	var err error
	s.clients["admin"] = s.admin.Client
	if s.users["admin"], _, err = s.admin.Client.GetMe(""); err != nil {
		return err
	}
	if s.team, err = s.admin.EnsureTeam(ctx, "team", "Team", s.users["alice"], s.users["bob"], s.users["carol"], s.users["admin"]); err != nil {
		return err
	}
	s.channel, err = s.admin.EnsureChannel(ctx, model.Channel{TeamId: s.team.Id, Name: "meetings", DisplayName: "Meetings",
		Type: model.ChannelTypeOpen}, s.users["alice"], s.users["bob"], s.users["admin"])
	return err
}

func (s *server) stop() {
	s.usual.Close()
	if s.mm != nil {
		s.mm.Stop()
	}
	s.zoom.Close()
	if s.db != nil {
		_ = s.db.Close()
	}
	_ = os.RemoveAll(s.dataDir)
}

// settings are those of Server-to-Server OAuth, changed by name and value. Tests start many meetings.
func (s *server) settings(changes ...string) map[string]any {
	settings := map[string]any{
		"ZoomURL": s.sim.URL(), "ZoomAPIURL": s.sim.APIURL(), "AccountID": s.account.AccountID, "OAuthClientID": s.account.ClientID,
		"OAuthClientSecret": s.account.ClientSecret, "WebhookSecret": webhookSecret, "ZoomWebhookSecret": s.account.SecretToken,
		"StartLimit": 0,
	}
	for i := 0; i < len(changes); i += 2 {
		settings[changes[i]] = changes[i+1]
	}
	return settings
}

// apiKeySettings are those of a self-hosted Zoom that does not sign its events.
func (s *server) apiKeySettings() map[string]any {
	return map[string]any{
		"ZoomURL": s.sim.URL(), "ZoomAPIURL": s.sim.APIURL(), "APIKey": s.account.APIKey, "APISecret": s.account.APISecret,
		"WebhookSecret": webhookSecret, "StartLimit": 0,
	}
}

// reset gives every case the same start: configured, with a Zoom that works and tells its events.
func (s *server) reset(t *testing.T) {
	t.Helper()
	require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.settings()))
	s.sim = s.usual
	s.sim.Recover()
	s.sim.EndGrants()
	s.sim.Subscribe(s.webhookURL(webhookSecret), false)
}

// switchTo puts another account in the place of the usual one, at the same addresses, until the next reset.
func (s *server) switchTo(change func(*zoomtest.Config)) {
	account := s.account
	account.Users = slices.Clone(account.Users)
	change(&account)
	s.sim = zoomtest.New(account)
}

func (s *server) webhookURL(secret string) string {
	return s.mm.URL + "/plugins/zoom/webhook?secret=" + url.QueryEscape(secret)
}
