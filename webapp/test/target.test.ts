import type {GlobalState} from '@mattermost/types/store';
import {describe, expect, test} from 'vitest';

import {obstacleAt, targetInView} from '../src/target';

import {entities} from './host';

const root = {id: 'r', channel_id: 'd'};

function state(changed: object, views: object = {}): GlobalState {
    return {entities: {...entities, posts: {posts: {r: root}}, teams: {currentTeamId: 't'}, ...changed}, views} as unknown as GlobalState;
}

describe('targetInView', () => {
    const threads = (selectedThreadIdInTeam: unknown) => ({threads: {selectedThreadIdInTeam}});
    test.each([
        ['the channel', 'c', threads({t: 'r'}), {channelId: 'c'}],
        ['the thread that is open in the list of threads', '', threads({t: 'r'}), {channelId: 'd', rootId: 'r'}],
        ['nothing when no thread is open', '', threads({t: ''}), null],
        ['nothing when the open thread is not loaded', '', threads({t: 'x'}), null],
        ['nothing when the open thread is of another team', '', threads({u: 'r'}), null],
        ['nothing in a host without a list of threads', '', {}, null],
    ])('is %s', (_, currentChannelId, views, expected) => {
        expect(targetInView(state({channels: {currentChannelId}}, views))).toEqual(expected);
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
