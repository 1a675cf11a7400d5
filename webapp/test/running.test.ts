import type {GlobalState} from '@mattermost/types/store';
import {expect, test} from 'vitest';

import {runningInView} from '../src/running';

import {entities} from './host';

const now = Date.now();

function post(id: string, changed: object = {}, props: object = {}) {
    return {
        id, type: 'custom_zoom', channel_id: 'c', create_at: 1, delete_at: 0, ...changed,
        props: {meeting_status: 'STARTED', meeting_link: `https://zoom.us/j/${id}`, meeting_start_time: now - 60_000, ...props},
    };
}

function running(...posts: object[]): string | undefined {
    const byId = Object.fromEntries(posts.map((each, i) => [i, each]));
    return runningInView({entities: {...entities, posts: {posts: byId}}} as unknown as GlobalState)?.meeting.link;
}

test('it is the latest meeting that runs in the channel in view', () => {
    expect(running()).toBeUndefined();
    expect(running(post('1', {create_at: 5}), post('2', {create_at: 9}), post('3', {create_at: 7}))).toBe('https://zoom.us/j/2');
    expect(running(post('1'), post('2', {create_at: 9}, {meeting_status: 'ENDED'}))).toBe('https://zoom.us/j/1');
});

test.each([
    ['of another channel', {channel_id: 'd'}, {}],
    ['of another type', {type: ''}, {}],
    ['that is deleted', {delete_at: 9}, {}],
    ['that is deleted, and still shown as such', {state: 'DELETED'}, {}],
    ['of a meeting that is not running', {}, {meeting_status: 'SHARED'}],
    ['of a meeting that must be over by now', {}, {meeting_start_time: now - 32 * 60 * 60_000}],
    ['of a meeting without a link', {}, {meeting_link: 'javascript:1'}],
])('it is not in a post %s', (_, changed, props) => {
    expect(running(post('1', changed, props))).toBeUndefined();
});

test('the posts are looked through only when they, or the channel, have changed', () => {
    let looks = 0;
    const posts = new Proxy({p: post('1')}, {ownKeys: (target) => {
        looks++;
        return Reflect.ownKeys(target);
    }});
    const state = (currentChannelId: string) => ({entities: {...entities, channels: {currentChannelId}, posts: {posts}}}) as unknown as GlobalState;
    expect(runningInView(state('c'))?.meeting.link).toBe('https://zoom.us/j/1');
    expect(runningInView(state('c'))?.meeting.link).toBe('https://zoom.us/j/1');
    expect(looks).toBe(1);
    expect(runningInView(state('d'))).toBeNull();
    expect(looks).toBe(2);
});
