import {readFileSync} from 'node:fs';

import type {Post} from '@mattermost/types/posts';
import {act, fireEvent, screen, within} from '@testing-library/react';
import React from 'react';
import {beforeEach, describe, expect, test, vi} from 'vitest';

import {Card} from '../src/components/card';

import {answer, entities, letOpen, makeStore, show, started} from './host';

const noon = Date.UTC(2026, 10, 23, 11, 0);
const props = {
    meeting_id: 85746065432, meeting_link: 'https://zoom.us/j/85746065432?pwd=x', meeting_passcode: '4711', meeting_status: 'STARTED',
    meeting_topic: 'Release **planning**', meeting_creator_username: 'alice', meeting_start_time: noon,
};

beforeEach(() => {
    vi.useFakeTimers({now: noon + 60_000, toFake: ['Date']});
    return () => vi.useRealTimers();
});

function showPost(changed: object = {}, store = makeStore(), compactDisplay = false, message = 'Started a Zoom meeting.') {
    const post = {
        id: 'p', message, channel_id: 'c', root_id: '', user_id: 'bob', type: 'system_ephemeral', create_at: noon, update_at: noon,
        props: {...props, ...changed},
    };
    return show(<Card post={post as unknown as Post} compactDisplay={compactDisplay}/>, store);
}

const text = (container: HTMLElement) => container.textContent?.replace(/\s/g, ' ');

test('a meeting that runs says what it is, since when, and how to join', () => {
    const {container} = showPost();
    expect(text(container)).toBe('Started a Zoom meetingRelease planningLive since 12:00 PMMeeting ID 857 4606 5432Passcode 4711Join meeting');
    expect(screen.getByText('planning').tagName).toBe('STRONG');
    const join = screen.getByRole('link', {name: 'Join meeting'});
    expect(join.getAttribute('href')).toBe(props.meeting_link);
    expect(join).toMatchObject({target: '_blank', rel: 'noopener noreferrer'});
});

test('times are told by the clock and in the zone of the reader', () => {
    const preferences = {myPreferences: {'display_settings--use_military_time': {value: 'true'}}};
    const users = {currentUserId: 'me', profiles: {me: {timezone: {useAutomaticTimezone: 'true', automaticTimezone: 'Asia/Tokyo', manualTimezone: 'Europe/Berlin'}}}};
    const {container} = showPost({}, makeStore({preferences, users}));
    expect(text(container)).toContain('Live since 20:00');
});

test.each([{}, {timezone: null}, {timezone: {useAutomaticTimezone: 'false', manualTimezone: 'Mars/Base'}}])('a profile %j has the zone of the browser', (me) => {
    showPost({}, makeStore({users: {...entities.users, profiles: {me}}}));
    expect(screen.getByText(/since/)).toBeTruthy();
});

test.each([
    [{meeting_end_time: noon + 42 * 60_000}, 'Ended·November 23, 12:00 – 12:42 PM·42 minutes'],
    [{meeting_end_time: noon + 65 * 60_000}, 'Ended·November 23, 12:00 – 1:05 PM·1 hour 5 minutes'],
    [{meeting_end_time: noon + 120 * 60_000}, 'Ended·November 23, 12:00 – 2:00 PM·2 hours'],
    [{meeting_end_time: noon + 5000}, 'Ended·November 23 at 12:00 PM·less than a minute'],
    [{meeting_end_time: noon, meeting_start_time: 0}, 'Ended·November 23 at 12:00 PM'],
    [{meeting_end_time: 0}, 'Ended'],
    [{meeting_end_time: 0, meeting_missed: true}, 'Did not take place'],
    [{meeting_end_time: 0, meeting_missed: 'true'}, 'Ended'],
])('a meeting that is over says when, how long it took, or that it did not take place: %j', (times, expected) => {
    const {container} = showPost({meeting_status: 'ENDED', ...times});
    const facts = Array.from(container.querySelectorAll('.zoom-fact'), (fact) => fact.textContent?.replace(/\s/g, ' ').trim()).join('·');
    expect(facts.replace('12:00 – 12:00', 'at 12:00')).toBe(expected);
    expect(screen.queryByRole('link')).toBeNull();
    expect(text(container)).not.toContain('4711');
});

