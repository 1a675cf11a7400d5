// The bar at the top of a narrow window, with the title of the channel as a menu. The channel's own header stays in the page, hidden.
import {getCurrentChannel} from 'mattermost-redux/selectors/entities/channels';
import React from 'react';

import {useSelector} from '../state/store';

import {MobileMenu} from './mobile_menu';
import {useComponents} from './pluggable';
import {useAction} from './plugin_action';

export function MobileHeader() {
    const channel = useSelector(getCurrentChannel);
    const isMobile = useSelector((state) => state.views.browser.windowSize === 'mobileView');
    return isMobile ? (
        <div className='row header'>
            <div id='navbar_wrapper'>
                <nav id='navbar' className='navbar navbar-default' aria-label='Channel'>
                    <div className='navbar-header'>
                        <div className='navbar-brand'>{channel ? <MobileMenu title={channel.display_name}/> : 'Followed threads'}</div>
                        <div className='spacer'/>
                        {channel && <PluginButton/>}
                    </div>
                </nav>
            </div>
        </div>
    ) : null;
}

// The bar has a plugin's button only when there is one such plugin. It names nothing for assistive technology.
function PluginButton() {
    const [only, ...others] = useComponents('MobileChannelHeaderButton');
    const act = useAction();
    return only && others.length === 0 ? (
        <li className='flex-parent--center'>
            <button className='navbar-toggle navbar-right__icon' onClick={() => act(only)}>
                <span className='icon navbar-plugin-button'>{only.icon}</span>
            </button>
        </li>
    ) : null;
}
