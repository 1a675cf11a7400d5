import {describe, expect, test} from 'vitest';

import {grouped, parseProps} from '../src/post_props';

const props = {
    meeting_id: 85746065432, meeting_uuid: 'u==', meeting_link: 'https://zoom.us/j/85746065432?pwd=x', meeting_passcode: '4711',
    meeting_status: 'STARTED', meeting_personal: false, meeting_shared: true, meeting_topic: ' Planning ', meeting_creator_username: 'alice',
    meeting_provider: 'Zoom', meeting_start_time: 1_790_000_000_000, meeting_end_time: 0,
};
const meeting = {
    topic: 'Planning', creator: 'alice', number: '85746065432', personal: false, shared: true, passcode: '4711', link: 'https://zoom.us/j/85746065432?pwd=x',
};
const nothing = {topic: '', creator: '', number: '', personal: false, shared: false, passcode: '', link: ''};

describe('the states of a meeting', () => {
    test.each([
        ['STARTED', {state: 'running', meeting, startedAt: 1_790_000_000_000}],
        ['SHARED', {state: 'shared', meeting}],
        ['ENDED', {state: 'ended', meeting, startedAt: 1_790_000_000_000, endedAt: 0, missed: false}],
        ['RECENTLY_CREATED', {state: 'recent', meeting, wanted: {topic: '', personal: false}}],
        ['WHATEVER', {state: 'unknown'}],
        [undefined, {state: 'unknown'}],
        [['STARTED'], {state: 'unknown'}],
    ])('%s', (status, expected) => expect(parseProps({...props, meeting_status: status})).toEqual(expected));
});

test('a prompt holds what the reader wanted to start', () => {
    const wanted = {wanted_topic: 'Retro', wanted_personal: true};
    expect(parseProps({...props, ...wanted, meeting_status: 'RECENTLY_CREATED'})).toMatchObject({wanted: {topic: 'Retro', personal: true}});
});

test.each([null, undefined, 7, 'text', [], {}])('props that are %j are those of no meeting', (value) => {
    expect(parseProps(value)).toEqual({state: 'unknown'});
});

test('missing values and values of a wrong type are absent', () => {
    expect(parseProps({meeting_status: 'STARTED'})).toEqual({state: 'running', meeting: nothing, startedAt: 0});
    expect(parseProps({
        meeting_status: 'ENDED', meeting_id: {}, meeting_link: 7, meeting_passcode: ['a'], meeting_personal: 'yes', meeting_shared: 1, meeting_topic: {a: 1},
        meeting_creator_username: null, meeting_start_time: '2020', meeting_end_time: Infinity,
    })).toEqual({state: 'ended', meeting: nothing, startedAt: 0, endedAt: 0, missed: false});
});

test.each([
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'zoommtg://x', 'http://', '',
])('%j is no link', (link) => {
    expect(parseProps({...props, meeting_link: link})).toMatchObject({meeting: {link: ''}});
});

test.each([
    [123456789, '123456789'], ['123456789', '123456789'], [' 85746065432 ', '85746065432'], [0, ''], [-5, ''], [1.5, ''], [NaN, ''], [1e21, ''], ['12a', ''], [true, ''],
])('the meeting ID %j has the digits %j', (id, digits) => {
    expect(parseProps({...props, meeting_id: id})).toMatchObject({meeting: {number: digits}});
});

test.each([
    ['123456789', '123 456 789'], ['1234567890', '123 456 7890'], ['12345678901', '123 4567 8901'], ['1234', '1234'], ['', ''],
])('%s is written %s, on one line', (number, written) => expect(grouped(number)).toBe(written.replaceAll(' ', '\u00a0')));

test.each(['javascript:alert(1)', '../../api/v4/users/me', '/plugins', 'zoom.us/j/1', ''])('%j is no link of a meeting', (link) => {
    expect(parseProps({...props, meeting_link: link})).toMatchObject({meeting: {link: ''}});
});
