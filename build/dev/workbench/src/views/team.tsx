import {ChannelTypes} from 'mattermost-redux/action_types';
import {getChannelByTeamIdAndChannelName} from 'mattermost-redux/selectors/entities/channels';
import {getMyTeams} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUserId} from 'mattermost-redux/selectors/entities/users';
import React, {useEffect, useState} from 'react';
import {Redirect, type RouteComponentProps} from 'react-router-dom';

import {client, errorText} from '../client';
import {browserHistory} from '../history';
import {loadChannel, loadChannels} from '../state/load';
import {dispatch, dispatchEntities, store, useSelector} from '../state/store';
import {selectTeam} from '../state/team';

import {ChannelHeader} from './channel_header';
import {Composer} from './composer';
import {PostList} from './post_list';
import {Workspace} from './workspace';

type Params = {team: string; kind: 'channels' | 'messages' | 'pl'; name: string};

// FirstTeam goes to the default channel of a team, of the named one if there is such a team.
export function FirstTeam({location}: RouteComponentProps) {
    const teams = useSelector(getMyTeams);
    const team = teams.find(({name}) => name === location.pathname.split('/')[1]) ?? teams[0];
    return team ? <Redirect to={`/${team.name}/channels/town-square`}/> : <p role='alert'>{'You are in no team yet.'}</p>;
}

export function Team({match: {params: {team, kind, name}}}: RouteComponentProps<Params>) {
    const address = `${team}/${kind}/${name}`;
    const [opened, setOpened] = useState({address: '', channelId: '', failure: ''});
    // While another channel is being opened, nothing can be done in the one before.
    const {channelId, failure} = opened.address === address ? opened : {channelId: '', failure: ''};
    useEffect(() => {
        let left = false;
        const open = async () => {
            const found = await find(team, kind, name);
            if (found && !left) {
                await select(found);
            }
            return found;
        };
        const show = (result: {channelId?: string; failure?: string}) => !left && setOpened({address, channelId: '', failure: '', ...result});
        open().then((found) => show({channelId: found}), (error) => show({failure: errorText(error)}));
        return () => {
            left = true;
        };
    }, [address]);
    return (
        <Workspace>
            {failure && <p role='alert' className='error-text'>{failure}</p>}
            {channelId && (
                <div id='app-content' className='app__content' key={channelId}>
                    <ChannelHeader/>
                    <PostList/>
                    <Composer id='post_textbox' channelId={channelId} rootId='' isTypedAnywhere={true}/>
                </div>
            )}
        </Workspace>
    );
}

// find selects the team and returns the channel that an address names, or nothing when it leads to another address.
async function find(teamName: string, kind: Params['kind'], name: string): Promise<string> {
    const team = await selectTeam(teamName);
    if (kind === 'pl') {
        await followPermalink(teamName, name);
        return '';
    }
    const channelId = name.startsWith('@') ? await directChannel(team.id, name.slice(1)) :
        getChannelByTeamIdAndChannelName(store.getState(), kind === 'messages' ? '' : team.id, name)?.id;
    if (!channelId) {
        throw new Error(`You are in no channel ${name} of this team.`);
    }
    return channelId;
}

async function select(channelId: string): Promise<void> {
    dispatch({type: 'CLOSE_RHS'});
    dispatchEntities({type: ChannelTypes.SELECT_CHANNEL, data: channelId});
    await Promise.all([loadChannel(channelId), client.viewMyChannel(channelId)]);
}

async function directChannel(teamId: string, username: string): Promise<string> {
    const user = await client.getUserByUsername(username);
    const channel = await client.createDirectChannel([getCurrentUserId(store.getState()), user.id]);
    if (!store.getState().entities.channels.channels[channel.id]) {
        await loadChannels(teamId);
    }
    return channel.id;
}

async function followPermalink(teamName: string, postId: string): Promise<void> {
    const post = await client.getPost(postId);
    const channel = await client.getChannel(post.channel_id);
    browserHistory.replace(`/${teamName}/${channel.team_id ? 'channels' : 'messages'}/${channel.name}`);
}
