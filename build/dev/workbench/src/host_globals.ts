// What Mattermost's client puts on `window` for plugins, which leave these libraries out of their bundles.
import * as Luxon from 'luxon';
import PropTypes from 'prop-types';
import * as React from 'react';
import * as ReactBootstrap from 'react-bootstrap';
import * as ReactDOM from 'react-dom';
import * as ReactIntl from 'react-intl';
import * as ReactRedux from 'react-redux';
import * as ReactRouterDom from 'react-router-dom';
import * as Redux from 'redux';

import {basename, client} from './client';
import {browserHistory} from './history';
import {formatText, messageHtmlToComponent} from './markdown';
import {registerPlugin} from './plugins/loader';
import {openInteractiveDialog} from './state/dialog';
import {dispatch} from './state/store';
import type {ModalProps} from './state/types';
import {Avatar, BotBadge} from './views/avatar';
import {Textbox} from './views/textbox';
import {Timestamp} from './views/timestamp';

type OpenModal = {modalId: string; dialogType: React.ComponentType<ModalProps>; dialogProps?: object};

Object.assign(window, {
    React,
    ReactDOM,
    ReactIntl,
    Redux,
    ReactRedux,
    ReactBootstrap,
    ReactRouterDom,
    PropTypes,
    Luxon,
    PostUtils: {formatText, messageHtmlToComponent},
    Components: {Avatar, BotBadge, Textbox, Timestamp, imageURLForUser: (userId: string) => client.getProfilePictureUrl(userId, 0)},
    WebappUtils: {
        browserHistory,
        modals: {openModal: ({modalId, dialogType, dialogProps}: OpenModal) => dispatch({type: 'MODAL_OPEN', modalId, dialogType, dialogProps})},
    },
    basename,
    openInteractiveDialog,
    registerPlugin,
});
