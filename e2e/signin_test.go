package e2e

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const encryptionKey = "an-encryption-key-of-the-console"

// appSettings are those of an app that people sign in to.
func (s *server) appSettings(mode string, app zoomtest.App) map[string]any {
	return s.settings("AuthMode", mode, "AccountID", "", "OAuthClientID", app.ClientID, "OAuthClientSecret", app.ClientSecret,
		"EncryptionKey", encryptionKey)
}

func (s *server) userApp() map[string]any  { return s.appSettings("user_oauth", s.account.UserApp) }
func (s *server) adminApp() map[string]any { return s.appSettings("admin_oauth", s.account.AccountApp) }

// open is a browser with the session of client that opens an address of the server and stops where it is sent elsewhere.
func (s *server) open(t *testing.T, client *model.Client4, address string) (status int, page, location string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	if client != nil {
		request.AddCookie(&http.Cookie{Name: "MMAUTHTOKEN", Value: client.AuthToken})
	}
	response, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	if response.StatusCode != http.StatusFound { // That names the page of this user alone.
		s.answers = append(s.answers, string(body))
	}
	return response.StatusCode, string(body), response.Header.Get("Location")
}

// connect follows a link of the plugin to Zoom, agrees there as email, and comes back.
func (s *server) connect(t *testing.T, client *model.Client4, link, email string) (status int, page, location string) {
	t.Helper()
	status, page, zoom := s.open(t, client, link)
	require.Equal(t, http.StatusFound, status, page)
	back, err := s.sim.Authorize(zoom, email)
	require.NoError(t, err)
	return s.open(t, client, back)
}

// link is where `/zoom connect` leads.
func (s *server) link(t *testing.T, client *model.Client4) string {
	t.Helper()
	text := s.command(t, client, s.channel.Id, "", "/zoom connect").Text
	found := regexp.MustCompile(`\((http[^)]*/oauth2/connect[^)]*)\)`).FindStringSubmatch(text)
	require.NotNil(t, found, text)
	return found[1]
}

// disconnect leaves nobody connected.
func (s *server) disconnect(t *testing.T) {
	t.Helper()
	for _, name := range []string{"alice", "bob", "admin"} {
		s.command(t, s.clients[name], s.channel.Id, "", "/zoom disconnect")
	}
}

func TestAUserConnectsAndIsWhereTheyWantedToBe(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		alice, channel := s.clients["alice"], s.freshChannel(t)
		status, got := s.start(t, alice, map[string]any{"channel_id": channel, "topic": "Weekly"})
		require.Equal(t, http.StatusOK, status, got)
		require.Equal(t, "needs_connect", got.Outcome)

		// Bob's Zoom account has the address that Alice has in Mattermost: addresses do not matter.
		status, page, location := s.connect(t, alice, got.ConnectURL, "bob@example.com")
		require.Equal(t, http.StatusFound, status, page)
		require.Contains(t, location, s.sim.URL()+"/s/")
		posts, _, err := alice.GetPostsForChannel(channel, 0, 1, "", false)
		require.NoError(t, err)
		post := posts.Posts[posts.Order[0]]
		require.Equal(t, "Weekly", post.GetProp("meeting_topic"))
		hosted, _ := s.sim.Meeting(int64(post.GetProp("meeting_id").(float64)))
		require.Equal(t, "u-bob", hosted.Host.ID)
		require.NoError(t, s.sim.End(hosted.ID))
		s.hasEnded(t, post.Id)

		s.sim.ResetCalls()
		s.started(t)
		require.Equal(t, map[zoomtest.Op]int{zoomtest.OpCreateMeeting: 1}, s.sim.Calls(), "one call to Zoom")
		require.Contains(t, s.command(t, alice, channel, "", "/zoom connect").Text, "connected as `bob@example.com`")

		require.Contains(t, s.command(t, alice, channel, "", "/zoom disconnect").Text, "is disconnected")
		require.Zero(t, s.sim.Grants(), "Zoom was told")
		status, _, _ = s.connect(t, alice, s.link(t, alice), "alice@example.com")
		require.Equal(t, http.StatusOK, status)
	})
}

func TestSignInsThatAreRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		alice := s.clients["alice"]
		link := s.link(t, alice)
		status, page, _ := s.open(t, nil, link)
		require.Equal(t, http.StatusUnauthorized, status)
		require.Contains(t, page, "not logged in to Mattermost")

		_, _, zoom := s.open(t, alice, link)
		back, err := s.sim.Authorize(zoom, "alice@example.com")
		require.NoError(t, err)
		status, page, _ = s.open(t, s.clients["bob"], back)
		require.Equal(t, http.StatusForbidden, status, page)
		status, page, _ = s.open(t, alice, back)
		require.Equal(t, http.StatusOK, status, page)
		status, page, _ = s.open(t, alice, back)
		require.Equal(t, http.StatusBadRequest, status, page)
	})
}

