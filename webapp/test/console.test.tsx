import {act, render, screen, within} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import {IntlProvider} from 'react-intl';
import {beforeEach, expect, test, vi} from 'vitest';

import {getSetup, postTest} from '../src/console/client';
import {Panel} from '../src/console';

const address = 'https://mm.example/chat/plugins/zoom';
const setup = {
    mode: 'user_oauth', inferred: true,
    settings: [
        {key: 'OAuthClientID', name: 'Client ID', use: 'required'}, {key: 'OAuthClientSecret', name: 'Client Secret', use: 'required'},
        {key: 'ZoomURL', name: 'Zoom URL', use: 'optional'}, {key: 'AccountID', name: 'Account ID', use: 'ignored'},
    ],
    problems: [], webhook_url: `${address}/webhook?secret=a%2Bb`, redirect_url: `${address}/oauth2/complete`,
    deauthorization_url: `${address}/deauthorization?secret=a%2Bb`, scopes: ['user:read:user', 'meeting:write:meeting'],
    events: ['meeting.started', 'meeting.ended'], webhook: null,
};
const lines = [
    {check: 'sign_in', ok: true, text: 'Signing in to Zoom works.'},
    {check: 'user', ok: false, text: 'Zoom has no user `me@mm.example`.', fix: 'Invite them.'},
    {check: 'scopes', ok: null, text: 'You have not connected.', fix: 'Connect.', connect_url: `${address}/oauth2/connect`},
];

type Reply = {status?: number; body?: unknown} | 'unreachable';
const server: {setup: Reply; test: Reply; asked: string[]} = {setup: {}, test: {}, asked: []};

beforeEach(() => {
    Object.assign(server, {setup: {body: setup}, test: {body: {lines}}, asked: []});
    vi.spyOn(window, 'fetch').mockImplementation(async (url, init) => {
        const path = String(url).replace('/plugins/zoom/api/v1', '');
        server.asked.push(`${init?.method ?? 'GET'} ${path}`);
        const reply = path === '/setup' ? server.setup : server.test;
        if (reply === 'unreachable') {
            throw new TypeError('Failed to fetch');
        }
        return new Response(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body), {status: reply.status ?? 200});
    });
    document.body.innerHTML = '<button id="saveSetting" disabled>Save</button>';
});

// page is the page of the System Console around the panel.
function page() {
    const element = (config: unknown) => (
        <IntlProvider locale='de' onError={() => undefined}><form><Panel config={config}/></form></IntlProvider>
    );
    const view = render(element({}));
    const save = document.querySelector('button') as HTMLButtonElement;
    const change = (disabled: boolean) => act(async () => {
        save.disabled = disabled;
    });
    return {...view, user: userEvent.setup(), edit: () => change(false), saved: () => change(true), reload: () => view.rerender(element({}))};
}

// comeBack lets somebody return to the page, as browsers tell it.
const comeBack = () => act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('focus'));
});

const part = (name: string) => within(screen.getByRole('region', {name}));
const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ');

test('the mode in force, and which settings matter in it', async () => {
    page();
    expect(await screen.findByRole('heading', {name: 'In use: User OAuth'})).toBeTruthy();
    expect(screen.getByText(/Authentication is set to Automatic/)).toBeTruthy();
    const uses = screen.getAllByRole('term').map((use) => [words(use), Array.from(use.nextElementSibling?.children ?? [], words)]);
    expect(uses).toEqual([['Required', ['Client ID', 'Client Secret']], ['Optional', ['Zoom URL']], ['Not used', ['Account ID']]]);
    expect(screen.getByText(/The settings are complete. Members are asked to connect/)).toBeTruthy();
    expect(screen.queryByRole('region', {name: 'Do this first'})).toBeNull();
});

test('what is to be entered at Zoom can be copied', async () => {
    const {user} = page();
    await user.click(await screen.findByRole('button', {name: 'Copy Webhook URL'}));
    expect(await navigator.clipboard.readText()).toBe(setup.webhook_url);
    expect(screen.getAllByText('Copied')).toHaveLength(2);
    for (const [name, value] of [['Redirect URL', setup.redirect_url], ['Deauthorization URL', setup.deauthorization_url], ['user:read:user', 'user:read:user'],
        ['meeting.ended', 'meeting.ended']] as const) {
        await user.click(screen.getByRole('button', {name: `Copy ${name}`}));
        expect(await navigator.clipboard.readText()).toBe(value);
    }
});

