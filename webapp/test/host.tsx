// Renders a part of the web app like the host does, with a store of the host's shape.
import type {GlobalState} from '@mattermost/types/store';
import {render} from '@testing-library/react';
import React, {type ReactElement} from 'react';
import {IntlProvider} from 'react-intl';
import {Provider} from 'react-redux';
import {createStore} from 'redux';
import {vi} from 'vitest';

import {Root} from '../src/components/root';
import {reducer, select} from '../src/store';

export const entities = {
    users: {currentUserId: 'me', profiles: {me: {username: 'me', timezone: {useAutomaticTimezone: 'false', manualTimezone: 'Europe/Berlin'}}}},
    preferences: {myPreferences: {}},
    general: {config: {}, license: {}},
    channels: {currentChannelId: 'c'},
};

// changed replaces parts of the entities.
export function makeStore(changed: object = {}) {
    const host = {...entities, ...changed};
    // The host's own actions: another channel is shown, or other posts are there.
    const reduceHost = (state: unknown, action: {type: string; id?: string; posts?: object}) => {
        switch (action.type) {
        case 'channel':
            return {...host, channels: {currentChannelId: action.id}};
        case 'posts':
            return {...host, posts: {posts: action.posts}};
        default:
            return state ?? host;
        }
    };
    return createStore((state: Record<string, unknown> = {}, action: Parameters<typeof reduceHost>[1]) => ({
        entities: reduceHost(state.entities, action),
        'plugins-zoom': reducer(state['plugins-zoom'] as never, action),
    }));
}

export function show(element: ReactElement, store = makeStore(), locale = 'en') {
    const view = render(<Provider store={store}><IntlProvider locale={locale} onError={() => undefined}>{element}</IntlProvider></Provider>);
    return {...view, store, state: () => select(store.getState() as unknown as GlobalState)};
}

export const showRoot = () => show(<Root/>);

// answer lets the server answer the next requests, and returns the bodies that it gets.
export function answer(...answers: Array<{status?: number; body?: unknown} | 'unreachable'>) {
    const requests: Array<Record<string, unknown>> = [];
    const fetched = vi.spyOn(window, 'fetch');
    for (const next of answers) {
        fetched.mockImplementationOnce(async (_, init) => {
            requests.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
            if (next === 'unreachable') {
                throw new TypeError('Failed to fetch');
            }
            const {status = 200, body} = next;
            return new Response(typeof body === 'string' ? body : JSON.stringify(body), {status});
        });
    }
    return {requests, fetched};
}

// letOpen plays the browser's new tab, or its popup blocker.
export function letOpen(allowed = true) {
    const page = document.implementation.createHTMLDocument();
    const tab = {document: page, closed: false, opener: window as unknown, location: {replace: vi.fn()}, close: vi.fn()};
    const open = vi.spyOn(window, 'open').mockReturnValue(allowed ? tab as never : null);
    return {tab, open};
}

export const started = {outcome: 'started', post_id: 'p', meeting_id: 85746065432, meeting_url: 'https://zoom.us/j/85746065432', start_url: 'https://zoom.us/s/85746065432?zak=z'};
export const recent = {outcome: 'needs_confirm', recent: {
    post_id: 'p', meeting_id: 1, meeting_url: 'https://zoom.us/j/857', topic: 'Stand-up', creator_username: 'bob', started_at: 1,
}};
