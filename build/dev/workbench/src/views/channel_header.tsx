import {getCurrentChannel, getCurrentChannelStats} from 'mattermost-redux/selectors/entities/channels';
import React from 'react';
import {useIntl} from 'react-intl';

import {Markdown} from '../markdown';
import {dispatch, useSelector} from '../state/store';
import type {PluginComponent} from '../state/types';

import {useAppBar} from './app_bar';
import {Icon} from './icons';
import {Menu, MenuItem} from './menu';
import {Guarded, useComponents} from './pluggable';
import {plainText, useAction} from './plugin_action';

// With more plugin buttons than these, Mattermost shows a drop-down instead.
const mostButtons = 15;

export function ChannelHeader() {
    const channel = useSelector(getCurrentChannel);
    const stats = useSelector(getCurrentChannelStats);
    const isMobile = useSelector((state) => state.views.browser.windowSize === 'mobileView');
    if (!channel) {
        return null;
    }
    return (
        <div id='channel-header' className='channel-header' role='banner' aria-label='Channel header'>
            <div id='channelHeaderInfo' className='channel-header__info'>
                <ChannelMenu title={channel.display_name} isMobile={isMobile}/>
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
            {isMobile ? <MobileButton/> : <Buttons/>}
        </div>
    );
}

function ChannelMenu({title, isMobile}: {title: string; isMobile: boolean}) {
    const entries = useComponents('ChannelHeader');
    const mobile = useComponents('MobileChannelHeaderButton');
    const act = useAction();
    const items = [...entries, ...(isMobile ? mobile : [])];
    return (
        <Menu
            id='channelHeaderDropdownButton'
            className='channel-header__trigger'
            label={`${title} channel menu`}
            button={<strong id='channelHeaderTitle' className='heading'>{title}</strong>}
            disabled={items.length === 0}
        >
            {items.map((item) => <MenuItem key={item.id} select={() => act(item)}>{item.text ?? item.dropdownText}</MenuItem>)}
        </Menu>
    );
}

// A single plugin has its icon in the bar of the mobile view, too.
function MobileButton() {
    const [only, ...others] = useComponents('MobileChannelHeaderButton');
    const act = useAction();
    const intl = useIntl();
    return only && others.length === 0 ? (
        <button className='navbar-toggle navbar-right__icon' aria-label={plainText(only.dropdownText, intl)} onClick={() => act(only)}>
            <span className='icon navbar-plugin-button'>{only.icon}</span>
        </button>
    ) : null;
}

function Buttons() {
    const components = useComponents('ChannelHeaderButton');
    const appBar = useAppBar();
    if (appBar) {
        return null;
    }
    return components.length > mostButtons ? <ButtonsMenu components={components}/> :
        <>{components.map((component) => <Button key={component.id} component={component}/>)}</>;
}

function Button({component}: {component: PluginComponent}) {
    const act = useAction();
    const intl = useIntl();
    const label = plainText(component.tooltipText ?? component.dropdownText, intl);
    return (
        <div className='flex-child'>
            <button
                id={`${component.id}ChannelHeaderButton`}
                className='channel-header__icon'
                title={label}
                aria-label={label}
                onClick={() => act(component)}
            >
                <Guarded pluginId={component.pluginId}>{component.icon}</Guarded>
            </button>
        </div>
    );
}

function ButtonsMenu({components}: {components: PluginComponent[]}) {
    const act = useAction();
    return (
        <Menu
            id='pluginChannelHeaderButtonDropdown'
            className='channel-header__icon channel-header__icon--wide'
            button={<>{'Plugins '}<span id='pluginCount' className='icon__text'>{components.length}</span></>}
            pullRight={true}
        >
            {components.map((component) => (
                <MenuItem key={component.id} select={() => act(component)}>
                    <span>{component.icon}</span>
                    <span>{component.dropdownText}</span>
                </MenuItem>
            ))}
        </Menu>
    );
}
