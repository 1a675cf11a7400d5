package stack

import (
	"context"

	"github.com/mattermost/mattermost-server/v6/model"
)

// EnsureUser returns the user of that name, who logs in with UserPassword if this call created them.
func (a *Admin) EnsureUser(ctx context.Context, username string) (*model.User, error) {
	user, response, err := a.within(ctx).GetUserByUsername(username, "")
	if missing(response) {
		user, err = a.createUser(ctx, username, UserPassword)
	}
	return user, explain(err, "making user %s", username)
}

func (a *Admin) createUser(ctx context.Context, username, password string) (*model.User, error) {
	user, _, err := a.within(ctx).CreateUser(&model.User{
		Username: username, Email: username + "@example.com", Password: password,
	})
	return user, err
}

// EnsureTeam returns the team of that name, which anyone may join, with these members among others.
func (a *Admin) EnsureTeam(ctx context.Context, name, displayName string, members ...*model.User) (*model.Team, error) {
	client := a.within(ctx)
	team, response, err := client.GetTeamByName(name, "")
	if missing(response) {
		team, _, err = client.CreateTeam(&model.Team{
			Name: name, DisplayName: displayName, Type: model.TeamOpen, AllowOpenInvite: true,
		})
	}
	if err != nil {
		return nil, explain(err, "making team %s", name)
	}
	for _, member := range members {
		if _, _, err = client.AddTeamMember(team.Id, member.Id); err != nil {
			return nil, explain(err, "adding %s to team %s", member.Username, name)
		}
	}
	return team, nil
}

// EnsureChannel returns the channel of channel.TeamId and channel.Name, created as given if it is missing, with these
// members of its team among others.
func (a *Admin) EnsureChannel(ctx context.Context, channel model.Channel, members ...*model.User) (*model.Channel, error) {
	client := a.within(ctx)
	found, response, err := client.GetChannelByName(channel.Name, channel.TeamId, "")
	if missing(response) {
		found, _, err = client.CreateChannel(&channel)
	}
	if err != nil {
		return nil, explain(err, "making channel %s", channel.Name)
	}
	for _, member := range members {
		if _, _, err = client.AddChannelMember(found.Id, member.Id); err != nil {
			return nil, explain(err, "adding %s to channel %s", member.Username, channel.Name)
		}
	}
	return found, nil
}
