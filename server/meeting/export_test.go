package meeting

import "time"

// Take counts a start of a user in a channel.
func Take(l *StartLimit, now time.Time, userID, channelID string) error {
	return l.take(now, Place{UserID: userID, ChannelID: channelID})
}

// Remembered is of how many people and channels a limit knows.
func Remembered(l *StartLimit) (people, channels int) {
	return len(l.people.byID), len(l.channels.byID)
}
