// From the click to the meeting, through all that is between: dialogs, store, client and tab.
import {act, fireEvent, screen} from '@testing-library/react';
import {afterEach, describe, expect, test, vi} from 'vitest';

import {closeForm, openForm, openMenu, stop} from '../src/store';

import {answer, letOpen, recent, showRoot, started} from './host';

const failure = {status: 403, body: {error: 'unknown_host', message: 'Zoom does not **know** you.'}};
const outage = {status: 503, body: {error: 'service_unavailable', message: 'Zoom could not be **reached**.'}};
const desktop = 'Mozilla/5.0 Chrome/93 Electron/14.0.0 Safari/537.36 Mattermost/5.0.0';

afterEach(() => vi.restoreAllMocks());

function root() {
    const view = showRoot();
    const startNow = async () => {
        act(() => void view.store.dispatch(openMenu({channelId: 'c'})));
        await press('menuitem', 'Start Zoom Meeting Now');
    };
    const open = (kind: 'topic' | 'share') => act(() => void view.store.dispatch(openForm(kind, {channelId: 'c'})));
    return {...view, startNow, open};
}

async function press(role: string, name: string) {
    await act(async () => fireEvent.click(screen.getByRole(role, {name})));
}

function type(label: string, value: string) {
    fireEvent.change(screen.getByLabelText(label), {target: {value}});
}

const title = () => screen.queryByRole('dialog')?.querySelector('h1')?.textContent;

