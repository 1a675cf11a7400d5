package command

import (
	"context"
	"log/slog"
	"strings"

	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

// Trigger is the word after the slash.
const Trigger = "zoom"

// Command executes the slash command.
type Command struct {
	Meetings *meeting.Service
	Log      *slog.Logger
}

// Definition returns what Mattermost registers and completes.
func Definition() *model.Command {
	root := model.NewAutocompleteData(Trigger, "[command]", "Start a Zoom meeting")
	start := model.NewAutocompleteData("start", "[topic]", "Start a Zoom meeting in this channel")
	start.AddTextArgument("What the meeting is about (optional)", "[topic]", "")
	root.AddCommand(start)
	root.AddCommand(model.NewAutocompleteData("help", "", "Show what /zoom can do"))
	return &model.Command{
		Trigger:          Trigger,
		AutoComplete:     true,
		AutoCompleteDesc: "Start a Zoom meeting",
		AutoCompleteHint: "[command]",
		AutocompleteData: root,
	}
}

// Execute answers the user who typed the command.
func (c *Command) Execute(ctx context.Context, args *model.CommandArgs) *model.CommandResponse {
	subcommand, rest := cut(args.Command)
	switch strings.ToLower(subcommand) {
	case "start":
		return c.start(ctx, args, rest)
	case "", "help":
		return private(usertext.CommandHelp)
	default:
		return private(usertext.CommandUnknown(subcommand))
	}
}

func (c *Command) start(ctx context.Context, args *model.CommandArgs, topic string) *model.CommandResponse {
	started, err := c.Meetings.Start(ctx, meeting.Request{
		Place: meeting.Place{UserID: args.UserId, ChannelID: args.ChannelId, RootID: args.RootId},
		Topic: topic,
	})
	if err != nil {
		failure := usertext.ForError(err, c.Meetings.Provider.Name())
		if failure.Ours {
			c.Log.Warn("A command failed", "command", "start", "user", args.UserId, "channel", args.ChannelId, "cause", err)
		}
		return private(failure.Message)
	}
	response := private(usertext.CommandStarted)
	// Only the client that sent the command goes there. The text above is a post of sorts and must not hold the start URL.
	response.GotoLocation = started.Meeting.StartURL
	if response.GotoLocation == "" {
		response.GotoLocation = started.Meeting.JoinURL
	}
	return response
}

// cut splits `/zoom subcommand rest`.
func cut(command string) (subcommand, rest string) {
	_, after := nextWord(command)
	return nextWord(after)
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
	return &model.CommandResponse{ResponseType: model.CommandResponseTypeEphemeral, Text: text}
}
