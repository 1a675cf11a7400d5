import type {Team} from '@mattermost/types/teams';
import {TeamTypes} from 'mattermost-redux/action_types';
import {getCurrentTeamId, getTeamByName} from 'mattermost-redux/selectors/entities/teams';

import {loadChannels} from './load';
import {dispatchEntities, store} from './store';

// selectTeam makes the team of that name the current one.
export async function selectTeam(name: string): Promise<Team> {
    const team = getTeamByName(store.getState(), name);
    if (!team) {
        throw new Error(`You are in no team ${name}.`);
    }
    if (getCurrentTeamId(store.getState()) !== team.id) {
        dispatchEntities({type: TeamTypes.SELECT_TEAM, data: team.id});
        await loadChannels(team.id);
    }
    return team;
}
