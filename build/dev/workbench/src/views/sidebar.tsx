import type {Channel} from '@mattermost/types/channels';
import {getCurrentChannelId, getMyChannels} from 'mattermost-redux/selectors/entities/channels';
import {getCurrentTeam} from 'mattermost-redux/selectors/entities/teams';
import {getUsers} from 'mattermost-redux/selectors/entities/users';
import React from 'react';
import {Link} from 'react-router-dom';

import {dispatch, useSelector} from '../state/store';

import {UserAvatar} from './avatar';
import {Icon} from './icons';

export function Sidebar() {
    const channels = useSelector(getMyChannels);
    const isOpen = useSelector((state) => state.views.lhs.isOpen);
    const isDirect = ({type}: Channel) => type === 'D' || type === 'G';
    const byName = (a: Channel, b: Channel) => a.display_name.localeCompare(b.display_name);
    return (
        <nav id='SidebarContainer' className={isOpen ? 'move--right' : ''} aria-label='Channels'>
            <ul><ThreadsLink/></ul>
            <Group title='Channels' channels={channels.filter((channel) => !isDirect(channel)).sort(byName)}/>
            <Group title='Direct Messages' channels={channels.filter(isDirect).sort(byName)}/>
        </nav>
    );
}

function ThreadsLink() {
    const team = useSelector(getCurrentTeam);
    return (
        <li className='SidebarGlobalThreads'>
            <Link id='sidebarItem_threads' className='SidebarLink' to={`/${team?.name}/threads`} onClick={() => dispatch({type: 'TOGGLE_LHS', isOpen: false})}>
                <Icon name='reply'/>
                <span className='SidebarChannelLinkLabel'>{'Threads'}</span>
            </Link>
        </li>
    );
}

function Group({title, channels}: {title: string; channels: Channel[]}) {
    return (
        <>
            <h3 className='SidebarChannelGroupHeader'>{title}</h3>
            <ul>{channels.map((channel) => <Item key={channel.id} channel={channel}/>)}</ul>
        </>
    );
}

function Item({channel}: {channel: Channel}) {
    const team = useSelector(getCurrentTeam);
    const active = useSelector((state) => getCurrentChannelId(state) === channel.id);
    const teammate = useSelector((state) => getUsers(state)[channel.teammate_id ?? '']);
    const address = channel.team_id ? `channels/${channel.name}` : `messages/${teammate ? `@${teammate.username}` : channel.name}`;
    return (
        <li className={`SidebarChannel ${active ? 'active' : ''}`}>
            <Link
                id={`sidebarItem_${channel.name}`}
                className='SidebarLink'
                to={`/${team?.name}/${address}`}
                aria-current={active ? 'page' : undefined}
                onClick={() => dispatch({type: 'TOGGLE_LHS', isOpen: false})}
            >
                {teammate ? <UserAvatar user={teammate} size='xs'/> : <Icon name={channel.type === 'O' ? 'public' : 'lock'}/>}
                <span className='SidebarChannelLinkLabel'>{channel.display_name}</span>
            </Link>
        </li>
    );
}
