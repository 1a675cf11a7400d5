package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/build/dev/stack"
)

var demoUsers = []string{"alice", "bob", stranger}

// stranger has no account at the simulated Zoom.
const stranger = "carol"

// populate makes a team, channels and people, who are all members of everything.
func populate(ctx context.Context, admin *stack.Admin) error {
	var people []*model.User
	for _, name := range demoUsers {
		user, err := admin.EnsureUser(ctx, name)
		if err != nil {
			return err
		}
		people = append(people, user)
	}
	team, err := admin.EnsureTeam(ctx, "demo", "Demo", people...)
	if err != nil {
		return err
	}
	for _, channel := range []model.Channel{
		{Name: "standup", DisplayName: "Standup", Type: model.ChannelTypeOpen},
		{Name: "leads", DisplayName: "Leads", Type: model.ChannelTypePrivate},
	} {
		channel.TeamId = team.Id
		if _, err = admin.EnsureChannel(ctx, channel, people...); err != nil {
			return err
		}
	}
	return nil
}

// welcome says where everything is and what to try first.
func (r *runner) welcome(url string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "\nMattermost runs at %s\n", url)
	if r.config.url == "" {
		fmt.Fprintf(&text, "  log in as   %s with password %s\n", strings.Join(demoUsers, ", "), stack.UserPassword)
		fmt.Fprintf(&text, "  or as       %s with password %s (system admin)\n", stack.AdminUsername, stack.AdminPassword)
		fmt.Fprintf(&text, "  its log     %s\n", r.logFile)
	}
	fmt.Fprintln(&text, r.zoom)
	fmt.Fprintln(&text, "Ctrl-C stops what was started here; the data stays.")
	fmt.Fprintln(&text)
	return text.String()
}