test('what a mode does not need is not there', async () => {
    server.setup = {body: {...setup, mode: 'api_key', inferred: false, redirect_url: '', deauthorization_url: undefined, webhook_url: '', scopes: []}};
    page();
    await screen.findByRole('heading', {name: 'In use: API Key and Secret'});
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual(['Webhook URL', 'Events']);
    expect(screen.getByText(/once a Webhook Secret is saved/)).toBeTruthy();
    expect(screen.queryByText(/Automatic/)).toBeNull();
});

test('problems come with what to do', async () => {
    server.setup = {body: {...setup, problems: [{ok: false, text: '**Client ID** is missing', fix: 'Enter it.'}]}};
    page();
    const problem = await screen.findByRole('listitem');
    expect(words(problem)).toBe('Problem: Client ID is missingEnter it.');
    expect(part('Do this first').getByText('Client ID').tagName).toBe('STRONG');
    expect(screen.queryByText(/The settings are complete/)).toBeNull();
});

test('a missing connection is a problem, and can be made', async () => {
    const problem = {ok: false, text: 'Not connected', fix: 'Connect it.', connect_url: `${address}/oauth2/connect`};
    server.setup = {body: {...setup, mode: 'admin_oauth', problems: [problem]}};
    page();
    expect((await screen.findByRole('link', {name: 'Connect'})).getAttribute('href')).toBe(problem.connect_url);
    expect(screen.queryByText(/The settings are complete/)).toBeNull();

    server.setup = {body: {...setup, mode: 'admin_oauth'}};
    await comeBack();
    expect(screen.getByText('The settings are complete.')).toBeTruthy();
    expect(screen.queryByRole('link', {name: 'Connect'})).toBeNull();
    expect(server.asked, 'once for each time that somebody returns').toEqual(['GET /setup', 'GET /setup']);
});

