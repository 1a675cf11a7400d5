import configureStore from 'mattermost-redux/store';
import {type TypedUseSelectorHook, useSelector as useReduxSelector} from 'react-redux';
import type {AnyAction, Store} from 'redux';

import {plugins, type PluginsAction} from './plugins';
import type {State} from './types';
import {views, type ViewsAction} from './views';

// Mattermost's own reducers keep `entities`, `errors`, `requests` and `websocket`.
export const store: Store<State> = configureStore({appReducers: {plugins, views}});

export const useSelector: TypedUseSelectorHook<State> = useReduxSelector;

export function dispatch(action: PluginsAction | ViewsAction): void {
    store.dispatch(action);
}

// Also takes the thunks of mattermost-redux.
export const dispatchEntities = store.dispatch as <Result>(action: AnyAction | ((...args: never[]) => Result)) => Result;
