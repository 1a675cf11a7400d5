package command_test

import (
	"context"
	"log/slog"
	"regexp"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/command"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/signin/signintest"
	"mattermost-plugin-zoom/server/usertext"
)

const startURL, joinURL = "https://zoom.example/s/81?zak=host", "https://zoom.example/j/81"

// house is a command with doubles behind it, in a channel of Alice's.
type house struct {
	*command.Command
	provider *meetingtest.Provider
	poster   *meetingtest.Poster
	signIn   *signintest.SignIn
}

func newHouse(t *testing.T) *house {
	t.Helper()
	texts := usertext.New(assets.I18n, "Zoom", command.Trigger, time.Now)
	h := &house{poster: &meetingtest.Poster{}, provider: &meetingtest.Provider{}}
	for number := range 5 {
		h.provider.Meetings = append(h.provider.Meetings,
			meeting.Meeting{Number: int64(81 + number), Topic: "Zoom Meeting", JoinURL: joinURL, StartURL: startURL})
	}
	kv := &kvtest.KV{}
	h.signIn = signintest.New(kv, "https://mm.example/plugins/zoom")
	h.Command = &command.Command{Texts: texts, SignIn: h.signIn.SignIn, Log: slog.New(slog.DiscardHandler),
		Prompt: func(recent meeting.View, wanted meeting.Request) map[string]any {
			return map[string]any{"about": recent.Number, "wanted": wanted.Topic}
		},
		Meetings: &meeting.Service{
			Provider:  h.provider,
			Store:     kvstore.Meetings{KV: kv},
			Poster:    h.poster,
			Connector: h.signIn,
			Directory: &meetingtest.Directory{People: map[string]meeting.Person{"u1": {UserID: "u1", Username: "alice"}}},
			Now:       time.Now, NewID: model.NewId, After: func(func(context.Context)) {},
		}}
	return h
}

func (h *house) types(t *testing.T, typed string) *model.CommandResponse {
	t.Helper()
	return h.Execute(t.Context(), &model.CommandArgs{Command: typed, UserId: "u1", ChannelId: "c1", RootId: "r1"})
}

