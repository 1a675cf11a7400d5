package mattermost_test

import (
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
)

// TestAPostMovesForwardOnly shows a view on a post of each status.
func TestAPostMovesForwardOnly(t *testing.T) {
	shared := meeting.View{Provider: "Zoom", Number: 5, Shared: true}
	running, ended := shared, shared
	running.State, running.StartedAt = meeting.Running, startedAt
	ended.State, ended.StartedAt, ended.EndedAt = meeting.Ended, startedAt, startedAt.Add(time.Hour)
	for name, c := range map[string]struct {
		is   string
		view meeting.View
		want string // empty: the post stays as it is
	}{
		"it starts":              {"SHARED", running, "STARTED"},
		"it ends":                {"STARTED", ended, "ENDED"},
		"it ends unseen":         {"SHARED", ended, "ENDED"},
		"runs already":           {"STARTED", running, ""},
		"told late that it runs": {"ENDED", running, ""},
		"ended already":          {"ENDED", ended, ""},
		"shared already":         {"SHARED", shared, ""},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			post := stored()
			post.AddProp("meeting_status", c.is)
			api.On("GetPost", "p1").Return(post, nil)
			if c.want != "" {
				api.On("UpdatePost", mock.MatchedBy(func(post *model.Post) bool { return post.GetProp("meeting_status") == c.want })).
					Return(&model.Post{}, nil).Once()
			}
			require.NoError(t, newPosts(t, api).Show(t.Context(), "p1", c.view))
		})
	}
}

func TestASharedMeeting(t *testing.T) {
	api := newAPI(t)
	var posted *model.Post
	api.On("CreatePost", mock.Anything).Run(func(args mock.Arguments) { posted = args.Get(0).(*model.Post) }).Return(&model.Post{Id: "p1"}, nil)
	_, err := newPosts(t, api).Post(t.Context(), place, meeting.View{Provider: "Zoom", Number: 5551112222, JoinURL: "https://zoom.us/j/5551112222",
		Shared: true, Personal: true})
	require.NoError(t, err)
	require.Equal(t, "Shared a Zoom meeting (ID 555 111 2222)", posted.Message)
	require.Equal(t, "SHARED", posted.GetProp("meeting_status"))
	require.Equal(t, true, posted.GetProp("meeting_personal"))
	require.Equal(t, int64(0), posted.GetProp("meeting_start_time"))
	card := posted.GetProp("attachments").([]*model.SlackAttachment)[0]
	require.Equal(t, "Zoom Meeting", card.Title)
	require.Equal(t, "**Personal Meeting ID:** 555 111 2222\n[Join meeting](https://zoom.us/j/5551112222)", card.Text)
}

func TestOverrides(t *testing.T) {
	on, off := true, false
	site := func(url string) *string { return &url }
	const icon = "/plugins/zoom/public/zoom.png"
	for name, c := range map[string]struct {
		username, icon *bool
		site           *string
		channel        model.ChannelType
		want           string // the icon's address; empty: the author is shown
	}{
		"both on":              {&on, &on, site("https://mm.example.com"), model.ChannelTypeOpen, "https://mm.example.com" + icon},
		"in a private channel": {&on, &on, site("https://mm.example.com"), model.ChannelTypePrivate, "https://mm.example.com" + icon},
		"a site with a path":   {&on, &on, site("https://example.com/chat/"), model.ChannelTypeOpen, "https://example.com/chat" + icon},
		"in a direct message":  {&on, &on, site("https://mm.example.com"), model.ChannelTypeDirect, ""},
		"in a group message":   {&on, &on, site("https://mm.example.com"), model.ChannelTypeGroup, ""},
		"no site URL":          {&on, &on, site(""), model.ChannelTypeOpen, ""},
		"only the name":        {&on, &off, site("https://mm.example.com"), model.ChannelTypeOpen, ""},
		"only the icon":        {&off, &on, site("https://mm.example.com"), model.ChannelTypeOpen, ""},
		"not set":              {nil, nil, nil, model.ChannelTypeOpen, ""},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			config := &model.Config{}
			config.ServiceSettings.EnablePostUsernameOverride, config.ServiceSettings.EnablePostIconOverride = c.username, c.icon
			config.ServiceSettings.SiteURL = c.site
			api.On("GetConfig").Return(config)
			api.On("GetChannel", channelID).Maybe().Return(&model.Channel{Type: c.channel}, nil)
			var posted *model.Post
			api.On("CreatePost", mock.Anything).Run(func(args mock.Arguments) { posted = args.Get(0).(*model.Post) }).Return(&model.Post{}, nil)
			posts := newPosts(t, api)
			require.NoError(t, posts.Settings.Read(api))
			_, err := posts.Post(t.Context(), place, view)
			require.NoError(t, err)
			require.Equal(t, "u1", posted.UserId)
			if c.want == "" {
				for _, prop := range []string{"from_webhook", "override_username", "override_icon_url"} {
					require.Nil(t, posted.GetProp(prop), prop)
				}
				require.Equal(t, "Started a Zoom meeting: Weekly (ID 853 9384 7045)", posted.Message)
				return
			}
			require.Equal(t, "alice started a Zoom meeting: Weekly (ID 853 9384 7045)", posted.Message)
			require.Equal(t, "true", posted.GetProp("from_webhook"))
			require.Equal(t, "Zoom", posted.GetProp("override_username"))
			require.Equal(t, c.want, posted.GetProp("override_icon_url"))
		})
	}
}

