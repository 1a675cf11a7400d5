import {getCurrentChannel, getCurrentChannelStats} from 'mattermost-redux/selectors/entities/channels';
import React from 'react';

import {Markdown} from '../markdown';
import {dispatch, useSelector} from '../state/store';

import {Icon} from './icons';
import {Menu, MenuItem} from './menu';
import {useComponents} from './pluggable';
import {PluginButtons} from './plugin_buttons';
import {useAction} from './plugin_action';

// ChannelHeader is hidden in a narrow window, by style: its title and menu are there a second time then.
export function ChannelHeader() {
    const channel = useSelector(getCurrentChannel);
    const stats = useSelector(getCurrentChannelStats);
    if (!channel) {
        return null;
    }
    return (
        <div id='channel-header' className='channel-header' role='banner' aria-label='Channel header'>
            <div id='channelHeaderInfo' className='channel-header__info'>
                <ChannelMenu title={channel.display_name}/>
                <button
                    id='member_rhs'
                    className='channel-header__icon channel-header__icon--wide'
                    aria-label={`${stats?.member_count ?? 0} members`}
                    onClick={() => dispatch({type: 'SHOW_MEMBERS', channelId: channel.id})}
                >
                    <Icon name='people'/>
                    <span id='channelMemberCountText'>{stats?.member_count}</span>
                </button>
                <Markdown id='channelHeaderDescription' className='channel-header__description' text={channel.header}/>
            </div>
            <PluginButtons/>
        </div>
    );
}

function ChannelMenu({title}: {title: string}) {
    const items = useComponents('ChannelHeader');
    const act = useAction();
    return (
        <Menu
            id='channelHeaderDropdownButton'
            className='channel-header__trigger'
            label={`${title} channel menu`.toLowerCase()}
            button={<strong id='channelHeaderTitle' className='heading'>{title}</strong>}
            disabled={items.length === 0}
        >
            {items.map((item) => <MenuItem key={item.id} select={() => act(item)}>{item.text}</MenuItem>)}
        </Menu>
    );
}
