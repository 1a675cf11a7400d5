package e2e

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
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

// answer is what POST /api/v1/meetings answers.
type answer struct {
	Outcome    string  `json:"outcome"`
	PostID     string  `json:"post_id"`
	MeetingID  int64   `json:"meeting_id"`
	MeetingURL string  `json:"meeting_url"`
	StartURL   string  `json:"start_url"`
	ConnectURL string  `json:"connect_url"`
	Recent     *recent `json:"recent"`
	Error      string  `json:"error"`
	Message    string  `json:"message"`
}

// recent is the meeting that a second start asks about.
type recent struct {
	PostID          string `json:"post_id"`
	MeetingID       int64  `json:"meeting_id"`
	MeetingURL      string `json:"meeting_url"`
	Topic           string `json:"topic"`
	CreatorUsername string `json:"creator_username"`
	StartedAt       int64  `json:"started_at"`
}

// start is the click: POST /api/v1/meetings as this user.
func (s *server) start(t *testing.T, client *model.Client4, body map[string]any) (int, answer) {
	t.Helper()
	return s.startAt(t, s.mm.URL, client, body)
}

// startAt is start at a node of the server's cluster.
func (s *server) startAt(t *testing.T, node string, client *model.Client4, body map[string]any) (int, answer) {
	t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	header := http.Header{"Content-Type": {"application/json"}}
	if client != nil {
		header.Set("Authorization", "Bearer "+client.AuthToken)
	}
	status, reply := s.send(t, node+"/plugins/zoom/api/v1/meetings", header, raw)
	var got answer
	require.NoError(t, json.Unmarshal(reply, &got), string(reply))
	if got.StartURL != "" {
		require.Equal(t, http.StatusOK, status)
		reply = bytes.ReplaceAll(reply, []byte(strings.Split(got.StartURL, "?")[1]), nil)
	}
	s.heard(string(reply))
	return status, got
}

// started starts a meeting as Alice in the channel that she shares with Bob, where tests start many. It waits until the record knows its
// post, milliseconds later, which the question about a second start tells: what happens before that Zoom has to tell twice.
func (s *server) started(t *testing.T) answer {
	t.Helper()
	here := map[string]any{"channel_id": s.channel.Id, "force": true}
	status, got := s.start(t, s.clients["alice"], here)
	require.Equal(t, http.StatusOK, status, got)
	delete(here, "force")
	require.Eventually(t, func() bool {
		_, again := s.start(t, s.clients["alice"], here)
		return again.Recent != nil && again.Recent.PostID == got.PostID
	}, 10*time.Second, 10*time.Millisecond)
	return got
}

// deliver sends one webhook by hand.
func (s *server) deliver(t *testing.T, secret string, header http.Header, body string) int {
	t.Helper()
	status, reply := s.send(t, s.webhookURL(secret), header, []byte(body))
	s.answers = append(s.answers, string(reply))
	return status
}

func (s *server) send(t *testing.T, url string, header http.Header, body []byte) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	reply, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, reply
}

// command types a slash command.
func (s *server) command(t *testing.T, client *model.Client4, channelID, rootID, command string) model.CommandResponse {
	t.Helper()
	body, err := json.Marshal(model.CommandArgs{ChannelId: channelID, RootId: rootID, Command: command, TeamId: s.team.Id})
	require.NoError(t, err)
	response, err := client.DoAPIPost("/commands/execute", string(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var got model.CommandResponse
	require.NoError(t, json.NewDecoder(response.Body).Decode(&got))
	s.answers = append(s.answers, fmt.Sprintf("%s %v", got.Text, got.Attachments))
	return got
}

// post reads a post as Bob sees it.
func (s *server) post(t *testing.T, id string) *model.Post {
	t.Helper()
	post, _, err := s.clients["bob"].GetPost(id, "")
	require.NoError(t, err)
	return post
}

// latest is the newest post of the channel.
func (s *server) latest(t *testing.T) *model.Post {
	t.Helper()
	posts, _, err := s.clients["bob"].GetPostsForChannel(s.channel.Id, 0, 1, "", false)
	require.NoError(t, err)
	require.NotEmpty(t, posts.Order)
	return posts.Posts[posts.Order[0]]
}

// count is the number of posts in the channel.
func (s *server) count(t *testing.T) int {
	t.Helper()
	posts, _, err := s.clients["bob"].GetPostsForChannel(s.channel.Id, 0, 200, "", false)
	require.NoError(t, err)
	return len(posts.Order)
}

// has waits until the post shows that status.
func (s *server) has(t *testing.T, id, status string) *model.Post {
	t.Helper()
	var post *model.Post
	require.Eventually(t, func() bool {
		post = s.post(t, id)
		return post.GetProp("meeting_status") == status
	}, 20*time.Second, 10*time.Millisecond, status)
	return post
}

// hasEnded waits until the post says so.
func (s *server) hasEnded(t *testing.T, id string) *model.Post {
	t.Helper()
	return s.has(t, id, "ENDED")
}

// freshChannel is one of Alice and Bob in which nothing has been started yet.
func (s *server) freshChannel(t *testing.T) string {
	t.Helper()
	name := model.NewId()
	channel, err := s.admin.EnsureChannel(t.Context(), model.Channel{TeamId: s.team.Id, Name: name, DisplayName: name, Type: model.ChannelTypeOpen},
		s.users["alice"], s.users["bob"])
	require.NoError(t, err)
	return channel.Id
}

// setOverrides sets whether integrations may override the name and the icon of their posts, in the server's own settings.
func (s *server) setOverrides(t *testing.T, on bool) {
	t.Helper()
	patch := fmt.Sprintf(`{"ServiceSettings":{"EnablePostUsernameOverride":%t,"EnablePostIconOverride":%t}}`, on, on)
	response, err := s.admin.Client.DoAPIPut("/config/patch", patch)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
}

func (s *server) stillRuns(t *testing.T, id string) {
	t.Helper()
	require.Equal(t, "STARTED", s.post(t, id).GetProp("meeting_status"))
}

func card(t *testing.T, post *model.Post) *model.SlackAttachment {
	t.Helper()
	require.Len(t, post.Attachments(), 1)
	return post.Attachments()[0]
}

// pluginLog are the lines of the server's log that the plugin wrote.
func (s *server) pluginLog(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Clean(s.mm.LogFile))
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, `"plugin_id":"zoom"`) {
			lines = append(lines, line)
		}
	}
	return lines
}

// stored is all that the plugin keeps in the server's database, keys and values.
func (s *server) stored(t *testing.T) (texts []string) {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), "SELECT pkey, pvalue FROM pluginkeyvaluestore WHERE pluginid = 'zoom'")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var key, value string
		require.NoError(t, rows.Scan(&key, &value))
		texts = append(texts, key+" "+value)
	}
	require.NoError(t, rows.Err())
	return texts
}
