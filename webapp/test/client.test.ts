import {readFileSync} from 'node:fs';

import {afterEach, beforeEach, expect, test, vi} from 'vitest';

import {mayPass, postMeeting} from '../src/client';

import {answer, recent, started} from './host';

beforeEach(() => {
    document.cookie = 'MMCSRF=token-of-csrf';
});

afterEach(() => {
    delete (window as {basename?: string}).basename;
});

test('a request has the path of the server, its CSRF token and what was asked for', async () => {
    (window as {basename?: string}).basename = '/chat';
    const {requests, fetched} = answer({body: started});
    await postMeeting({channelId: 'c', rootId: 'r', topic: 'Weekly', personal: true, force: true});
    const [url, init] = fetched.mock.lastCall ?? [];
    expect(url).toBe('/chat/plugins/zoom/api/v1/meetings');
    expect(init).toMatchObject({method: 'POST', headers: {'X-CSRF-Token': 'token-of-csrf', 'X-Requested-With': 'XMLHttpRequest'}});
    expect(requests).toEqual([{channel_id: 'c', root_id: 'r', topic: 'Weekly', personal: true, force: true}]);
});

test.each([
    ['a meeting opens as its host', {body: started}, {outcome: 'started', url: started.start_url}],
    ['or by the link for all', {body: {...started, start_url: undefined}}, {outcome: 'started', url: started.meeting_url}],
    ['a script is no meeting', {body: {...started, start_url: 'javascript:alert(1)'}}, {outcome: 'started', url: started.meeting_url}],
    ['a recent meeting', {body: recent}, {outcome: 'needs_confirm', recent: {topic: 'Stand-up', creator: 'bob', link: 'https://zoom.us/j/857'}}],
    ['an account to connect', {body: {outcome: 'needs_connect', connect_url: 'https://mm.example/plugins/zoom/connect', message: 'Why.'}}, {outcome: 'needs_connect', url: 'https://mm.example/plugins/zoom/connect', text: 'Why.'}],
    ['a refusal', {status: 403, body: {error: 'forbidden', message: 'No.'}}, {outcome: 'failed', failure: {code: 'forbidden', text: 'No.', status: 403}}],
    ['the page of a proxy', {status: 502, body: '<html>'}, {outcome: 'failed', failure: {code: '', text: '', status: 502}}],
    ['an unknown outcome', {body: {outcome: 'dance'}}, {outcome: 'failed', failure: {code: '', text: '', status: 200}}],
    ['null', {body: null}, {outcome: 'failed', failure: {code: '', text: '', status: 200}}],
    ['no answer', 'unreachable' as const, {outcome: 'failed', failure: {code: '', text: '', status: 0}}],
])('%s', async (_, response, expected) => {
    answer(response);
    expect(await postMeeting({channelId: 'c'})).toEqual(expected);
});

test('a shared meeting is not opened', async () => {
    const {requests} = answer({body: started});
    expect(await postMeeting({channelId: 'c', share: true, reference: '857'})).toEqual({outcome: 'started', url: ''});
    expect(requests).toEqual([{channel_id: 'c', share: true, meeting_id: '857'}]);
});

test('a server that never answers is given up', async () => {
    vi.useFakeTimers();
    vi.spyOn(window, 'fetch').mockImplementation((_, init) => new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }));
    const answered = postMeeting({channelId: 'c'});
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(await answered).toEqual({outcome: 'failed', failure: {code: '', text: '', status: 0}});
});

test('only what passes by itself is worth another try, by the codes of the server', () => {
    const source = readFileSync('../server/usertext/errors.go', 'utf8');
    const codes = Array.from(source.matchAll(/^\t\{[\w.]+, "(\w+)", http\./gm), ([, code = '']) => code);
    const passing = ['', 'internal', ...codes].filter((code) => mayPass({code, text: '', status: 503}));
    expect(passing.sort()).toEqual([
        '', 'bad_answer', 'internal', 'rate_limited', 'service_rejected', 'service_slow', 'service_unavailable', 'stopping', 'too_many_starts',
    ]);
    expect(codes).toContain('account_not_connected');
});
