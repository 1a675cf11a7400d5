package command

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/usertext"
)

// Trigger is the word after the slash.
const Trigger = "zoom"

// Command executes the slash command.
type Command struct {
	Meetings *meeting.Service
	SignIn   *signin.SignIn
	// Notes returns what is known of the meeting service.
	Notes func(ctx context.Context) (health.Notes, error)
	Texts *usertext.Texts
	Log   *slog.Logger
	// Prompt returns the props that let the web app ask whether to join a meeting or to start the wanted one.
	Prompt func(recent meeting.View, wanted meeting.Request) map[string]any
}

// call is one use of the command.
type call struct {
	*Command
	ctx    context.Context
	args   *model.CommandArgs
	reader meeting.Person
	place  meeting.Place
}

// Execute answers the user who typed the command.
func (c *Command) Execute(ctx context.Context, args *model.CommandArgs) *model.CommandResponse {
	reader, err := c.Meetings.Directory.Person(ctx, args.UserId)
	if err != nil {
		c.Log.Warn("The user of a command could not be looked up", "user", args.UserId, "cause", err)
	}
	call := call{c, ctx, args, reader, meeting.Place{UserID: args.UserId, ChannelID: args.ChannelId, RootID: args.RootId}}
	_, typed := nextWord(args.Command)
	subcommand, rest := nextWord(typed)
	switch strings.ToLower(subcommand) {
	case "start":
		return call.start(rest)
	case "share":
		return call.share(rest)
	case "connect":
		return call.connect()
	case "disconnect":
		return call.disconnect()
	case "status":
		return call.status()
	case "", "help":
		return private(c.Texts.CommandHelp(reader.Locale))
	default:
		return private(c.Texts.CommandUnknown(reader.Locale, subcommand))
	}
}

func (c call) start(rest string) *model.CommandResponse {
	options, topic := cutOptions(rest)
	for _, option := range options {
		if option != optionPersonal && option != optionForce {
			return c.unknown("start", option)
		}
	}
	request := meeting.Request{
		Place: c.place, Topic: topic, Personal: slices.Contains(options, optionPersonal), Force: slices.Contains(options, optionForce),
	}
	outcome, err := c.Meetings.Start(c.ctx, request)
	if err != nil {
		return c.fail(err)
	}
	if outcome.Connect != nil {
		return private(c.Texts.CommandConnect(c.reader.Locale, *outcome.Connect))
	}
	if outcome.Recent != nil {
		return c.ask(outcome.Recent.View, request, rest)
	}
	response := private(c.Texts.CommandStarted(c.reader.Locale))
	// Only the client that sent the command goes there. The text above is a post of sorts and must not hold the start URL.
	response.GotoLocation = outcome.Meeting.StartURL
	if response.GotoLocation == "" {
		response.GotoLocation = outcome.Meeting.JoinURL
	}
	return response
}

// share needs no answer when all is well: the post is there.
func (c call) share(rest string) *model.CommandResponse {
	options, reference := cutOptions(rest)
	for _, option := range options {
		if option != optionPersonal || reference != "" {
			return c.unknown("share", option)
		}
	}
	outcome, err := c.Meetings.Share(c.ctx, meeting.ShareRequest{Place: c.place, Reference: reference, Personal: len(options) > 0})
	if err != nil {
		return c.fail(err)
	}
	if outcome.Connect != nil {
		return private(c.Texts.CommandConnect(c.reader.Locale, *outcome.Connect))
	}
	return &model.CommandResponse{}
}

func (c call) unknown(subcommand, option string) *model.CommandResponse {
	return private(c.Texts.CommandUnknownOption(c.reader.Locale, subcommand, option))
}

// ask names the command that starts another meeting all the same; mobile apps have no buttons for it.
func (c call) ask(recent meeting.View, wanted meeting.Request, rest string) *model.CommandResponse {
	again := strings.TrimSpace("/" + Trigger + " start " + optionForce + " " + rest)
	response := private(c.Texts.CommandRecent(c.reader, recent, again))
	response.Props = c.Prompt(recent, wanted)
	return response
}

func (c call) fail(err error) *model.CommandResponse {
	failure := c.Texts.ForError(err, c.reader)
	if failure.Ours {
		c.Log.Warn("A command failed", "user", c.args.UserId, "channel", c.args.ChannelId, "cause", err)
	}
	return private(failure.Message)
}

// cutOptions takes the options from the front of what follows a subcommand.
func cutOptions(text string) (options []string, rest string) {
	for rest = text; ; {
		word, after := nextWord(rest)
		option := optionOf(word)
		if option == "" {
			return options, rest
		}
		options, rest = append(options, option), after
	}
}

// optionOf returns the option that a word is, empty for none. Phones make one long dash of two.
func optionOf(word string) string {
	name := strings.ToLower(strings.TrimLeft(word, "-–—"))
	switch option := "--" + name; {
	case strings.HasPrefix(word, "--"), len(name) < len(word) && (option == optionPersonal || option == optionForce):
		return option
	default:
		return ""
	}
}

func nextWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	end := strings.IndexAny(text, " \t\n")
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimSpace(text[end:])
}

func private(text string) *model.CommandResponse {
	return &model.CommandResponse{ResponseType: model.CommandResponseTypeEphemeral, Text: text, SkipSlackParsing: true}
}
