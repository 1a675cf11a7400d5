package mattermost_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin/plugintest"
	"github.com/pkg/errors"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

var (
	startedAt = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	channelID = model.NewId()
	place     = meeting.Place{UserID: "u1", ChannelID: channelID, RootID: "r1"}
	view      = meeting.View{
		ID: "i1", Provider: "Zoom", Number: 85393847045, UUID: "U", Topic: "Weekly", JoinURL: "https://zoom.example/j/1?pwd=(p)", Passcode: "a`1",
		CreatorUsername: "alice", StartedAt: startedAt,
	}
)

func endedView() meeting.View {
	ended := view
	ended.State, ended.EndedAt = meeting.Ended, startedAt.Add(90*time.Minute)
	return ended
}

func newAPI(t *testing.T) *plugintest.API {
	t.Helper()
	api := &plugintest.API{}
	t.Cleanup(func() { api.AssertExpectations(t) })
	return api
}

// newPosts speaks English to a server that lets integrations override nothing.
func newPosts(t *testing.T, api *plugintest.API) mattermost.Posts {
	t.Helper()
	texts := usertext.New(assets.I18n, "Zoom", "zoom", time.Now)
	return mattermost.Posts{API: api, Settings: &mattermost.Settings{}, Card: func(view meeting.View, zone *time.Location, named bool) meeting.Card {
		return texts.Card("en", view, zone, named)
	}}
}

func appError(status int) *model.AppError {
	return model.NewAppError("where", "id", nil, "", status)
}

func TestStartedPost(t *testing.T) {
	api := newAPI(t)
	var posted *model.Post
	api.On("CreatePost", mock.Anything).Run(func(args mock.Arguments) { posted = args.Get(0).(*model.Post) }).
		Return(&model.Post{Id: "p1"}, nil)
	id, err := newPosts(t, api).Post(t.Context(), place, view)
	require.NoError(t, err)
	require.Equal(t, "p1", id)
	require.Equal(t, "custom_zoom", posted.Type)
	require.Equal(t, "u1", posted.UserId)
	require.Equal(t, channelID, posted.ChannelId)
	require.Equal(t, "r1", posted.RootId)
	require.Equal(t, "Started a Zoom meeting: Weekly (ID 853 9384 7045)", posted.Message)

	attachments := posted.GetProp("attachments").([]*model.SlackAttachment)
	posted.DelProp("attachments")
	require.Equal(t, model.StringInterface{
		"meeting_id": int64(85393847045), "meeting_uuid": "U", "meeting_link": view.JoinURL, "meeting_passcode": "a`1",
		"meeting_status": "STARTED", "meeting_personal": false, "meeting_topic": "Weekly", "meeting_creator_username": "alice",
		"meeting_shared": false, "meeting_provider": "Zoom", "meeting_start_time": startedAt.UnixMilli(), "meeting_end_time": int64(0), "meeting_record": "i1",
		"meeting_message": posted.Message,
	}, posted.GetProps())
	require.Len(t, attachments, 1)
	require.Equal(t, "Weekly", attachments[0].Title)
	require.Equal(t, view.JoinURL, attachments[0].TitleLink)
	require.Equal(t, "**Meeting ID:** 853 9384 7045\n**Passcode:** `a1`\n[Join meeting](https://zoom.example/j/1?pwd=%28p%29)", attachments[0].Text)
	require.Equal(t, "Zoom meeting 853 9384 7045: "+view.JoinURL, attachments[0].Fallback)
}

// stored is the post as the server gives it back, with what people and other plugins have added.
func stored() *model.Post {
	post := &model.Post{Id: "p1", UserId: "u1", Message: "Started it.\nAgenda: @bob", IsPinned: true, HasReactions: true,
		FileIds: model.StringArray{"f"}, Type: "custom_zoom"}
	post.SetProps(model.StringInterface{"meeting_status": "STARTED", "meeting_id": float64(85393847045), "meeting_message": "Started it.", "theirs": "stays"})
	return post
}

func TestEndedPost(t *testing.T) {
	for name, c := range map[string]struct {
		zone  string
		ended string
	}{
		"UTC":                 {"", "Fri, 1 May 2026, 10:30 UTC"},
		"the author's zone":   {"Europe/Berlin", "Fri, 1 May 2026, 12:30 CEST"},
		"a zone nobody knows": {"Moon/Sea", "Fri, 1 May 2026, 10:30 UTC"},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			var updated *model.Post
			api.On("GetPost", "p1").Return(stored(), nil)
			api.On("UpdatePost", mock.Anything).Run(func(args mock.Arguments) { updated = args.Get(0).(*model.Post) }).
				Return(&model.Post{Id: "p1"}, nil)
			view := endedView()
			view.CreatorZone = c.zone
			require.NoError(t, newPosts(t, api).Show(t.Context(), "p1", view))

			require.Equal(t, "ENDED", updated.GetProp("meeting_status"))
			require.Equal(t, endedView().EndedAt.UnixMilli(), updated.GetProp("meeting_end_time"))
			require.Equal(t, "stays", updated.GetProp("theirs"))
			require.Equal(t, "Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes).\nAgenda: @bob", updated.Message)
			require.Equal(t, "Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes).", updated.GetProp("meeting_message"))
			require.True(t, updated.IsPinned)
			require.True(t, updated.HasReactions)
			require.Equal(t, model.StringArray{"f"}, updated.FileIds)
			card := updated.GetProp("attachments").([]*model.SlackAttachment)[0]
			require.Equal(t, "**Meeting ID:** 853 9384 7045\n**Ended:** "+c.ended+"\n**Length:** 1 hour 30 minutes", card.Text)
			require.Empty(t, card.TitleLink, "nobody joins what has ended")
		})
	}
}

