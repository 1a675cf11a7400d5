// Registers all that the web app adds to Mattermost, and takes it away again.
import React from 'react';

import {Card} from './components/card';
import {Icon} from './components/icon';
import {Root} from './components/root';
import {Setup} from './components/setup';
import {registerPlugin} from './host';
import {english, message} from './i18n';
import {postType} from './post_props';
import {reducer, resume, stop} from './store';
import css from './style.css?inline';
import {toggleMenu} from './toggle_menu';
import type {Registry, Store} from './types/host';

let uninitialize = () => {};

function initialize(registry: Registry, store: Store): void {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);

    registry.registerReducer(reducer);
    store.dispatch(resume());
    registry.registerTranslations(() => english);
    const root = registry.registerRootComponent(Root);
    const card = registry.registerPostTypeComponent(postType, Card);
    registry.registerAdminConsoleCustomSetting('Setup', Setup);
    const button = registry.registerChannelHeaderButtonAction(
        <Icon/>, () => toggleMenu(store), message('zoom.button'), message('zoom.button'),
    );

    uninitialize = () => {
        store.dispatch(stop());
        registry.unregisterComponent(button);
        registry.unregisterComponent(root);
        registry.unregisterPostTypeComponent(card);
        style.remove();
    };
}

registerPlugin({initialize, uninitialize: () => uninitialize()});