func TestAPostShowsItsAuthorAgainWhenOverridesAreOff(t *testing.T) {
	for name, c := range map[string]struct {
		overrides bool
		username  string
		want      any
		message   string
	}{
		"still on":        {true, "Zoom", "Zoom", "alice started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes)."},
		"off":             {false, "Zoom", nil, "Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes)."},
		"somebody else's": {false, "Robot", "Robot", "alice started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (1 hour 30 minutes)."},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			config := &model.Config{}
			config.ServiceSettings.EnablePostUsernameOverride, config.ServiceSettings.EnablePostIconOverride = &c.overrides, &c.overrides
			api.On("GetConfig").Return(config)
			post := stored()
			post.Message = "Started it."
			post.AddProp("from_webhook", "true")
			post.AddProp("override_username", c.username)
			api.On("GetPost", "p1").Return(post, nil)
			var updated *model.Post
			api.On("UpdatePost", mock.Anything).Run(func(args mock.Arguments) { updated = args.Get(0).(*model.Post) }).Return(&model.Post{}, nil)
			posts := newPosts(t, api)
			require.NoError(t, posts.Settings.Read(api))
			require.NoError(t, posts.Show(t.Context(), "p1", endedView()))
			require.Equal(t, c.want, updated.GetProp("override_username"))
			require.Equal(t, c.want != nil, updated.GetProp("from_webhook") != nil)
			require.Equal(t, c.message, updated.Message)
		})
	}
}

func TestSettings(t *testing.T) {
	api := newAPI(t)
	settings := &mattermost.Settings{}
	require.Equal(t, "en", settings.Locale(), "before anything was read")
	api.On("GetConfig").Return(nil).Once()
	require.Error(t, settings.Read(api), "the RPC failed")
	locale := "de"
	api.On("GetConfig").Return(&model.Config{LocalizationSettings: model.LocalizationSettings{DefaultServerLocale: &locale}})
	require.NoError(t, settings.Read(api))
	require.Equal(t, "de", settings.Locale())
}

func TestPrompt(t *testing.T) {
	props := mattermost.Prompt(view, meeting.Request{Topic: "Retro", Personal: true})
	require.Equal(t, "custom_zoom", props["type"])
	require.Equal(t, "RECENTLY_CREATED", props["meeting_status"])
	require.Equal(t, view.JoinURL, props["meeting_link"])
	require.Equal(t, "alice", props["meeting_creator_username"])
	require.Equal(t, "Retro", props["wanted_topic"])
	require.Equal(t, true, props["wanted_personal"])
}

func TestAPostOfTheEarlierPluginEnds(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(post *model.Post)
		ends  bool
	}{
		"it runs":              {func(*model.Post) {}, true},
		"its number is text":   {func(post *model.Post) { post.AddProp("meeting_id", "85746065432") }, true},
		"it has ended already": {func(post *model.Post) { post.AddProp("meeting_status", "ENDED") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			post := &model.Post{Id: "p1", UserId: "u1", Type: "custom_zoom", Message: "I have started a meeting", CreateAt: startedAt.UnixMilli()}
			post.SetProps(model.StringInterface{"meeting_id": float64(85746065432), "meeting_status": "STARTED", "meeting_topic": "Old",
				"meeting_link": "https://zoom.us/j/85746065432", "meeting_provider": "Zoom", "meeting_personal": false})
			c.spoil(post)
			api.On("GetPost", "p1").Return(post, nil)
			api.On("GetUser", "u1").Maybe().Return(&model.User{}, nil)
			if c.ends {
				api.On("UpdatePost", mock.MatchedBy(func(post *model.Post) bool {
					return post.GetProp("meeting_status") == "ENDED" && post.GetProp("meeting_id") == int64(85746065432) &&
						post.GetProp("meeting_topic") == "Old" && post.Message == "I have started a meeting" &&
						post.GetProp("meeting_end_time") == startedAt.Add(time.Hour).UnixMilli()
				})).Return(&model.Post{}, nil).Once()
			}
			require.NoError(t, newPosts(t, api).EndEarlier(t.Context(), "p1", startedAt.Add(time.Hour)))
		})
	}
	for name, post := range map[string]*model.Post{"gone": nil, "somebody's message": {Id: "p1", Type: ""}} {
		t.Run(name, func(t *testing.T) {
			api := newAPI(t)
			var missing *model.AppError
			if post == nil {
				missing = appError(404)
			}
			api.On("GetPost", "p1").Return(post, missing)
			require.ErrorIs(t, newPosts(t, api).EndEarlier(t.Context(), "p1", startedAt), meeting.ErrPostGone)
		})
	}
}
