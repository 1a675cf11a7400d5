package usertext

// Texts of the slash command.
const (
	// CommandHelp lists exactly what exists.
	CommandHelp = "**Zoom in Mattermost**\n" +
		"* `/zoom start` starts a meeting and invites this channel.\n" +
		"* `/zoom start [topic]` starts one with a topic.\n" +
		"* `/zoom help` shows this text."
	// CommandStarted answers the starter, who is about to be taken to the meeting.
	CommandStarted = "Your meeting is ready. If it did not open by itself, use the link in the post."
)

// CommandUnknown answers a subcommand that does not exist.
func CommandUnknown(subcommand string) string {
	return "`/zoom " + subcommand + "` does not exist.\n\n" + CommandHelp
}
