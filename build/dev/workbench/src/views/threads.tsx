// Mattermost's list of the threads that one follows, with one of them open beside it. No channel is the current one here.
import type {Post} from '@mattermost/types/posts';
import type {UserThread} from '@mattermost/types/threads';
import {ChannelTypes} from 'mattermost-redux/action_types';
import {getPost} from 'mattermost-redux/selectors/entities/posts';
import {getCurrentTeamId} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUserId} from 'mattermost-redux/selectors/entities/users';
import React, {useEffect, useState} from 'react';
import {Link, type RouteComponentProps} from 'react-router-dom';

import {client, errorText} from '../client';
import {loadThread} from '../state/load';
import {closeRHS} from '../state/rhs';
import {dispatch, dispatchEntities, store, useSelector} from '../state/store';
import {selectTeam} from '../state/team';

import {Thread} from './thread';
import {Workspace} from './workspace';

export function Threads({match: {params: {team, thread = ''}}}: RouteComponentProps<{team: string; thread?: string}>) {
    const teamId = useSelector(getCurrentTeamId);
    const root = useSelector((state) => getPost(state, thread));
    const [threads, setThreads] = useState<UserThread[]>([]);
    const [failure, setFailure] = useState('');
    useEffect(() => {
        open(team).then(setThreads, (error) => setFailure(errorText(error)));
    }, [team]);
    useEffect(() => {
        if (thread) {
            loadThread(thread).catch((error) => setFailure(errorText(error)));
        }
    }, [thread]);
    useEffect(() => {
        // Like Mattermost's, the state does not name a thread that is open before the list is there.
        const listed = threads.find(({id}) => id === thread)?.id ?? '';
        dispatch({type: 'CHANGED_SELECTED_THREAD', data: {team_id: teamId, thread_id: listed}});
        return () => dispatch({type: 'CHANGED_SELECTED_THREAD', data: {team_id: teamId, thread_id: ''}});
        // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
    }, [teamId, thread]);
    return (
        <Workspace>
            <div id='app-content' className='GlobalThreads app__content'>
                <ul className='ThreadList' aria-label='Followed threads'>
                    {threads.map(({id, post}) => (
                        <li key={id} className='ThreadItem'><Link to={`/${team}/threads/${id}`} aria-current={id === thread}>{(post as Post).message}</Link></li>
                    ))}
                </ul>
                <div className='ThreadPane'>
                    {failure && <p role='alert' className='error-text'>{failure}</p>}
                    {root ? <Thread rootId={root.id} channelId={root.channel_id} isThreadsView={true}/> : <p>{'No thread is open.'}</p>}
                </div>
            </div>
        </Workspace>
    );
}

async function open(teamName: string): Promise<UserThread[]> {
    dispatch(closeRHS);
    dispatchEntities({type: ChannelTypes.SELECT_CHANNEL, data: ''});
    const team = await selectTeam(teamName);
    const {threads} = await client.getUserThreads(getCurrentUserId(store.getState()), team.id, {});
    return threads;
}
