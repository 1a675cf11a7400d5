import {getConfig} from 'mattermost-redux/selectors/entities/general';
import React from 'react';
import {useIntl} from 'react-intl';

import {useSelector} from '../state/store';
import type {PluginComponent, State} from '../state/types';

import {Guarded, useComponents} from './pluggable';
import {plainText, useAction} from './plugin_action';

// On 11 the App Bar is there unless it is disabled; 6.7 has it behind a feature flag.
function configured(state: State): boolean {
    const {DisableAppBar, FeatureFlagAppBarEnabled} = getConfig(state) as Record<string, string | undefined>;
    return DisableAppBar ? DisableAppBar !== 'true' : FeatureFlagAppBarEnabled === 'true';
}

export function useAppBar(): boolean {
    return useSelector((state) => state.views.browser.windowSize === 'desktopView' && (state.views.workbench.appBar ?? configured(state)));
}

// AppBar shows what plugins registered for it and, of plugins that did not, their buttons of the channel header.
export function AppBar() {
    const own = useComponents('AppBar');
    const buttons = useComponents('ChannelHeaderButton');
    const items = [...own, ...buttons.filter(({pluginId}) => !own.some((component) => component.pluginId === pluginId))];
    return useAppBar() && items.length > 0 ? (
        <div className='app-bar' role='toolbar' aria-label='App Bar' aria-orientation='vertical'>
            <div className='app-bar__top'>{items.map((item) => <Icon key={item.id} component={item}/>)}</div>
        </div>
    ) : null;
}

function Icon({component}: {component: PluginComponent}) {
    const act = useAction();
    const intl = useIntl();
    const active = useSelector((state) => Boolean(component.rhsComponentId) && state.views.rhs.pluggableId === component.rhsComponentId);
    const {iconUrl, pluginId} = component;
    const label = plainText(component.tooltipText ?? component.dropdownText ?? pluginId, intl);
    return (
        <div
            id={`app-bar-icon-${pluginId}`}
            className={`app-bar__icon ${active ? 'app-bar__icon--active' : ''}`}
            title={label}
            onClick={() => act(component)}
        >
            <div
                role='button'
                tabIndex={0}
                aria-label={label}
                className={iconUrl ? 'app-bar__icon-inner' : 'app-bar__old-icon app-bar__icon-inner app-bar__icon-inner--centered'}
            >
                {iconUrl ? <img src={iconUrl} alt={pluginId}/> : <Guarded pluginId={pluginId}>{component.icon}</Guarded>}
            </div>
        </div>
    );
}
