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

const part = (name: string) => within(screen.getByRole('region', {name}));
const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ');

test('the mode in force, and which settings matter in it', async () => {
    page();
    expect(await screen.findByRole('heading', {name: 'In force: User OAuth'})).toBeTruthy();
    expect(screen.getByText(/Authentication is Automatic/)).toBeTruthy();
    const uses = screen.getAllByRole('term').map((use) => [words(use), Array.from(use.nextElementSibling?.children ?? [], words)]);
    expect(uses).toEqual([['Fill in', ['Client ID', 'Client Secret']], ['If needed', ['Zoom URL']], ['Ignored', ['Account ID']]]);
    expect(screen.getByText('The settings are complete.')).toBeTruthy();
    expect(screen.queryByRole('region', {name: 'To do first'})).toBeNull();
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
    await screen.findByRole('heading', {name: 'In force: API Key and Secret'});
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual(['Webhook URL', 'Events']);
    expect(screen.getByText(/as soon as a Webhook Secret is saved/)).toBeTruthy();
    expect(screen.queryByText(/Automatic/)).toBeNull();
});

test('problems come with what to do', async () => {
    server.setup = {body: {...setup, problems: [{ok: false, text: '**Client ID** is missing', fix: 'Enter it.'}]}};
    page();
    const problem = await screen.findByRole('listitem');
    expect(words(problem)).toBe('Wrong: Client ID is missingEnter it.');
    expect(part('To do first').getByText('Client ID').tagName).toBe('STRONG');
    expect(screen.queryByText('The settings are complete.')).toBeNull();
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
    expect(await connection.findByText('1 point needs mending.')).toBeTruthy();
    expect(server.asked.filter((asked) => asked.startsWith('POST'))).toHaveLength(1);
    expect(connection.getAllByRole('listitem').map(words)).toEqual([
        'Good: Signing in to Zoom works.', 'Wrong: Zoom has no user `me@mm.example`.Invite them.', 'Note: You have not connected.Connect.Connect',
    ]);
    expect(connection.getByRole('link', {name: 'Connect'})).toMatchObject({href: `${address}/oauth2/connect`, target: '_blank'});
});

test.each([
    [[true, true], 'All is well.'], [[true, null], '1 point to look at.'], [[null, null], '2 points to look at.'], [[false, null, false], '2 points need mending.'],
])('findings %j are summed up', async (verdicts, summary) => {
    server.test = {body: {lines: verdicts.map((ok, i) => ({ok, text: `finding ${i}`}))}};
    const {user} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    expect(await screen.findByText(summary)).toBeTruthy();
});

test('unsaved changes are told, and what is saved is read again', async () => {
    const {user, edit, saved, reload} = page();
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    await screen.findByText('1 point needs mending.');
    expect(screen.queryByText(/unsaved changes/)).toBeNull();
    await edit();
    expect(screen.getByText(/unsaved changes/)).toBeTruthy();
    expect(screen.getByText('1 point needs mending.')).toBeTruthy();

    server.setup = {body: {...setup, mode: 'server_to_server'}};
    await saved();
    expect(await screen.findByRole('heading', {name: 'In force: Server-to-Server OAuth'})).toBeTruthy();
    expect(screen.queryByText(/unsaved changes/)).toBeNull();
    expect(screen.queryByText('1 point needs mending.'), 'of what was saved before').toBeNull();

    server.setup = {body: {...setup, mode: 'admin_oauth'}};
    reload();
    expect(await screen.findByRole('heading', {name: 'In force: Admin-managed OAuth'})).toBeTruthy();
    expect(server.asked).toEqual(['GET /setup', 'POST /setup/test', 'GET /setup', 'GET /setup']);
});

test('what the webhook has seen is shown where it is known', async () => {
    server.setup = {body: {...setup, webhook: [{ok: true, text: 'The last event came a minute ago.'}]}};
    page();
    expect(words(await screen.findByRole('region', {name: 'Events from Zoom'}))).toBe('Events from ZoomGood: The last event came a minute ago.');
});

test.each([
    ['unreachable' as const, 'Mattermost could not be reached'], [{status: 403, body: {error: 'admins_only', message: 'Only **System Admins**.'}}, 'Only System Admins.'],
    [{status: 502, body: '<html>'}, 'did not answer as expected (502)'], [{body: 'null'}, 'did not answer as expected (200)'],
])('a failure %j is told with the next step', async (reply, expected) => {
    server.setup = reply;
    const {user} = page();
    expect((await screen.findByRole('alert')).textContent).toContain(expected);
    server.setup = {body: setup};
    server.test = reply;
    await user.click(screen.getByRole('button', {name: 'Try again'}));
    await user.click(await screen.findByRole('button', {name: 'Test connection'}));
    expect((await screen.findByRole('alert')).textContent).toContain(expected);
    expect(screen.queryByText(/well|mending/)).toBeNull();
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