func TestOnlyAnAdminConnectsForAll(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.adminApp()))
		s.disconnect(t)
		alice, admin := s.clients["alice"], s.clients["admin"]
		here := map[string]any{"channel_id": s.channel.Id, "force": true}
		status, got := s.start(t, alice, here)
		require.Equal(t, http.StatusServiceUnavailable, status)
		require.Equal(t, "account_not_connected", got.Error)
		require.Contains(t, s.command(t, alice, s.channel.Id, "", "/zoom connect").Text, "only a System Admin")
		status, page, _ := s.open(t, alice, s.link(t, admin))
		require.Equal(t, http.StatusForbidden, status, page)
		status, page, _ = s.connect(t, admin, s.link(t, admin), "admin@example.com")
		require.Equal(t, http.StatusOK, status, page)

		status, got = s.start(t, alice, here)
		require.Equal(t, http.StatusOK, status, got)
		hosted, _ := s.sim.Meeting(got.MeetingID)
		require.Equal(t, "u-alice", hosted.Host.ID)
		require.Contains(t, s.command(t, alice, s.channel.Id, "", "/zoom disconnect").Text, "only a System Admin")
	})
}

func TestTokensThatEnd(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		alice, here := s.clients["alice"], map[string]any{"channel_id": s.channel.Id, "force": true}
		begin := func() string {
			status, got := s.start(t, alice, here)
			require.Equal(t, http.StatusOK, status, got)
			return got.Outcome
		}
		for name, c := range map[string]struct {
			end  func()
			want string
		}{
			"the access token is revoked": {s.sim.RevokeTokens, "started"},
			"the grant has ended":         {s.sim.EndGrants, "needs_connect"},
			"another encryption key": {func() {
				changed := s.userApp()
				changed["EncryptionKey"] = "another"
				require.NoError(t, s.admin.Configure(t.Context(), "zoom", changed))
			}, "needs_connect"},
			"the app is removed at Zoom": {func() {
				s.sim.Deauthorize("u-alice")
				s.sim.Settle()
				require.Contains(t, s.directMessage(t, "alice").Message, "no longer connected")
			}, "needs_connect"},
		} {
			require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
			s.disconnect(t)
			s.connect(t, alice, s.link(t, alice), "alice@example.com")
			require.Equal(t, "started", begin(), name)
			c.end()
			require.Equal(t, c.want, begin(), name)
		}
	})
}

// directMessage is the newest one of the plugin's bot to a user, empty when there is none.
func (s *server) directMessage(t *testing.T, name string) *model.Post {
	t.Helper()
	if posts := s.directMessages(t, name); len(posts) > 0 {
		return posts[0]
	}
	return &model.Post{}
}

// directMessages are those of the plugin's bot to a user, the newest first.
func (s *server) directMessages(t *testing.T, name string) (messages []*model.Post) {
	t.Helper()
	bot, _, err := s.admin.Client.GetUserByUsername("zoom", "")
	require.NoError(t, err)
	channel, _, err := s.clients[name].CreateDirectChannel(s.users[name].Id, bot.Id)
	require.NoError(t, err)
	posts, _, err := s.clients[name].GetPostsForChannel(channel.Id, 0, 200, "", false)
	require.NoError(t, err)
	for _, id := range posts.Order {
		messages = append(messages, posts.Posts[id])
	}
	return messages
}

func TestTheEarlierPluginsMeetingsAndTokens(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		require.NoError(t, s.admin.Configure(t.Context(), "zoom", s.userApp()))
		s.disconnect(t)
		alice := s.clients["alice"]
		running, err := s.sim.Schedule("alice@example.com", zoomtest.MeetingRequest{Topic: "Old"})
		require.NoError(t, err)
		post, _, err := alice.CreatePost(&model.Post{ChannelId: s.channel.Id, Message: "I have started a meeting", Type: "custom_zoom",
			Props: model.StringInterface{"meeting_id": running.ID, "meeting_link": running.JoinURL, "meeting_status": "STARTED",
				"meeting_topic": "Old", "meeting_personal": false, "meeting_provider": "Zoom"}})
		require.NoError(t, err)
		require.NoError(t, s.sim.Join(running.ID, "Alice"))
		started, _ := s.sim.Meeting(running.ID)
		s.store(t, "post_meeting_"+started.UUID, post.Id)
		s.store(t, "zoomtoken_"+s.users["alice"].Id, `{"ZoomID":"u-alice"}`)
		s.store(t, "zoomtokenbyzoomid_u-alice", `{}`)

		require.NoError(t, s.sim.End(running.ID))
		require.Equal(t, "Old", s.hasEnded(t, post.Id).GetProp("meeting_topic"))
		_, got := s.start(t, alice, map[string]any{"channel_id": s.channel.Id, "force": true})
		require.Equal(t, "needs_connect", got.Outcome)
		for _, record := range s.stored(t) {
			require.False(t, strings.HasPrefix(record, "zoomtoken"), record)
		}
	})
}

// store writes a record of the plugin's into the database.
func (s *server) store(t *testing.T, key, value string) {
	t.Helper()
	_, err := s.db.ExecContext(t.Context(),
		"INSERT INTO pluginkeyvaluestore (pluginid, pkey, pvalue, expireat) VALUES ('zoom', $1, $2, 0)", key, []byte(value))
	require.NoError(t, err)
}