test('a shared personal meeting', () => {
    const {container} = showPost({meeting_status: 'SHARED', meeting_shared: true, meeting_id: '5551112222', meeting_personal: true, meeting_topic: '', meeting_passcode: ''});
    expect(text(container)).toBe('Shared a Zoom meetingZoom MeetingSharedPersonal meeting ID 555 111 2222Join meeting');
});

test('a meeting that was shared stays so', () => {
    expect(text(showPost({meeting_status: 'STARTED', meeting_shared: true}).container)).toContain('Shared a Zoom meeting');
});

describe('a post under the name of the service', () => {
    const override = {from_webhook: 'true', override_username: 'zoom'};
    const bob = {username: 'bob', first_name: 'Robert', last_name: 'Brown', nickname: 'Rob'};
    const on = {EnablePostUsernameOverride: 'true'};
    const prefer = (value: string) => ({'display_settings--name_format': {value}});

    test.each([
        ['by their username', on, {}, bob, 'bob'],
        ['as the server shows names', {...on, TeammateNameDisplay: 'full_name'}, {}, bob, 'Robert Brown'],
        ['as the reader likes it', {...on, TeammateNameDisplay: 'full_name'}, prefer('nickname_full_name'), bob, 'Rob'],
        ['as admins want it', {...on, TeammateNameDisplay: 'username', LockTeammateNameDisplay: 'true'}, prefer('full_name'), bob, 'bob'],
        ['without a nickname', on, prefer('nickname_full_name'), {...bob, nickname: ''}, 'Robert Brown'],
        ['without a full name', on, prefer('full_name'), {username: 'bob', last_name: '', first_name: ''}, 'bob'],
        ['with a first name only', on, prefer('full_name'), {username: 'bob', first_name: 'Robert'}, 'Robert'],
        ['whose profile is not known', on, prefer('full_name'), undefined, 'alice'],
    ])('says who started it, %s', (_, config, myPreferences, profile, name) => {
        const users = {...entities.users, profiles: {...entities.users.profiles, bob: profile}};
        const store = makeStore({users, preferences: {myPreferences}, general: {config, license: {LockTeammateNameDisplay: 'true'}}});
        const {container} = showPost(override, store);
        expect(text(container)).toMatch(new RegExp(`^${name} started a Zoom meetingRelease`));
    });

    test.each([{}, {EnablePostUsernameOverride: 'false'}])('shows its author where the server does not allow another name: %j', (config) => {
        const {container} = showPost(override, makeStore({general: {config, license: {}}}));
        expect(text(container)).toMatch(/^Started a Zoom meetingRelease/);
    });
});

test('a name follows the setting in a prompt, too', () => {
    const users = {...entities.users, profiles: {...entities.users.profiles, a: {username: 'alice', first_name: 'Alice', last_name: 'Adams'}}};
    const general = {config: {TeammateNameDisplay: 'full_name'}, license: {}};
    const {container} = showPost({meeting_status: 'RECENTLY_CREATED'}, makeStore({users, general}));
    expect(text(container)).toContain('Alice Adams started “Release **planning**” here a moment ago.');
});

test('what the author has written is shown', () => {
    const sentence = 'Started a Zoom meeting: Release planning (ID 857 4606 5432)';
    const {container} = showPost({meeting_message: sentence}, makeStore(), false, `${sentence}\nBring **slides**`);
    expect(text(container)).toMatch(/^Started a Zoom meetingBring slidesRelease planning/);
    expect(screen.getByText('slides').tagName).toBe('STRONG');
});

test('a meeting that must be over, of which no end is known, cannot be joined', () => {
    vi.setSystemTime(noon + 32 * 60 * 60_000);
    const {container} = showPost();
    expect(text(container)).toBe(
        'Started a Zoom meetingRelease planningStarted November 23 at 12:00 PMThis meeting may have ended');
    expect(screen.queryByRole('link')).toBeNull();
});

test('languages and directions are told apart', () => {
    const {container} = showPost({}, makeStore(), false, 'Komm!');
    const lang = (element: Element | null | undefined) => element?.closest('[lang]')?.getAttribute('lang');
    expect(lang(screen.getByText('Join meeting'))).toBe('en');
    expect(lang(screen.getByText('Komm!'))).toBe('');
    expect(lang(screen.getByText('planning'))).toBe('');
    const time = container.querySelector('bdi');
    expect(time?.textContent?.replace(/\s/g, ' ')).toBe('12:00 PM');
    expect(lang(time)).toBe('en');
});

