import {ChannelTypes, TeamTypes} from 'mattermost-redux/action_types';
import {getChannelByTeamIdAndChannelName} from 'mattermost-redux/selectors/entities/channels';
import {getMyTeams, getTeamByName} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUserId} from 'mattermost-redux/selectors/entities/users';
import React, {useEffect, useState} from 'react';
import {Redirect, type RouteComponentProps} from 'react-router-dom';

import {client, errorText} from '../client';
import {browserHistory} from '../history';
import {loadChannel, loadChannels} from '../state/load';
import {dispatch, dispatchEntities, store, useSelector} from '../state/store';

import {AppBar} from './app_bar';
import {ChannelHeader} from './channel_header';
import {Composer} from './composer';
import {GlobalHeader} from './global_header';
import {PostList} from './post_list';
import {RightHandSide} from './rhs';
import {Sidebar} from './sidebar';

type Params = {team: string; kind: 'channels' | 'messages' | 'pl'; name: string};

// FirstTeam goes to the default channel of a team, of the named one if there is such a team.
export function FirstTeam({location}: RouteComponentProps) {
    const teams = useSelector(getMyTeams);
    const team = teams.find(({name}) => name === location.pathname.split('/')[1]) ?? teams[0];
    return team ? <Redirect to={`/${team.name}/channels/town-square`}/> : <p role='alert'>{'You are in no team yet.'}</p>;
}

export function Team({match: {params: {team, kind, name}}}: RouteComponentProps<Params>) {
    const [failure, setFailure] = useState('');
    const [channelId, setChannelId] = useState('');
    useEffect(() => {
        let left = false;
        setFailure('');
        open(team, kind, name).then((id) => !left && setChannelId(id), (error) => !left && setFailure(errorText(error)));
        return () => {
            left = true;
        };
    }, [team, kind, name]);
    return (
        <div className='workspace app__body'>
            <GlobalHeader/>
            <div className='main-wrapper'>
                <Sidebar/>
                <main id='channel_view' className='channel-view'>
                    {failure && <p role='alert' className='error-text'>{failure}</p>}
                    {channelId && !failure && (
                        <div id='app-content' className='app__content' key={channelId}>
                            <ChannelHeader/>
                            <PostList/>
                            <Composer id='post_textbox' channelId={channelId} rootId=''/>
                        </div>
                    )}
                </main>
                <RightHandSide/>
                <AppBar/>
            </div>
        </div>
    );
}

// open selects the team and the channel that an address names, and reads what is in it.
async function open(teamName: string, kind: Params['kind'], name: string): Promise<string> {
    const team = getTeamByName(store.getState(), teamName);
    if (!team) {
        throw new Error(`You are in no team ${teamName}.`);
    }
    if (store.getState().entities.teams.currentTeamId !== team.id) {
        dispatchEntities({type: TeamTypes.SELECT_TEAM, data: team.id});
        await loadChannels(team.id);
    }
    if (kind === 'pl') {
        return openPermalink(teamName, name);
    }
    const channelId = name.startsWith('@') ? await directChannel(team.id, name.slice(1)) :
        getChannelByTeamIdAndChannelName(store.getState(), kind === 'messages' ? '' : team.id, name)?.id;
    if (!channelId) {
        throw new Error(`You are in no channel ${name} of this team.`);
    }
    dispatch({type: 'CLOSE_RHS'});
    dispatchEntities({type: ChannelTypes.SELECT_CHANNEL, data: channelId});
    await Promise.all([loadChannel(channelId), client.viewMyChannel(channelId)]);
    return channelId;
}

async function directChannel(teamId: string, username: string): Promise<string> {
    const user = await client.getUserByUsername(username);
    const channel = await client.createDirectChannel([getCurrentUserId(store.getState()), user.id]);
    if (!store.getState().entities.channels.channels[channel.id]) {
        await loadChannels(teamId);
    }
    return channel.id;
}

async function openPermalink(teamName: string, postId: string): Promise<string> {
    const post = await client.getPost(postId);
    const channel = await client.getChannel(post.channel_id);
    browserHistory.replace(`/${teamName}/${channel.team_id ? 'channels' : 'messages'}/${channel.name}`);
    return '';
}
