import {describe, expect, test} from 'vitest';

import {grouped, overridesName, ownWords, parsePost} from '../src/post_props';

const hour = 60 * 60_000;
const startedAt = 1_790_000_000_000;
// parseProps reads a post that is as old as its meeting, an hour after that.
const parseProps = (all: unknown, now = startedAt + hour) => parsePost({props: all as never, create_at: startedAt, update_at: startedAt}, now);

const props = {
    meeting_id: 85746065432, meeting_uuid: 'u==', meeting_link: 'https://zoom.us/j/85746065432?pwd=x', meeting_passcode: '4711',
    meeting_status: 'STARTED', meeting_personal: false, meeting_shared: true, meeting_topic: ' Planning ', meeting_creator_username: 'alice',
    meeting_provider: 'Zoom', meeting_start_time: startedAt, meeting_end_time: 0,
};
const meeting = {
    topic: 'Planning', creator: 'alice', number: '85746065432', personal: false, shared: true, passcode: '4711', link: 'https://zoom.us/j/85746065432?pwd=x',
};
const nothing = {topic: '', creator: '', number: '', personal: false, shared: false, passcode: '', link: ''};

describe('the states of a meeting', () => {
    test.each([
        ['STARTED', {state: 'running', meeting, startedAt}],
        ['SHARED', {state: 'shared', meeting}],
        ['ENDED', {state: 'ended', meeting, startedAt, endedAt: 0, missed: false}],
        ['RECENTLY_CREATED', {state: 'recent', meeting, wanted: {topic: '', personal: false}}],
        ['WHATEVER', {state: 'unknown'}],
        [undefined, {state: 'unknown'}],
        [['STARTED'], {state: 'unknown'}],
    ])('%s', (status, expected) => expect(parseProps({...props, meeting_status: status})).toEqual(expected));
});

describe('a meeting that runs for longer than any does', () => {
    test.each([
        ['is not believed', {}, 31 * hour + 1, 'unsure'],
        ['is, up to then', {}, 31 * hour, 'running'],
        ['has begun with its post, when that does not say', {meeting_shared: false, meeting_start_time: 0}, 31 * hour + 1, 'unsure'],
        ['has not, when it was shared', {meeting_start_time: 0}, 31 * hour + 1, 'running'],
        ['has begun with its post, when it claims to begin in ten years', {meeting_shared: false, meeting_start_time: startedAt + 87_600 * hour}, 31 * hour + 1, 'unsure'],
        ['may be over', {meeting_status: 'ENDED'}, 100 * hour, 'ended'],
        ['may begin at any time', {meeting_status: 'SHARED'}, 100 * hour, 'shared'],
    ])('%s', (_, changed, age, state) => {
        const post = {props: {...props, ...changed}, create_at: startedAt, update_at: startedAt + hour};
        expect(parsePost(post, startedAt + age)).toMatchObject({state});
    });
});

describe("the author's own words", () => {
    const sentence = 'Started a Zoom meeting: Planning (ID 857 4606 5432)';
    test.each([
        [sentence, sentence, ''],
        [sentence, `${sentence}\n\nBring **slides**. `, 'Bring **slides**.'],
        [sentence, 'Come in!', 'Come in!'],
        [sentence, '', ''],
        [undefined, 'Started a Zoom meeting.', ''], [undefined, 'Shared a Zoom meeting.', ''], [undefined, 'I have started a meeting', ''],
        [undefined, 'Started a Zoom meeting. Bring slides.', 'Bring slides.'],
        [undefined, sentence, sentence],
        [7, 'Come in!', 'Come in!'],
    ])('with the sentence %j, %j adds %j', (meeting_message, message, words) => {
        expect(ownWords({message, props: {meeting_message}})).toBe(words);
    });
});

test.each([
    [{from_webhook: 'true', override_username: 'zoom'}, true],
    [{from_webhook: 'true'}, false], [{override_username: 'zoom'}, false], [{from_webhook: true, override_username: 'zoom'}, false], [null, false],
])('the props %j override the name: %j', (all, expected) => expect(overridesName({props: all as never})).toBe(expected));

test('a topic is on one line and no longer than a topic can be', () => {
    const meeting_topic = `# a\n* b ${'🚀'.repeat(300)}`;
    expect(parseProps({...props, meeting_topic})).toMatchObject({meeting: {topic: `# a * b ${'🚀'.repeat(192)}`}});
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
