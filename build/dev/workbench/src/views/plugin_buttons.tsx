// Plugins' buttons in the header of a channel.
import React, {isValidElement, type ReactNode, useState} from 'react';
import {type IntlShape, type MessageDescriptor, useIntl} from 'react-intl';

import {is6} from '../generation';
import type {PluginComponent} from '../state/types';

import {useAppBar} from './app_bar';
import {Guarded, useComponents} from './pluggable';
import {useAction} from './plugin_action';

// With more plugin buttons than these, Mattermost shows a drop-down instead.
const mostButtons = 15;

export function PluginButtons() {
    const components = useComponents('ChannelHeaderButton');
    const appBar = useAppBar();
    if (appBar) {
        return null;
    }
    return components.length > mostButtons ? <DropDown components={components}/> :
        <>{components.map((component) => <Button key={component.id} component={component}/>)}</>;
}

function Button({component}: {component: PluginComponent}) {
    const act = useAction();
    const label = plainText(component.tooltipText ?? component.dropdownText, useIntl());
    return (
        <div className='flex-child'>
            <button id={`${component.id}ChannelHeaderButton`} className='channel-header__icon' aria-label={is6 ? undefined : label} onClick={() => act(component)}>
                <Guarded pluginId={component.pluginId}>{component.icon}</Guarded>
            </button>
        </div>
    );
}

function DropDown({components}: {components: PluginComponent[]}) {
    const [open, setOpen] = useState(false);
    const act = useAction();
    const choose = (component: PluginComponent) => {
        act(component);
        setOpen(false);
    };
    return (
        <div className='flex-child'>
            <div className={`dropdown ${open ? 'open' : ''}`}>
                <button
                    id='pluginChannelHeaderButtonDropdown'
                    className={`channel-header__icon channel-header__icon--wide ${open ? 'channel-header__icon--active' : ''}`}
                    type='button'
                    onClick={() => setOpen(!open)}
                >
                    {'Plugins '}<span id='pluginCount' className='icon__text'>{components.length}</span>
                </button>
                <ul role='menu' className='dropdown-menu dropdown-menu-right channel-header_plugin-dropdown'>
                    {components.map((component) => (
                        <li key={component.id}>
                            <a href='#' className='d-flex align-items-center' onClick={() => choose(component)}>
                                <span className='d-flex align-items-center overflow--ellipsis'>{component.icon}</span>
                                <span>{component.dropdownText}</span>
                            </a>
                        </li>
                    ))}
                </ul>
            </div>
        </div>
    );
}

// plainText is what 11 names a button: a text, or that of an element which has a message's properties. 6.7 gives it no name.
function plainText(node: ReactNode, intl: IntlShape): string {
    if (isValidElement<MessageDescriptor>(node) && node.props.id && node.props.defaultMessage) {
        return String(intl.formatMessage(node.props));
    }
    return typeof node === 'string' ? node : '';
}
