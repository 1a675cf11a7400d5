// What plugins have registered for a place.
import {getTheme} from 'mattermost-redux/selectors/entities/preferences';
import React, {Component, type ReactNode} from 'react';

import {webSocket} from '../client';
import {useSelector} from '../state/store';
import type {Place, PluginComponent} from '../state/types';

const none: PluginComponent[] = [];

export function useComponents(place: Place): PluginComponent[] {
    return useSelector((state) => state.plugins.components[place]) ?? none;
}

// Pluggable renders the components of a place with the props that all of them get, and these.
export function Pluggable({name, id, props}: {name: Place; id?: string; props?: object}) {
    const theme = useSelector(getTheme);
    const components = useComponents(name).filter((component) => !id || component.id === id);
    return (
        <>
            {components.map(({id: key, pluginId, component: PluginComponent}) => PluginComponent && (
                <Guarded key={key} pluginId={pluginId}>
                    <PluginComponent {...props} theme={theme} webSocketClient={webSocket}/>
                </Guarded>
            ))}
        </>
    );
}

// Guarded shows in place of what a plugin failed to render that it did.
export class Guarded extends Component<{pluginId: string; children: ReactNode}, {failure: string}> {
    state = {failure: ''};

    static getDerivedStateFromError(error: Error) {
        return {failure: error.message};
    }

    render() {
        const {failure} = this.state;
        return failure ? <div role='alert' className='error-text'>{`Plugin ${this.props.pluginId} failed: ${failure}`}</div> : this.props.children;
    }
}
