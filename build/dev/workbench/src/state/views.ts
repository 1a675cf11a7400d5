// What is open and how wide the window is.
import {combineReducers} from 'redux';

import type {ViewsState} from './types';

export type ViewsAction =
    | {type: 'BROWSER_CHANGE_FOCUS'; focus: boolean}
    | {type: 'BROWSER_WINDOW_RESIZED'; data: ViewsState['browser']['windowSize']}
    | {type: 'RECEIVED_PLUGIN_TRANSLATIONS'; pluginId: string; data: Record<string, string> | null}
    | {type: 'TOGGLE_LHS'; isOpen: boolean}
    | {type: 'MODAL_OPEN'; modalId: string; dialogType: ViewsState['modals']['modalState'][string]['dialogType']; dialogProps?: object}
    | {type: 'MODAL_CLOSE'; modalId: string}
    | {type: 'SELECT_POST'; postId: string; channelId: string}
    | {type: 'SHOW_MEMBERS'; channelId: string}
    | {type: 'SHOW_SEARCH'; terms: string}
    | {type: 'SHOW_RHS_PLUGIN'; pluggableId: string}
    | {type: 'CLOSE_RHS'}
    | {type: 'CHANGED_SELECTED_THREAD'; data: {team_id: string; thread_id: string}}
    | {type: 'SHOW_APP_BAR'; show: boolean};

const closed: ViewsState['rhs'] = {isSidebarOpen: false, selectedPostId: '', selectedChannelId: '', pluggableId: '', searchTerms: '', rhsState: null};
export const appBarKey = 'workbench.app_bar';

function browser(state: ViewsState['browser'] = {focused: true, windowSize: 'desktopView'}, action: ViewsAction): ViewsState['browser'] {
    switch (action.type) {
    case 'BROWSER_CHANGE_FOCUS':
        return {...state, focused: action.focus};
    case 'BROWSER_WINDOW_RESIZED':
        return {...state, windowSize: action.data};
    default:
        return state;
    }
}

function i18n(state: ViewsState['i18n'] = {pluginTranslations: {}}, action: ViewsAction): ViewsState['i18n'] {
    if (action.type !== 'RECEIVED_PLUGIN_TRANSLATIONS') {
        return state;
    }
    const {[action.pluginId]: _, ...others} = state.pluginTranslations;
    return {pluginTranslations: action.data ? {...others, [action.pluginId]: action.data} : others};
}

function lhs(state: ViewsState['lhs'] = {isOpen: false}, action: ViewsAction): ViewsState['lhs'] {
    return action.type === 'TOGGLE_LHS' ? {isOpen: action.isOpen} : state;
}

function modals(state: ViewsState['modals'] = {modalState: {}}, action: ViewsAction): ViewsState['modals'] {
    const {type} = action;
    if (type !== 'MODAL_OPEN' && type !== 'MODAL_CLOSE') {
        return state;
    }
    const {[action.modalId]: _, ...others} = state.modalState;
    if (type === 'MODAL_CLOSE') {
        return {modalState: others};
    }
    const {dialogType, dialogProps} = action;
    return {modalState: {...others, [action.modalId]: {open: true, dialogType, dialogProps}}};
}

function rhs(state: ViewsState['rhs'] = closed, action: ViewsAction): ViewsState['rhs'] {
    switch (action.type) {
    case 'SELECT_POST':
        return {...closed, isSidebarOpen: true, selectedPostId: action.postId, selectedChannelId: action.channelId};
    case 'SHOW_MEMBERS':
        return {...closed, isSidebarOpen: true, selectedChannelId: action.channelId, rhsState: 'channel-members'};
    case 'SHOW_SEARCH':
        return {...closed, isSidebarOpen: true, searchTerms: action.terms, rhsState: 'search'};
    case 'SHOW_RHS_PLUGIN':
        return {...closed, isSidebarOpen: true, pluggableId: action.pluggableId, rhsState: 'plugin'};
    case 'CLOSE_RHS':
        return closed;
    default:
        return state;
    }
}

const noThreads: ViewsState['threads'] = {selectedThreadIdInTeam: {}};

function threads(state = noThreads, action: ViewsAction): ViewsState['threads'] {
    if (action.type !== 'CHANGED_SELECTED_THREAD') {
        return state;
    }
    const {team_id: teamId, thread_id: threadId} = action.data;
    return {selectedThreadIdInTeam: {...state.selectedThreadIdInTeam, [teamId]: threadId}};
}

function readAppBar(): boolean | null {
    const stored = localStorage.getItem(appBarKey);
    return stored === null ? null : stored === 'true';
}

// The reader's own choice; null leaves it to the server's configuration.
function workbench(state: ViewsState['workbench'] = {appBar: readAppBar()}, action: ViewsAction): ViewsState['workbench'] {
    return action.type === 'SHOW_APP_BAR' ? {appBar: action.show} : state;
}

export const views = combineReducers({browser, i18n, lhs, modals, rhs, threads, workbench});
