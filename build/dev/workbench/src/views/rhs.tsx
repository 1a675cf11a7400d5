import {getCurrentChannel} from 'mattermost-redux/selectors/entities/channels';
import {getCurrentTeam} from 'mattermost-redux/selectors/entities/teams';
import {getUsers} from 'mattermost-redux/selectors/entities/users';
import React, {type ReactNode} from 'react';
import {Link} from 'react-router-dom';

import {closeRHS} from '../state/rhs';
import {dispatch, useSelector} from '../state/store';

import {BotBadge, UserAvatar} from './avatar';
import {Icon} from './icons';
import {Pluggable, useComponents} from './pluggable';
import {SearchResults} from './search';
import {Thread} from './thread';

export function RightHandSide() {
    const {isSidebarOpen, selectedPostId, selectedChannelId, rhsState, pluggableId, searchTerms} = useSelector((state) => state.views.rhs);
    const plugin = useComponents('RightHandSidebarComponent').find(({id}) => id === pluggableId);
    if (!isSidebarOpen) {
        return null;
    }
    if (rhsState === 'channel-members') {
        return <Panel title='Members'><Members channelId={selectedChannelId}/></Panel>;
    }
    if (rhsState === 'search') {
        return <Panel title='Search Results'><SearchResults terms={searchTerms}/></Panel>;
    }
    if (rhsState === 'plugin') {
        return plugin ? <Panel title={plugin.title}><Pluggable name='RightHandSidebarComponent' id={plugin.id}/></Panel> : null;
    }
    return <Panel title='Thread'><Thread rootId={selectedPostId} channelId={selectedChannelId}/></Panel>;
}

function Panel({title, children}: {title: ReactNode; children: ReactNode}) {
    return (
        <aside id='rhsContainer' className='sidebar-right__body' aria-label='Right-hand side'>
            <div className='sidebar--right__header'>
                <h2 className='sidebar--right__title'>{title}</h2>
                <button id='rhsCloseButton' className='sidebar--right__close' aria-label='Close' onClick={() => dispatch(closeRHS)}><Icon name='close'/></button>
            </div>
            {children}
        </aside>
    );
}

function Members({channelId}: {channelId: string}) {
    const channel = useSelector(getCurrentChannel);
    const members = useSelector((state) => state.entities.channels.membersInChannel[channelId]) ?? {};
    const users = useSelector(getUsers);
    const team = useSelector(getCurrentTeam);
    const known = Object.keys(members).map((id) => users[id]).filter(Boolean).sort((a, b) => a.username.localeCompare(b.username));
    return (
        <ul className='channel-members-rhs' aria-label={`Members of ${channel?.display_name}`}>
            {known.map((user) => (
                <li key={user.id} data-testid={`memberline-${user.id}`}>
                    <Link to={`/${team?.name}/messages/@${user.username}`}>
                        <UserAvatar user={user} size='sm'/>
                        <span>{user.username}</span>
                        {user.is_bot && <BotBadge/>}
                        <span className='custom-status'>{customStatus(user.props)}</span>
                    </Link>
                </li>
            ))}
        </ul>
    );
}

function customStatus(props: Record<string, string> = {}): string {
    return props.customStatus ? (JSON.parse(props.customStatus) as {text: string}).text : '';
}
