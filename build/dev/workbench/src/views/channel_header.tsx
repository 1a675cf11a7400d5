import {getCurrentChannel, getCurrentChannelStats} from 'mattermost-redux/selectors/entities/channels';
import React from 'react';
import {Dropdown, MenuItem, OverlayTrigger, Tooltip} from 'react-bootstrap';
import {useIntl} from 'react-intl';

import {Markdown} from '../markdown';
import {dispatch, useSelector} from '../state/store';
import type {PluginComponent} from '../state/types';

import {useAppBar} from './app_bar';
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
                    <span aria-hidden={true}>{'👤 '}</span>
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
        <Dropdown id='channelHeaderDropdownButton' disabled={items.length === 0}>
            <Dropdown.Toggle noCaret={true} className='channel-header__trigger' aria-label={`${title} channel menu`}>
                <strong id='channelHeaderTitle' className='heading'>{title}</strong>
            </Dropdown.Toggle>
            <Dropdown.Menu>
                {items.map((item) => <MenuItem key={item.id} className='MenuItem' onSelect={() => act(item)}>{item.text ?? item.dropdownText}</MenuItem>)}
            </Dropdown.Menu>
        </Dropdown>
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
    const tooltip = component.tooltipText ?? component.dropdownText;
    return (
        <div className='flex-child'>
            <OverlayTrigger placement='bottom' overlay={<Tooltip id={`${component.id}Tooltip`}>{tooltip}</Tooltip>}>
                <button
                    id={`${component.id}ChannelHeaderButton`}
                    className='channel-header__icon'
                    aria-label={plainText(tooltip, intl)}
                    onClick={() => act(component)}
                >
                    <Guarded pluginId={component.pluginId}>{component.icon}</Guarded>
                </button>
            </OverlayTrigger>
        </div>
    );
}

function ButtonsMenu({components}: {components: PluginComponent[]}) {
    const act = useAction();
    return (
        <Dropdown id='pluginChannelHeaderButtonDropdown' pullRight={true}>
            <Dropdown.Toggle noCaret={true} className='channel-header__icon channel-header__icon--wide'>
                {'Plugins '}
                <span id='pluginCount' className='icon__text'>{components.length}</span>
            </Dropdown.Toggle>
            <Dropdown.Menu className='channel-header_plugin-dropdown'>
                {components.map((component) => (
                    <MenuItem key={component.id} onSelect={() => act(component)}>
                        <span>{component.icon}</span>
                        <span>{component.dropdownText}</span>
                    </MenuItem>
                ))}
            </Dropdown.Menu>
        </Dropdown>
    );
}