test('somebody who returns sees what was there until there is news', async () => {
    const {user} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    await screen.findByText('1 problem found.');
    server.setup = server.test = 'unreachable';
    await comeBack();
    expect(screen.getByText(/The settings are complete/)).toBeTruthy();
    expect(screen.getByText('1 problem found.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();

    Object.assign(server, {setup: {body: setup}, test: {body: {lines: [lines[0]]}}, asked: []});
    await comeBack();
    expect(screen.getByText('No problems found.'), 'the test said that something has to be connected').toBeTruthy();
    await comeBack();
    expect(server.asked, 'what does not wait for a connection is not tested again').toEqual(['GET /setup', 'POST /setup/test', 'GET /setup']);

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await comeBack();
    expect(server.asked).toHaveLength(3);
});

test('what somebody asks for counts more than what is asked when they return', async () => {
    const {user} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    await screen.findByText('1 problem found.');
    const tests: Array<(response: Response) => void> = [];
    vi.mocked(window.fetch).mockImplementation((url) => (String(url).endsWith('/setup/test') ? new Promise((resolve) => {
        tests.push(resolve);
    }) : Promise.resolve(new Response(JSON.stringify(setup)))));
    const answer = (index: number, found: unknown) => act(async () => tests[index]?.(new Response(JSON.stringify({lines: found}))));
    await comeBack();
    await user.click(screen.getByRole('button', {name: 'Test connection'}));
    await answer(0, [lines[0]]);
    expect(part('Connection').getByRole('status').textContent).toBe('Testing…');
    await answer(1, lines);
    expect(screen.getByText('1 problem found.')).toBeTruthy();
});

test('who may not see the setup is told so, and is not asked to try again', async () => {
    server.setup = {status: 403, body: {error: 'admins_only', message: 'Only **System Admins**.'}};
    page();
    expect((await screen.findByRole('alert')).textContent).toBe('Only System Admins.');
    expect(screen.queryByRole('button', {name: 'Try again'})).toBeNull();
});

test('a test of the connection, by keyboard', async () => {
    const {user} = page();
    const button = await screen.findByRole('button', {name: 'Test connection'});
    let answer = () => undefined as void;
    const answered = new Promise<void>((resolve) => {
        answer = resolve;
    });
    vi.mocked(window.fetch).mockImplementationOnce(async (url) => {
        server.asked.push(`POST ${String(url)}`);
        await answered;
        return new Response(JSON.stringify({lines}));
    });
    button.focus();
    await user.keyboard('{Enter}');
    const connection = part('Connection');
    expect(connection.getByRole('status').textContent).toBe('Testing…');
    expect(connection.getByRole('button', {name: 'Testing…'})).toBe(document.activeElement);
    await user.keyboard('{Enter}');
    answer();
    expect(await connection.findByText('1 problem found.')).toBeTruthy();
    expect(server.asked.filter((asked) => asked.startsWith('POST'))).toHaveLength(1);
    expect(connection.getAllByRole('listitem').map(words)).toEqual([
        'OK: Signing in to Zoom works.', 'Problem: Zoom has no user `me@mm.example`.Invite them.', 'Note: You have not connected.Connect.Connect',
    ]);
    expect(connection.getByRole('link', {name: 'Connect'})).toMatchObject({href: `${address}/oauth2/connect`, target: '_blank'});
});

test.each([
    [[true, true], 'No problems found.'], [[true, null], '1 thing to check.'], [[null, null], '2 things to check.'], [[false, null, false], '2 problems found.'],
])('findings %j are summed up', async (verdicts, summary) => {
    server.test = {body: {lines: verdicts.map((ok, i) => ({ok, text: `finding ${i}`}))}};
    const {user} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    expect(await screen.findByText(summary)).toBeTruthy();
});

test('unsaved changes are shown, and what is saved is read again', async () => {
    const {user, edit, saved, reload} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    await screen.findByText('1 problem found.');
    expect(screen.queryByText(/unsaved changes/)).toBeNull();
    await edit();
    expect(screen.getByText(/unsaved changes/)).toBeTruthy();
    expect(screen.getByText('1 problem found.')).toBeTruthy();

    server.setup = {body: {...setup, mode: 'server_to_server'}};
    await saved();
    expect(await screen.findByRole('heading', {name: 'In use: Server-to-Server OAuth'})).toBeTruthy();
    expect(screen.queryByText(/unsaved changes/)).toBeNull();
    expect(screen.queryByText('1 problem found.'), 'of what was saved before').toBeNull();

    server.setup = {body: {...setup, mode: 'admin_oauth'}};
    reload();
    expect(await screen.findByRole('heading', {name: 'In use: Admin-managed OAuth'})).toBeTruthy();
    expect(server.asked).toEqual(['GET /setup', 'POST /setup/test', 'GET /setup', 'GET /setup']);
});

test('what the webhook has seen is shown where it is known', async () => {
    server.setup = {body: {...setup, webhook: [{ok: true, text: 'The last event came a minute ago.'}]}};
    page();
    expect(words(await screen.findByRole('region', {name: 'Events from Zoom'}))).toBe('Events from ZoomOK: The last event came a minute ago.');
});

test.each([
    ['unreachable' as const, 'Mattermost could not be reached'], [{status: 503, body: {error: 'stopping', message: 'It is being **updated**.'}}, 'It is being updated.'],
    [{status: 502, body: '<html>'}, 'gave an unexpected answer (status 502)'], [{body: 'null'}, 'gave an unexpected answer (status 200)'],
])('a failure %j is told with the next step', async (reply, expected) => {
    server.setup = reply;
    const {user} = page();
    expect((await screen.findByRole('alert')).textContent).toContain(expected);
    server.setup = {body: setup};
    server.test = reply;
    await user.click(screen.getByRole('button', {name: 'Try again'}));
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    expect((await screen.findByRole('alert')).textContent).toContain(expected);
    expect(screen.queryByText(/found|to check/)).toBeNull();
});

test('an answer of another shape is harmless', async () => {
    server.setup = {body: {mode: 'magic', settings: {}, problems: [null, 5], webhook_url: 'javascript:alert(1)', scopes: 'all', webhook: 'never'}};
    expect(await getSetup()).toEqual({value: {
        mode: undefined, inferred: false, settings: {required: [], optional: [], ignored: []}, webhookUrl: '', redirectUrl: '', deauthorizationUrl: '',
        problems: [{verdict: null, text: '', fix: '', connectUrl: ''}, {verdict: null, text: '', fix: '', connectUrl: ''}], scopes: [], events: [], webhook: [],
    }});
    server.test = {body: {lines: [{ok: 'yes', connect_url: 'javascript:alert(1)'}]}};
    expect(await postTest()).toEqual({value: [{verdict: null, text: '', fix: '', connectUrl: ''}]});
});

test('a page that is left asks nothing more', async () => {
    const error = vi.spyOn(console, 'error');
    const {unmount} = page();
    unmount();
    await act(async () => undefined);
    expect(error).not.toHaveBeenCalled();
});
