// Registers all that the web app adds to Mattermost, and takes it away again.
import React from 'react';

import {rememberAnchor} from './anchor';
import {Card} from './components/card';
import {Icon} from './components/icon';
import {Root} from './components/root';
import {Setup} from './components/setup';
import {registerPlugin} from './host';
import {english, message} from './i18n';
import {closeMenu, openMenu, reducer, reset, select} from './store';
import css from './style.css?inline';
import type {Registry, Store} from './types/host';

const postType = 'custom_zoom';

let uninitialize = () => {};

function initialize(registry: Registry, store: Store): void {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);

    registry.registerReducer(reducer);
    registry.registerTranslations(() => english);
    const root = registry.registerRootComponent(Root);
    const card = registry.registerPostTypeComponent(postType, Card);
    registry.registerAdminConsoleCustomSetting('Setup', Setup);
    const button = registry.registerChannelHeaderButtonAction(<Icon/>, (channel) => {
        const isOpen = select(store.getState()).menu !== null;
        rememberAnchor();
        // The App Bar is also there where no channel is, such as in Mattermost's list of threads. The server says that one is needed.
        store.dispatch(isOpen ? closeMenu() : openMenu(channel?.id ?? ''));
    }, message('zoom.button'), message('zoom.button'));

    uninitialize = () => {
        store.dispatch(reset());
        registry.unregisterComponent(button);
        registry.unregisterComponent(root);
        registry.unregisterPostTypeComponent(card);
        style.remove();
    };
}

registerPlugin({initialize, uninitialize: () => uninitialize()});
