import {getCurrentChannel, getMyCurrentChannelMembership} from 'mattermost-redux/selectors/entities/channels';
import {getConfig} from 'mattermost-redux/selectors/entities/general';
import React from 'react';

import {useSelector} from '../state/store';
import type {PluginComponent, State} from '../state/types';

import {Guarded, useComponents} from './pluggable';

// On 11 the App Bar is there unless it is disabled; 6.7 has it behind a feature flag.
function configured(state: State): boolean {
    const {DisableAppBar, FeatureFlagAppBarEnabled} = getConfig(state) as Record<string, string | undefined>;
    return DisableAppBar ? DisableAppBar !== 'true' : FeatureFlagAppBarEnabled === 'true';
}

export function useAppBar(): boolean {
    return useSelector((state) => state.views.workbench.appBar ?? configured(state));
}

// AppBar shows what plugins registered for it and, of plugins that did not, their buttons of the channel header. In a narrow window a style
// sheet hides it. Like Mattermost's own it names nothing for assistive technology.
export function AppBar() {
    const own = useComponents('AppBar');
    const buttons = useComponents('ChannelHeaderButton');
    const items = [...own, ...buttons.filter(({pluginId}) => !own.some((component) => component.pluginId === pluginId))];
    return useAppBar() && items.length > 0 ? (
        <div className='app-bar'>
            <div className='app-bar__top'>{items.map((item) => <Icon key={item.id} component={item}/>)}</div>
        </div>
    ) : null;
}

function Icon({component}: {component: PluginComponent}) {
    const channel = useSelector(getCurrentChannel);
    const member = useSelector(getMyCurrentChannelMembership);
    const active = useSelector((state) => Boolean(component.rhsComponentId) && state.views.rhs.pluggableId === component.rhsComponentId);
    const {action, icon, iconUrl, pluginId, rhsComponentId} = component;
    // Without a channel, as in the list of threads, only what opens on the right does.
    const act = () => {
        if ((channel && member) || rhsComponentId) {
            action?.(channel, member);
        }
    };
    return (
        <div id={`app-bar-icon-${pluginId}`} className={`app-bar__icon ${active ? 'app-bar__icon--active' : ''}`} onClick={act}>
            {iconUrl ? (
                <div role='button' tabIndex={0} className='app-bar__icon-inner'><img src={iconUrl} alt={pluginId}/></div>
            ) : (
                <div role='button' tabIndex={0} className='app-bar__old-icon app-bar__icon-inner app-bar__icon-inner--centered'>
                    <Guarded pluginId={pluginId}>{icon}</Guarded>
                </div>
            )}
        </div>
    );
}
