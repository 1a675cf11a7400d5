import type {GlobalState} from '@mattermost/types/store';
import {afterEach, describe, expect, test} from 'vitest';

import {obstacleAt, targetInView} from '../src/target';

import {entities} from './host';

const root = {id: 'r'.repeat(26), channel_id: 'd'};

function state(changed: object): GlobalState {
    return {entities: {...entities, posts: {posts: {[root.id]: root}}, ...changed}} as unknown as GlobalState;
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('targetInView', () => {
    test.each([
        ['the channel', '/team/channels/town-square', 'c', {channelId: 'c'}],
        ['the thread that is open in the list of threads', `/chat/team/threads/${root.id}`, '', {channelId: 'd', rootId: root.id}],
        ['nothing when no thread is open', '/team/threads', '', null],
        ['nothing when the open thread is not loaded', `/team/threads/${'x'.repeat(26)}`, '', null],
        ['nothing elsewhere', '/team/drafts', '', null],
    ])('is %s', (_, path, currentChannelId, expected) => {
        window.history.replaceState(null, '', path);
        expect(targetInView(state({channels: {currentChannelId}}))).toEqual(expected);
    });
});

describe('obstacleAt', () => {
    const permitting = {name: 'poster', permissions: ['create_post']};
    const reading = {name: 'reader', permissions: ['read_channel']};
    const at = (channel: object | undefined, memberRoles: string, userRoles = 'reader', teamRoles = 'reader') => obstacleAt(state({
        users: {currentUserId: 'me', profiles: {me: {roles: userRoles}}},
        teams: {currentTeamId: 't', myMembers: {t: {roles: teamRoles}}},
        channels: {currentChannelId: 'c', channels: {c: channel}, myMembers: {c: {roles: memberRoles}}},
        roles: {roles: {poster: permitting, reader: reading}},
    }), {channelId: 'c'});
    const open = {team_id: 't', delete_at: 0};

    test('is nothing where a role of the channel, the team or the system lets the user post', () => {
        expect(at(open, 'reader poster')).toBeNull();
        expect(at(open, 'reader', 'poster')).toBeNull();
        expect(at(open, 'reader', 'reader', 'poster')).toBeNull();
    });

    test('is that the channel is read-only where no role does', () => {
        expect(at(open, 'reader')).toBe('zoom.menu.read_only');
    });

    test('is that the channel is archived', () => {
        expect(at({...open, delete_at: 1}, 'poster')).toBe('zoom.menu.archived');
    });

    test('is nothing while roles or the channel are not loaded', () => {
        expect(at(open, 'reader unknown')).toBeNull();
        expect(at(undefined, 'reader')).toBeNull();
        expect(obstacleAt(state({channels: {currentChannelId: 'c', channels: {c: open}}}), {channelId: 'c'})).toBeNull();
    });
});