describe('start now', () => {
    test('opens a tab in the click, says what it waits for, and leads it to the meeting', async () => {
        const {startNow, state} = root();
        let respond: (response: Response) => void = () => {};
        vi.spyOn(window, 'fetch').mockReturnValue(new Promise((resolve) => {
            respond = resolve;
        }));
        const {tab, open} = letOpen();
        await startNow();
        expect(open).toHaveBeenCalledWith('', '_blank');
        expect(tab.document.body.textContent).toBe('Starting your Zoom meeting…');
        expect(screen.getByRole('status').textContent).toBe('Starting your Zoom meeting…');
        expect(state().working).not.toBeNull();

        await act(async () => respond(new Response(JSON.stringify(started))));
        expect(tab.location.replace).toHaveBeenCalledWith(started.start_url);
        expect(tab.opener).toBeNull();
        expect(tab.close).not.toHaveBeenCalled();
        expect(screen.getByRole('status').textContent).toBe('');
        expect(state()).toMatchObject({working: null, notice: null});
    });

    test('a second click while one is under way does nothing', async () => {
        const {startNow} = root();
        const {open} = letOpen();
        const fetched = vi.spyOn(window, 'fetch').mockReturnValue(new Promise(() => {}));
        await startNow();
        await startNow();
        expect(fetched).toHaveBeenCalledTimes(1);
        expect(open).toHaveBeenCalledTimes(1);
    });

    test('Mattermost Desktop opens the meeting when its address is known', async () => {
        vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(desktop);
        const {startNow, state} = root();
        const {open} = letOpen(false);
        answer({body: started});
        await startNow();
        expect(open.mock.calls).toEqual([[started.start_url, '_blank', 'noopener']]);
        expect(state().notice).toBeNull();
    });

    test('a blocked tab leaves a link', async () => {
        const {startNow} = root();
        letOpen(false);
        answer({body: started});
        await startNow();
        expect(title()).toBe('Your meeting is ready');
        const link = screen.getByRole('link', {name: 'Open meeting'});
        expect(link.getAttribute('href')).toBe(started.start_url);
        fireEvent.click(link);
        expect(title()).toBeUndefined();
    });

    test('a failure closes the tab and tells the reason and the next step', async () => {
        const {startNow} = root();
        const {tab} = letOpen();
        const {requests} = answer(outage, {body: started});
        await startNow();
        expect(tab.close).toHaveBeenCalled();
        expect(title()).toBe('The Zoom meeting did not start');
        expect(screen.getByText('reached').tagName).toBe('STRONG');
        await press('button', 'Try again');
        expect(requests).toEqual([{channel_id: 'c'}, {channel_id: 'c'}]);
        expect(title()).toBeUndefined();
    });

    test.each([
        ['unreachable' as const, /could not be reached/], [{status: 502, body: '<html>'}, /\(status 502\)/],
    ])('what is wrong is told without words of the server, too: %j', async (response, text) => {
        const {startNow} = root();
        letOpen();
        answer(response);
        await startNow();
        expect(screen.getByText(text)).toBeTruthy();
    });

    test.each([
        ['unreachable' as const, true], [{status: 429, body: {error: 'too_many_starts'}}, true],
        [{status: 503, body: {error: 'service_unavailable'}}, true],
        // Mattermost's answer while the plugin is updated.
        [{status: 404, body: '404 page not found'}, true],
        [{status: 403, body: {error: 'forbidden'}}, false], [{status: 503, body: {error: 'account_not_connected'}}, false],
        [{status: 502, body: {error: 'credentials_refused'}}, false],
    ])('another try is offered, and has the focus, only where it can help: %j, %j', async (response, offered) => {
        const {startNow} = root();
        letOpen();
        answer(response);
        await startNow();
        const retry = screen.queryByRole('button', {name: 'Try again'});
        expect(Boolean(retry)).toBe(offered);
        expect(document.activeElement).toBe(retry ?? screen.getByText('Close', {selector: '.zoom-button'}));
    });

    test('a recent meeting can be joined, or another one started', async () => {
        const {startNow} = root();
        const {tab} = letOpen();
        const {requests} = answer({body: recent}, {body: started});
        await startNow();
        expect(tab.close).toHaveBeenCalled();
        expect(screen.getByText('bob started “Stand-up” here a moment ago.')).toBeTruthy();
        const join = screen.getByRole('link', {name: 'Join meeting'});
        expect(join.getAttribute('href')).toBe('https://zoom.us/j/857');
        expect(document.activeElement).toBe(join);
        await press('button', 'Start another');
        expect(requests[1]).toEqual({channel_id: 'c', force: true});
        expect(title()).toBeUndefined();
    });

    test('a form whose wish is carried out elsewhere is gone, and so is what was typed', async () => {
        const {open, state} = root();
        letOpen();
        answer({body: {outcome: 'needs_connect', connect_url: 'https://mm.example.com/plugins/zoom/connect', message: 'Why.'}});
        open('topic');
        type('Topic (optional)', 'Planning');
        await press('button', 'Start meeting');
        fireEvent.click(screen.getByRole('link', {name: 'Connect'}));
        expect(state()).toMatchObject({form: null, drafts: []});
    });

    test('an account can be connected', async () => {
        const {startNow} = root();
        letOpen();
        answer({body: {outcome: 'needs_connect', connect_url: 'https://mm.example.com/plugins/zoom/connect', message: 'Why.'}});
        await startNow();
        expect(title()).toBe('Connect Zoom');
        expect(screen.getByText('Why.')).toBeTruthy();
        expect(screen.getByRole('link', {name: 'Connect'}).getAttribute('href')).toBe('https://mm.example.com/plugins/zoom/connect');
    });
});

