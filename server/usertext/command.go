package usertext

import (
	"strings"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
)

// CommandText is a text that completes or describes the command.
type CommandText string

// Texts of the command's completion, by message id.
const (
	Description      CommandText = "command.description"
	StartHint        CommandText = "command.start_hint"
	StartDescription CommandText = "command.start_description"
	TopicHelp        CommandText = "command.topic_help"
	PersonalHelp     CommandText = "command.personal"
	ForceHelp        CommandText = "command.force"
	ShareHint        CommandText = "command.share_hint"
	ShareDescription CommandText = "command.share_description"
	HelpDescription  CommandText = "command.help_description"

	ConnectDescription    CommandText = "command.connect_description"
	DisconnectDescription CommandText = "command.disconnect_description"
	StatusDescription     CommandText = "command.status_description"

	BotDescription CommandText = "bot.description"
)

// Command returns one of those texts.
func (t *Texts) Command(locale string, text CommandText) string {
	return t.say(locale, string(text), nil)
}

// CommandHelp lists exactly what exists.
func (t *Texts) CommandHelp(locale string) string { return t.say(locale, "command.help", nil) }

// CommandStarted answers the starter, who is about to be taken to the meeting.
func (t *Texts) CommandStarted(locale string) string { return t.say(locale, "command.started", nil) }

// CommandUnknown answers a subcommand that does not exist.
func (t *Texts) CommandUnknown(locale, subcommand string) string {
	return t.say(locale, "command.unknown", data{"Subcommand": code(subcommand)}) + "\n\n" + t.CommandHelp(locale)
}

// CommandUnknownOption answers an option that a subcommand does not have.
func (t *Texts) CommandUnknownOption(locale, subcommand, option string) string {
	return t.say(locale, "command.unknown_option", data{"Subcommand": subcommand, "Option": code(option)}) + "\n\n" + t.CommandHelp(locale)
}

// CommandRecent asks about a meeting that somebody, perhaps reader, has just started. Again is the command that starts another one all the
// same.
func (t *Texts) CommandRecent(reader meeting.Person, recent meeting.View, again string) string {
	id, locale := "recent.others", reader.Locale
	if recent.CreatorUsername == reader.Username {
		id = "recent.own"
	}
	topic := t.say(locale, "recent.a_meeting", nil)
	if recent.Topic != "" && !t.isUsualTopic(locale, recent.Topic) {
		topic = t.say(locale, "recent.topic", data{"Topic": harmless(recent.Topic)})
	}
	return t.say(locale, id, data{
		"Creator": "@" + recent.CreatorUsername, "Topic": topic, "Link": linkTarget(recent.JoinURL), "Again": code(again),
	})
}

// isUsualTopic tells whether a topic is the one that the service gives a meeting without any.
func (t *Texts) isUsualTopic(locale, topic string) bool {
	return topic == t.say(locale, "card.title", nil) || topic == t.say("", "card.title", nil)
}

// CommandConnect leads to the sign-in, perhaps for all; then what the reader wanted is done.
func (t *Texts) CommandConnect(locale string, connect meeting.Connect) string {
	return t.connect(locale, connect, "command.connect", "command.connect_account")
}

// CommandSignIn leads to the sign-in, perhaps for all, when the reader wanted nothing else.
func (t *Texts) CommandSignIn(locale string, connect meeting.Connect) string {
	return t.connect(locale, connect, "command.sign_in", "command.connect_account")
}

// Connect says why to sign in, beside a link that leads there.
func (t *Texts) Connect(locale string, connect meeting.Connect) string {
	return t.connect(locale, connect, "connect.text", "connect.text_account")
}

func (t *Texts) connect(locale string, connect meeting.Connect, own, forAll string) string {
	id := own
	if connect.ForAll {
		id = forAll
	}
	text := t.say(locale, id, data{"Link": linkTarget(connect.URL)})
	if connect.Again {
		text = t.say(locale, "connect.ended", nil) + " " + text
	}
	return text
}

// CommandNotConnected answers who has nothing to disconnect.
func (t *Texts) CommandNotConnected(locale string) string {
	return t.say(locale, "command.not_connected", nil)
}

// CommandNobodyConnects answers who wants to disconnect where nobody connects.
func (t *Texts) CommandNobodyConnects(locale string) string {
	return t.say(locale, "command.nobody_connects", nil)
}

// CommandDisconnectedHere says that the service still has to be told.
func (t *Texts) CommandDisconnectedHere(locale string) string {
	return t.say(locale, "command.disconnected_here", nil)
}

// CommandConnectedAlready says as whom the reader is connected.
func (t *Texts) CommandConnectedAlready(locale string, status oauth.Status) string {
	return t.say(locale, "command.connected_already", data{"Email": code(status.Identity.Email)})
}

// CommandDisconnected confirms it.
func (t *Texts) CommandDisconnected(locale string) string {
	return t.say(locale, "command.disconnected", nil)
}

// SignedOut tells somebody that they have ended their sign-in at the service.
func (t *Texts) SignedOut(locale string) string { return t.say(locale, "signed_out", nil) }

// code keeps what somebody else wrote from ending the code span that it is shown in: a backtick does, and so does an empty line.
func code(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "`", "")), " ")
}