func TestTheAuthorsOwnWordsStay(t *testing.T) {
	const ours = "Started it."
	for name, c := range map[string]struct {
		message string
		prop    any
		want    string
	}{
		"nothing of their own": {ours, ours, "Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes)."},
		"added something":      {ours + " Bring cake.", ours, "Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes). Bring cake."},
		"wrote another":        {"Bring cake.", ours, ""},
		"wrote before it":      {"Bring cake. " + ours, ours, ""},
		"emptied it":           {"", ours, ""},
		"an earlier version's": {"Started a Zoom meeting.", nil, ""},
		"emptied the prop":     {ours, "", ""},
		"wrote a novel":        {ours + strings.Repeat("x", 3980), ours, ""},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			post := stored()
			post.Message = c.message
			post.AddProp("meeting_message", c.prop)
			if c.prop == nil {
				post.DelProp("meeting_message")
			}
			var updated *model.Post
			api.On("GetPost", "p1").Return(post, nil)
			api.On("UpdatePost", mock.Anything).Run(func(args mock.Arguments) { updated = args.Get(0).(*model.Post) }).Return(&model.Post{}, nil)
			require.NoError(t, newPosts(t, api).Show(t.Context(), "p1", endedView()))
			require.Equal(t, "ENDED", updated.GetProp("meeting_status"))
			if c.want == "" {
				require.Equal(t, c.message, updated.Message)
				require.Equal(t, c.prop, updated.GetProp("meeting_message"))
				return
			}
			require.Equal(t, c.want, updated.Message)
			require.True(t, strings.HasPrefix(updated.Message, updated.GetProp("meeting_message").(string)))
		})
	}
}

func TestPostsThatFail(t *testing.T) {
	deleted, shown := stored(), stored()
	deleted.DeleteAt = 1
	shown.AddProp("meeting_status", "ENDED")
	for name, c := range map[string]struct {
		get     *model.Post
		getErr  *model.AppError
		update  *model.Post
		err     *model.AppError
		updates bool
		gone    bool
		fails   bool
	}{
		"shown already":            {get: shown},
		"no such post":             {getErr: appError(http.StatusNotFound), gone: true, fails: true},
		"deleted":                  {get: deleted, gone: true, fails: true},
		"database down":            {getErr: appError(500), fails: true},
		"RPC failed":               {fails: true},
		"archived since":           {get: stored(), err: appError(400), updates: true, gone: true, fails: true},
		"database down at the end": {get: stored(), err: appError(500), updates: true, fails: true},
		"RPC failed at the end":    {get: stored(), updates: true, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			api.On("GetPost", "p1").Return(c.get, c.getErr)
			if c.updates {
				api.On("UpdatePost", mock.Anything).Return(c.update, c.err)
			}
			err := newPosts(t, api).Show(t.Context(), "p1", endedView())
			require.Equal(t, c.fails, err != nil, err)
			require.Equal(t, c.gone, errors.Is(err, meeting.ErrPostGone))
		})
	}
	t.Run("RPC failed at the start", func(t *testing.T) {
		api := newAPI(t)
		api.On("CreatePost", mock.Anything).Return(nil, nil)
		_, err := newPosts(t, api).Post(t.Context(), place, view)
		require.Error(t, err)
	})
}

// errServer stands for any error that is nobody's fault but the server's.
var errServer = errors.New("the server's")