describe('with a topic', () => {
    test('Enter starts it, and the dialog closes', async () => {
        const {open, state} = root();
        const {tab} = letOpen();
        const {requests} = answer({body: started});
        open('topic');
        expect(document.activeElement).toBe(screen.getByLabelText('Topic (optional)'));
        type('Topic (optional)', '  Weekly ');
        fireEvent.click(screen.getByLabelText('Use my personal meeting ID'));
        await act(async () => fireEvent.submit(document.getElementById('zoom_form') as HTMLElement));
        expect(requests).toEqual([{channel_id: 'c', topic: 'Weekly', personal: true}]);
        expect(tab.location.replace).toHaveBeenCalledWith(started.start_url);
        expect(state()).toMatchObject({form: null, notice: null});
    });

    test('200 characters are enough', async () => {
        const {open} = root();
        const {fetched} = answer({body: started});
        open('topic');
        type('Topic (optional)', '🚀'.repeat(200));
        expect(screen.getByRole('alert').textContent).toBe('');
        type('Topic (optional)', '🚀'.repeat(201));
        expect(screen.getByRole('alert').textContent).toContain('at most 200 characters');
        await press('button', 'Start meeting');
        expect(fetched).not.toHaveBeenCalled();
    });

    test('a refusal is told in the dialog, and what was typed stays', async () => {
        const {open} = root();
        const {tab} = letOpen();
        answer(failure, {status: 400, body: {error: 'topic_too_long', message: 'Too long.'}});
        open('topic');
        type('Topic (optional)', 'Weekly');
        await press('button', 'Start meeting');
        const field = screen.getByLabelText('Topic (optional)');
        expect(tab.close).toHaveBeenCalled();
        expect(title()).toBe('Start Zoom Meeting with Topic');
        expect(screen.getByText(/Zoom does not/)).toBeTruthy();
        expect(field).toMatchObject({value: 'Weekly'});
        expect(field.getAttribute('aria-invalid')).toBe('false');
        await press('button', 'Start meeting');
        expect(field.getAttribute('aria-invalid')).toBe('true');
    });

    test('a question takes the place of the dialog; no answer leads back to what was typed', async () => {
        const {open, state} = root();
        letOpen();
        const {requests} = answer({body: recent}, {body: recent}, {body: started});
        open('topic');
        type('Topic (optional)', 'Weekly');
        await press('button', 'Start meeting');
        expect(title()).toBe('There is already a meeting here');
        await press('button', 'Cancel');
        expect(screen.getByLabelText('Topic (optional)')).toMatchObject({value: 'Weekly'});
        await press('button', 'Start meeting');
        await press('button', 'Start another');
        expect(requests[2]).toEqual({channel_id: 'c', topic: 'Weekly', personal: false, force: true});
        expect(state()).toMatchObject({form: null, notice: null});
    });

    test('a dialog that was left gets no answer; the reason is told all the same', async () => {
        const {open, store} = root();
        letOpen();
        let respond: (response: Response) => void = () => {};
        vi.spyOn(window, 'fetch').mockReturnValue(new Promise((resolve) => {
            respond = resolve;
        }));
        open('topic');
        await press('button', 'Start meeting');
        expect(screen.getByRole('button', {name: 'Starting…'})).toBeTruthy();
        expect(screen.getByText('Close', {selector: '.zoom-button'}), 'what runs cannot be cancelled').toBeTruthy();
        act(() => void store.dispatch(closeForm()));
        open('share');
        type('Meeting ID or link', '123');
        await act(async () => respond(new Response(JSON.stringify(failure.body), {status: 403})));
        expect(title()).toBe('The Zoom meeting did not start');
        fireEvent.click(screen.getByText('Close', {selector: '.zoom-button'}));
        expect(screen.getByLabelText('Meeting ID or link')).toMatchObject({value: '123'});
    });
});