test('a hostile post is harmless', () => {
    const topic = '<img src=x onerror=alert(1)>';
    const {container} = showPost({meeting_link: 'javascript:alert(1)', meeting_topic: topic, meeting_creator_username: topic, meeting_passcode: topic});
    expect(container.querySelector('a, img')).toBeNull();
    expect(text(container)).toContain(topic);
});

test.each([[{}], [null], [{meeting_status: ['STARTED']}], [{meeting_status: 3}]])('a post with the props %j shows its message', (bare) => {
    const post = {message: 'I have started a meeting', props: bare} as unknown as Post;
    const {container} = show(<Card post={post}/>);
    expect(container.textContent).toContain('I have started a meeting');
    expect(screen.queryByRole('link')).toBeNull();
});

test('nobody but the server can ask', () => {
    const post = {message: 'Join?', type: 'custom_zoom', props: {...props, meeting_status: 'RECENTLY_CREATED'}} as unknown as Post;
    expect(text(show(<Card post={post}/>).container)).toBe('Join?');
});

test.each([
    ['a card', {}, 'none'], ['a prompt', {meeting_status: 'RECENTLY_CREATED'}, 'block'], ['an unknown post', {meeting_status: ''}, 'block'],
])('search results show the attachment behind %s: %j, %s', (_, changed, display) => {
    const style = document.createElement('style');
    style.textContent = readFileSync('src/style.css', 'utf8');
    document.head.append(style);
    const post = {message: '', type: 'system_ephemeral', create_at: noon, update_at: noon, props: {...props, ...changed}} as unknown as Post;
    show(<div><Card post={post}/><div className='attachment__list'>Attachment</div></div>);
    expect(getComputedStyle(screen.getByText('Attachment')).display).toBe(display);
    style.remove();
});

test('compact display leaves out the picture', () => {
    const {container} = showPost({}, makeStore(), true);
    expect(container.querySelector('.zoom-compact')).not.toBeNull();
});

test('the meeting ID is copied', async () => {
    const writeText = vi.fn().mockResolvedValue(undefined);
    Object.assign(navigator, {clipboard: {writeText}});
    showPost();
    await act(async () => fireEvent.click(screen.getByRole('button', {name: 'Copy meeting ID'})));
    expect(writeText).toHaveBeenCalledWith('85746065432');
    expect(screen.getByRole('status').textContent).toBe('Copied');
});

test('it is copied over plain HTTP, too', async () => {
    Object.assign(navigator, {clipboard: undefined});
    let copied = '';
    document.execCommand = () => {
        copied = (document.activeElement as HTMLTextAreaElement).value;
        return true;
    };
    showPost();
    const button = screen.getByRole('button', {name: 'Copy meeting ID'});
    button.focus();
    await act(async () => fireEvent.click(button));
    expect(copied).toBe('85746065432');
    expect(document.activeElement).toBe(button);
    expect(document.querySelector('textarea')).toBeNull();
});

test.each([
    ['me', 'Stand-up', 'You started “Stand-up” here a moment ago.'], ['me', '', 'You started a Zoom meeting here a moment ago.'],
    ['bob', '', 'bob started a Zoom meeting here a moment ago.'], ['', '', 'Somebody started a Zoom meeting here a moment ago.'],
    ['me', 'Zoom Meeting', 'You started a Zoom meeting here a moment ago.'],
])('a prompt says who it was: %s, %s', (creator, topic, said) => {
    const {container} = showPost({meeting_status: 'RECENTLY_CREATED', meeting_creator_username: creator, meeting_topic: topic});
    expect(text(container)).toContain(said);
});

test('a prompt joins the recent meeting, or starts the one that was wanted', async () => {
    const {requests} = answer({body: started});
    const {tab} = letOpen();
    const {container} = showPost({meeting_status: 'RECENTLY_CREATED', meeting_topic: 'Stand-up', wanted_topic: 'Retro', wanted_personal: false});
    const card = within(container);
    expect(text(container)).toContain('alice started “Stand-up” here a moment ago.');
    expect(card.getByRole('link', {name: 'Join meeting'}).getAttribute('href')).toBe(props.meeting_link);
    await act(async () => fireEvent.click(card.getByRole('button', {name: 'Start another'})));
    expect(requests).toEqual([{channel_id: 'c', root_id: '', topic: 'Retro', personal: false, force: true}]);
    expect(tab.location.replace).toHaveBeenCalledWith(started.start_url);
});