func TestExecute(t *testing.T) {
	help := newHouse(t).Texts.CommandHelp("en")
	started := newHouse(t).Texts.CommandStarted("en")
	for name, c := range map[string]struct {
		typed string
		err   error
		text  string
		asked *meeting.Options
		found string
		goes  string
	}{
		"start":               {"/zoom start", nil, started, &meeting.Options{}, "", startURL},
		"start with a topic":  {"/zoom  start   Weekly  sync ", nil, started, &meeting.Options{Topic: "Weekly sync"}, "", startURL},
		"in capitals":         {"/zoom START", nil, started, &meeting.Options{}, "", startURL},
		"topic on a new line": {"/zoom start\nWeekly", nil, started, &meeting.Options{Topic: "Weekly"}, "", startURL},
		"personal":            {"/zoom start --personal", nil, started, &meeting.Options{Personal: true}, "", startURL},
		"all options":         {"/zoom start --Force --personal  My  topic", nil, started, &meeting.Options{Topic: "My topic", Personal: true}, "", startURL},
		"a phone's dash":      {"/zoom start —Personal x", nil, started, &meeting.Options{Topic: "x", Personal: true}, "", startURL},
		"one dash":            {"/zoom start -personal", nil, started, &meeting.Options{Personal: true}, "", startURL},
		"a topic with a dash": {"/zoom start -42 degrees", nil, started, &meeting.Options{Topic: "-42 degrees"}, "", startURL},
		"dashes in a topic":   {"/zoom start Q3 -- plans", nil, started, &meeting.Options{Topic: "Q3 -- plans"}, "", startURL},
		"unknown option":      {"/zoom start --loud x", nil, "`/zoom start` does not accept `--loud` like this.\n\n" + help, nil, "", ""},
		"share my room":       {"/zoom share --personal", nil, "", nil, "the room", ""},
		"share both":          {"/zoom share --personal 81234567890", nil, "`/zoom share` does not accept `--personal` like this.\n\n" + help, nil, "", ""},
		"share by force":      {"/zoom share --force 81234567890", nil, "`/zoom share` does not accept `--force` like this.\n\n" + help, nil, "", ""},
		"share":               {"/zoom share 857 4606 5432", nil, "", nil, "857 4606 5432", ""},
		"share a link":        {"/zoom share https://zoom.us/j/1?pwd=x", nil, "", nil, "https://zoom.us/j/1?pwd=x", ""},
		"help":                {"/zoom help", nil, help, nil, "", ""},
		"nothing":             {"/zoom", nil, help, nil, "", ""},
		"unknown":             {"/zoom dance", nil, "There is no command `/zoom dance`.\n\n" + help, nil, "", ""},
		"failure": {"/zoom start", &meeting.ServiceError{Kind: meeting.ErrUnknownHost, Cause: context.Canceled},
			"We could not verify your Mattermost account in Zoom. " +
				"Please ensure that your Mattermost email address matches your Zoom email address. " +
				"To start meetings, ask an admin to invite you to your organization's Zoom account. You can share and join meetings without one.", &meeting.Options{}, "", ""},
		"a share that fails": {"/zoom share x", meeting.ErrBadReference,
			"Which meeting? Enter its ID of 9 to 11 digits, or paste its invitation link, which contains `/j/`.", nil, "x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.provider.Err = c.err
			response := h.types(t, c.typed)
			require.Equal(t, c.text, response.Text)
			require.Equal(t, c.text != "", response.ResponseType == model.CommandResponseTypeEphemeral)
			require.Equal(t, c.goes, response.GotoLocation)
			if c.asked != nil {
				require.Equal(t, []meeting.Options{*c.asked}, h.provider.Asked)
			} else {
				require.Empty(t, h.provider.Asked)
			}
			if c.found != "" {
				require.Equal(t, []string{c.found}, h.provider.Sought)
			}
			posts := h.poster.Posts()
			if c.err != nil || (c.asked == nil && c.found == "") {
				require.Empty(t, posts)
				return
			}
			require.Len(t, posts, 1)
			require.Equal(t, c.found != "", posts[0].View.Shared)
			require.Equal(t, meeting.Place{UserID: "u1", ChannelID: "c1", RootID: "r1"}, posts[0].Place)
		})
	}
}

func TestTooManyStarts(t *testing.T) {
	h := newHouse(t)
	h.Meetings.Limit = &meeting.StartLimit{}
	h.Meetings.Limit.Set(1)
	require.Equal(t, h.Texts.CommandStarted("en"), h.types(t, "/zoom start").Text)
	response := h.types(t, "/zoom start --force")
	require.Equal(t, "You have started too many meetings in a short time. Try again in 10 minutes.", response.Text)
	require.Equal(t, model.CommandResponseTypeEphemeral, response.ResponseType)
	require.Len(t, h.provider.Asked, 1)
}

// TestTheStarterGoesToTheMeeting, as its host where the service gave a link for that.
func TestTheStarterGoesToTheMeeting(t *testing.T) {
	h := newHouse(t)
	h.provider.Meetings[0].StartURL = ""
	require.Equal(t, joinURL, h.types(t, "/zoom start").GotoLocation)
}

func TestASecondStartIsAQuestion(t *testing.T) {
	h := newHouse(t)
	h.types(t, "/zoom start Weekly")
	response := h.types(t, "/zoom start --personal Other topic")
	require.Equal(t, "You started “Weekly” here a moment ago: [Join meeting](https://zoom.example/j/81). "+
		"To start another one, type `/zoom start --force --personal Other topic`.", response.Text)
	require.Empty(t, response.GotoLocation)
	require.Equal(t, model.StringInterface{"about": int64(81), "wanted": "Other topic"}, response.Props)
	require.Len(t, h.poster.Posts(), 1)

	again := regexp.MustCompile("`(.*)`").FindStringSubmatch(response.Text)[1]
	require.Equal(t, startURL, h.types(t, again).GotoLocation, "what it says works")
	require.Equal(t, "Other topic", h.poster.Posts()[1].View.Topic)
}