describe('share', () => {
    test('shares a meeting and opens no tab', async () => {
        const {open, state} = root();
        const {open: opened} = letOpen();
        const {requests} = answer({body: started});
        open('share');
        type('Meeting ID or link', ' 857 4606 5432 ');
        await press('button', 'Share');
        expect(requests).toEqual([{channel_id: 'c', share: true, meeting_id: '857 4606 5432'}]);
        expect(opened).not.toHaveBeenCalled();
        expect(state()).toMatchObject({form: null, notice: null});
    });

    test('what is wrong is said at once, half a number when it is left', async () => {
        const {open} = root();
        const {fetched} = answer({body: started});
        open('share');
        const problem = () => screen.getByRole('alert').textContent;
        type('Meeting ID or link', '857 46');
        expect(problem()).toBe('');
        fireEvent.blur(screen.getByLabelText('Meeting ID or link'));
        expect(problem()).toContain('9 to 11 digits');
        type('Meeting ID or link', '857 4606 5432');
        expect(problem()).toBe('');
        type('Meeting ID or link', '857 4606 5432 1');
        expect(problem()).toContain('9 to 11 digits');
        await press('button', 'Share');
        expect(fetched).not.toHaveBeenCalled();
    });

    test.each([
        ['https://zoom.us/s/85746065432', 'host_link'], ['https://zoom.us/my/alice', 'personal_link'], ['https://zoom.us/j/123', 'bad_reference'],
        ['https://meet.google.com/abc-defg-hij', 'foreign_link'], ['https://us02web.zoom.us/w/81234567890?tk=abc', 'other_link'],
    ])('the link %s is sent, and what the server says of it, here %s, is told in the form', async (link, error) => {
        const {open} = root();
        const {requests} = answer({status: 400, body: {error, message: 'No such link.'}});
        open('share');
        const field = screen.getByLabelText('Meeting ID or link');
        type('Meeting ID or link', link);
        fireEvent.blur(field);
        expect(field.getAttribute('aria-invalid')).toBe('false');
        await press('button', 'Share');
        expect(requests).toEqual([{channel_id: 'c', share: true, meeting_id: link}]);
        expect(screen.getByText('No such link.')).toBeTruthy();
        expect(field.getAttribute('aria-invalid')).toBe('true');
        // Where a wrong number is refused, too.
        expect(field.getAttribute('aria-describedby')).toBe('zoom_problem');
        expect(screen.getAllByRole('alert').map(({textContent}) => textContent)).toEqual(['No such link.']);
    });

    test('an empty field is wrong when it is sent, and not before', async () => {
        const {open} = root();
        const {fetched} = answer({body: started});
        open('share');
        fireEvent.blur(screen.getByLabelText('Meeting ID or link'));
        expect(screen.getByRole('alert').textContent).toBe('');
        await press('button', 'Share');
        expect(screen.getByRole('alert').textContent).toContain('9 to 11 digits');
        expect(fetched).not.toHaveBeenCalled();
    });

    test('the personal meeting is shared, and none is started', async () => {
        const {open} = root();
        const {open: opened} = letOpen();
        const {requests} = answer({body: started});
        open('share');
        type('Meeting ID or link', 'rubbish');
        fireEvent.click(screen.getByLabelText('Use my personal meeting ID'));
        expect(screen.getByLabelText('Meeting ID or link')).toMatchObject({disabled: true});
        await press('button', 'Share');
        expect(requests).toEqual([{channel_id: 'c', share: true, personal: true}]);
        expect(opened).not.toHaveBeenCalled();
    });

    test('a pasted invitation keeps its words apart', () => {
        const {open} = root();
        open('share');
        const field = screen.getByLabelText('Meeting ID or link') as HTMLInputElement;
        type('Meeting ID or link', 'ab');
        field.setSelectionRange(1, 1);
        fireEvent.paste(field, {clipboardData: {getData: () => 'Join\r\nhttps://zoom.us/j/85746065432\n\nPasscode: 1'}});
        expect(field.value).toBe('aJoin https://zoom.us/j/85746065432 Passcode: 1b');
    });
});

describe('what comes late or from elsewhere', () => {
    test('an answer after the plugin was disabled shows nothing when it is back', async () => {
        const {startNow, state, store} = root();
        let respond: (response: Response) => void = () => {};
        vi.spyOn(window, 'fetch').mockReturnValue(new Promise((resolve) => {
            respond = resolve;
        }));
        const {tab} = letOpen();
        await startNow();
        act(() => void store.dispatch(stop()));
        await act(async () => respond(new Response(JSON.stringify(failure.body), {status: 403})));
        expect(state()).toMatchObject({notice: null, working: null});
        expect(tab.close).toHaveBeenCalled();
    });

    test('a second try leaves a form alone that it did not come from', async () => {
        answer(outage, {body: started});
        letOpen();
        const {startNow, open} = root();
        await startNow();
        open('share');
        await press('button', 'Try again');
        expect(title()).toBe('Share Zoom Meeting');
    });

    test('a tab is not left waiting when this page goes', async () => {
        const {tab} = letOpen();
        const {startNow} = root();
        vi.spyOn(window, 'fetch').mockReturnValue(new Promise(() => undefined));
        await startNow();
        fireEvent(window, new Event('pagehide'));
        expect(tab.close).toHaveBeenCalled();
    });

    test('what the server refused is forgotten with the next letter', async () => {
        answer({status: 400, body: {error: 'foreign_link', message: 'This link does not lead to Zoom.'}});
        const {open} = root();
        open('share');
        type('Meeting ID or link', 'https://zoom.us/j/85746065432');
        await press('button', 'Share');
        expect(screen.getByText('This link does not lead to Zoom.')).toBeTruthy();
        type('Meeting ID or link', '85746065432');
        expect(screen.queryByText('This link does not lead to Zoom.')).toBeNull();
    });
});
