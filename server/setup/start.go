package setup

import (
	"context"

	"mattermost-plugin-zoom/server/meeting"
)

// StartChecker is a meeting.Provider that can be asked whether somebody can start meetings.
type StartChecker interface {
	// CheckStart asks the service once, for a few seconds at most, about person. It returns what Create would fail with as far as the
	// answer tells: nil promises nothing.
	CheckStart(ctx context.Context, person meeting.Person) error
}