func TestMayPost(t *testing.T) {
	open := &model.Channel{Id: channelID}
	thread := &model.Post{ChannelId: channelID}
	for name, c := range map[string]struct {
		member  *model.AppError
		none    bool // no member and no error: the RPC failed
		channel *model.Channel
		denied  bool
		root    *model.Post
		rootErr *model.AppError
		want    error
	}{
		"a member":                  {channel: open, root: thread},
		"not a member":              {member: appError(404), want: meeting.ErrForbidden},
		"database down":             {member: appError(500), want: errServer},
		"RPC failed":                {none: true, want: errServer},
		"RPC failed at the channel": {want: errServer},
		"database down at the root": {channel: open, rootErr: appError(500), want: errServer},
		"RPC failed at the root":    {channel: open, want: errServer},
		"archived":                  {channel: &model.Channel{DeleteAt: 1}, want: meeting.ErrArchived},
		"read-only":                 {channel: open, denied: true, want: meeting.ErrReadOnly},
		"no such thread":            {channel: open, rootErr: appError(404), want: meeting.ErrBadThread},
		"a thread elsewhere":        {channel: open, root: &model.Post{ChannelId: "c2"}, want: meeting.ErrBadThread},
		"a reply is no thread head": {channel: open, root: &model.Post{ChannelId: channelID, RootId: "r2"}, want: meeting.ErrBadThread},
	} {
		t.Run(name, func(t *testing.T) {
			api := &plugintest.API{}
			member := &model.ChannelMember{}
			if c.none || c.member != nil {
				member = nil
			}
			api.On("GetChannelMember", channelID, "u1").Return(member, c.member)
			api.On("GetChannel", channelID).Return(c.channel, nil)
			api.On("HasPermissionToChannel", "u1", channelID, model.PermissionCreatePost).Return(!c.denied)
			api.On("GetPost", "r1").Return(c.root, c.rootErr)
			err := mattermost.Directory{API: api, Settings: &mattermost.Settings{}}.MayPost(t.Context(), place)
			if !errors.Is(c.want, errServer) {
				require.ErrorIs(t, err, c.want)
				return
			}
			require.Error(t, err)
			require.NotErrorIs(t, err, meeting.ErrForbidden)
			require.NotErrorIs(t, err, meeting.ErrBadThread)
		})
	}
	t.Run("not an id", func(t *testing.T) {
		err := mattermost.Directory{API: newAPI(t), Settings: &mattermost.Settings{}}.MayPost(t.Context(), meeting.Place{ChannelID: "../x", UserID: "u1"})
		require.ErrorIs(t, err, meeting.ErrForbidden)
	})
}

func TestPerson(t *testing.T) {
	api := newAPI(t)
	api.On("GetUser", "u1").Return(&model.User{Id: "u1", Username: "alice", Email: "alice@example.com", Locale: "de",
		Roles: "system_user system_admin", Timezone: model.StringMap{"useAutomaticTimezone": "false", "manualTimezone": "Europe/Berlin"}}, nil)
	api.On("GetUser", "u2").Return(nil, nil)
	person, err := mattermost.Directory{API: api, Settings: &mattermost.Settings{}}.Person(t.Context(), "u1")
	require.NoError(t, err)
	require.Equal(t, meeting.Person{UserID: "u1", Username: "alice", Email: "alice@example.com", Locale: "de", Zone: "Europe/Berlin", Admin: true}, person)
	_, err = mattermost.Directory{API: api, Settings: &mattermost.Settings{}}.Person(t.Context(), "u2")
	require.Error(t, err)
}

func TestKV(t *testing.T) {
	api := newAPI(t)
	kv := mattermost.KV{API: api}
	options := model.PluginKVSetOptions{Atomic: true, OldValue: []byte("old"), ExpireInSeconds: 3600}
	api.On("KVSetWithOptions", "key", []byte("new"), options).Return(true, nil).Once()
	done, err := kv.CompareAndSet(t.Context(), "key", []byte("old"), []byte("new"), time.Hour)
	require.NoError(t, err)
	require.True(t, done)

	api.On("KVSetWithOptions", "key", []byte("new"), model.PluginKVSetOptions{ExpireInSeconds: 60}).Return(true, nil).Once()
	require.NoError(t, kv.Set(t.Context(), "key", []byte("new"), time.Minute))
	api.On("KVSetWithOptions", "key", []byte("new"), model.PluginKVSetOptions{}).Return(false, nil).Once()
	require.Error(t, kv.Set(t.Context(), "key", []byte("new"), 0), "the RPC failed")
	api.On("KVCompareAndDelete", "key", []byte("old")).Return(true, nil).Once()
	done, err = kv.CompareAndDelete(t.Context(), "key", []byte("old"))
	require.NoError(t, err)
	require.True(t, done)

	api.On("KVGet", "key").Return([]byte("v"), nil).Once()
	value, err := kv.Get(t.Context(), "key")
	require.NoError(t, err)
	require.Equal(t, []byte("v"), value)

	api.On("KVGet", "key").Return(nil, appError(500))
	_, err = kv.Get(t.Context(), "key")
	require.Error(t, err)
	api.On("KVSetWithOptions", mock.Anything, mock.Anything, mock.Anything).Return(false, appError(500))
	_, err = kv.CompareAndSet(t.Context(), "key", nil, nil, time.Hour)
	require.Error(t, err)
	require.Error(t, kv.Set(t.Context(), "key", nil, time.Hour))
	api.On("KVCompareAndDelete", mock.Anything, mock.Anything).Return(false, appError(500))
	_, err = kv.CompareAndDelete(t.Context(), "key", nil)
	require.Error(t, err)
}

func TestLog(t *testing.T) {
	api := newAPI(t)
	log := mattermost.NewLog(api)
	api.On("LogWarn", "careful", "part", "x", "cause", "boom", "n", "5").Once()
	log.With("part", "x").Warn("careful", "cause", errors.New("boom"), "n", 5)
	api.On("LogError", "bad").Once()
	log.Error("bad")
	api.On("LogInfo", "so", "a", "1").Once()
	log.Info("so", slog.Int("a", 1))
	api.On("LogDebug", "fine").Once()
	log.Debug("fine")
}
