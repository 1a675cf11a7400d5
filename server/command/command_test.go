package command_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/command"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/usertext"
)

func TestExecute(t *testing.T) {
	const startURL, joinURL = "https://zoom.example/s/81?zak=host", "https://zoom.example/j/81"
	for name, c := range map[string]struct {
		typed string
		err   error
		text  string
		topic string
		goes  string
	}{
		"start":               {"/zoom start", nil, usertext.CommandStarted, "Zoom Meeting", startURL},
		"start with a topic":  {"/zoom  start   Weekly  sync ", nil, usertext.CommandStarted, "Weekly sync", startURL},
		"in capitals":         {"/zoom START", nil, usertext.CommandStarted, "Zoom Meeting", startURL},
		"topic on a new line": {"/zoom start\nWeekly", nil, usertext.CommandStarted, "Weekly", startURL},
		"help":                {"/zoom help", nil, usertext.CommandHelp, "", ""},
		"nothing":             {"/zoom", nil, usertext.CommandHelp, "", ""},
		"unknown":             {"/zoom dance", nil, "`/zoom dance` does not exist.\n\n" + usertext.CommandHelp, "", ""},
		"failure": {"/zoom start", meeting.ErrUnknownHost, "We could not verify your Mattermost account in Zoom. " +
			"Please ensure that your Mattermost email address matches your Zoom email address.", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			poster := &meetingtest.Poster{}
			cmd := &command.Command{Log: slog.New(slog.DiscardHandler), Meetings: &meeting.Service{
				Provider: &meetingtest.Provider{Err: c.err, Meetings: []meeting.Meeting{
					{Number: 81, Topic: "Zoom Meeting", JoinURL: joinURL, StartURL: startURL}}},
				Store:     kvstore.Meetings{KV: &kvtest.KV{}},
				Poster:    poster,
				Directory: &meetingtest.Directory{Hosts: map[string]meeting.Host{"u1": {UserID: "u1"}}},
				Now:       time.Now, NewID: model.NewId, After: func(func(context.Context)) {},
			}}
			response := cmd.Execute(t.Context(), &model.CommandArgs{Command: c.typed, UserId: "u1", ChannelId: "c1", RootId: "r1"})
			require.Equal(t, model.CommandResponseTypeEphemeral, response.ResponseType)
			require.Equal(t, c.text, response.Text)
			require.Equal(t, c.goes, response.GotoLocation)
			if c.topic == "" {
				require.Empty(t, poster.Posts())
				return
			}
			require.Equal(t, c.topic, poster.Posts()[0].View.Topic)
			require.Equal(t, meeting.Place{UserID: "u1", ChannelID: "c1", RootID: "r1"}, poster.Posts()[0].Place)
		})
	}
}

func TestDefinitionIsValid(t *testing.T) {
	require.NoError(t, command.Definition().AutocompleteData.IsValid())
}