// TestHelpAndCompletionListWhatExists compares them with each other, and types each subcommand.
func TestHelpAndCompletionListWhatExists(t *testing.T) {
	h := newHouse(t)
	definition := command.Definition(h.Texts, "en")
	require.NoError(t, definition.AutocompleteData.IsValid())
	var completed []string
	for _, sub := range definition.AutocompleteData.SubCommands {
		completed = append(completed, sub.Trigger)
		for _, option := range options(sub) {
			completed = append(completed, sub.Trigger+" "+option)
		}
		require.NotEmpty(t, sub.HelpText)
		require.NotContains(t, h.types(t, "/zoom "+sub.Trigger).Text, "does not exist")
	}
	var helped []string
	for _, line := range regexp.MustCompile("`/zoom ([a-z]+(?: --[a-z]+)?)").FindAllStringSubmatch(h.Texts.CommandHelp("en"), -1) {
		helped = append(helped, line[1])
		require.NotContains(t, h.types(t, "/zoom "+line[1]).Text, "does not accept")
	}
	require.ElementsMatch(t, completed, helped)
}

// options are the completed ones of a subcommand, and those that a hint names.
func options(sub *model.AutocompleteData) (options []string) {
	for _, argument := range sub.Arguments {
		if text, is := argument.Data.(*model.AutocompleteTextArg); is {
			options = append(options, regexp.MustCompile(`--[a-z]+`).FindAllString(text.Hint, -1)...)
		}
		if list, is := argument.Data.(*model.AutocompleteStaticListArg); is {
			for _, item := range list.PossibleArguments {
				options = append(options, item.Item)
			}
		}
	}
	return options
}

// TestCompletionOffersNothingAfterASharedRoom: Mattermost offers each argument after those before it, wanted or not.
func TestCompletionOffersNothingAfterASharedRoom(t *testing.T) {
	h := newHouse(t)
	require.Contains(t, h.types(t, "/zoom share --personal 81").Text, "does not accept")
	for _, sub := range command.Definition(h.Texts, "en").AutocompleteData.SubCommands {
		if sub.Trigger == "share" {
			require.Len(t, sub.Arguments, 1)
		}
	}
}

func TestConnectAndDisconnect(t *testing.T) {
	h := newHouse(t)
	const link = "(https://mm.example/plugins/zoom/oauth2/connect)"
	require.Contains(t, h.types(t, "/zoom disconnect").Text, "nothing to disconnect")
	require.Equal(t, "[Connect your Zoom account]"+link+". It takes about a minute.", h.types(t, "/zoom connect").Text)
	h.signIn.Connect(t, "u1", oauth.Identity{UserID: "z1", Email: "alice@zoom.example"})
	require.Contains(t, h.types(t, "/zoom connect").Text, "connected as `alice@zoom.example`")
	require.Contains(t, h.types(t, "/zoom disconnect").Text, "is disconnected, and Zoom has been notified")
	require.Contains(t, h.types(t, "/zoom connect").Text, link)

	h.signIn.SignFor = func(string) (string, error) { return oauth.Account, nil }
	h.signIn.Admins["admin"] = true
	h.signIn.Connect(t, "admin", oauth.Identity{UserID: "z1"})
	for _, typed := range []string{"/zoom connect", "/zoom disconnect"} {
		require.Contains(t, h.types(t, typed).Text, "only a System Admin")
	}

	h.signIn.SignFor = func(string) (string, error) { return "", meeting.ErrNoSignIn }
	require.Equal(t, "You don't need to connect a Zoom account on this server. Just start your meeting.", h.types(t, "/zoom connect").Text)
	require.Equal(t, "On this server you don't connect a Zoom account of your own, so there is nothing to disconnect.", h.types(t, "/zoom disconnect").Text)
}

func TestWhoIsNotConnectedIsLedThere(t *testing.T) {
	h := newHouse(t)
	h.provider.Err = meeting.ErrNotConnected
	for _, typed := range []string{"/zoom start Weekly", "/zoom share --personal"} {
		response := h.types(t, typed)
		require.Contains(t, response.Text, "(https://mm.example/plugins/zoom/oauth2/connect?for=")
		require.Contains(t, response.Text, "then you pick up right where you left off")
		require.Empty(t, response.GotoLocation)
	}
	h.provider.Err = &meeting.NotConnectedError{ForAll: true, Again: true}
	require.Regexp(t, `^The connection to Zoom has ended\. \[Connect your organization's Zoom account\]\(https://mm\.example`,
		h.types(t, "/zoom start").Text)
}
