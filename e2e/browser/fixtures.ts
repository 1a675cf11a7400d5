// What every test starts with: a channel of its own with Alice and Bob in it, a page that Alice is logged in on, and nothing on the console
// that is an error.
import {randomBytes} from 'node:crypto';

import {type BrowserContext, expect, type Page, test as base} from '@playwright/test';

import {API, type Channel, type Team} from './api';
import {ChannelPage} from './pages/channel';

export {expect};
export type WorkerOptions = {server: string; zoom: string};

// What Mattermost's own client asks for in vain, and Chromium reports. The address is that of the request.
const ofTheHost = [
    /status of 403 .*\/api\/v4\/trial-license\/prev$/, // was there a trial licence?
    /status of 403 .*\/api\/v4\/analytics\/old\?name=standard&team_id=$/, // 6.7: figures that are for admins
    /status of 404 .*\/plugins\/com\.mattermost\.apps\/api\/v1\/bindings\?/, // 6.7, for a plugin that is not there
];

const password = 'Demo-user-123'; // stack.UserPassword

type WorkerFixtures = WorkerOptions & {
    admin: API;
    team: Team;
    account: API; // Alice's, for the tests of one worker, one after the other
    bob: API; // shared in the same way, and left as he is
    contexts: Map<API, BrowserContext>; // of everybody's browser; a second page opens twice as fast in it
};

type Fixtures = {
    alice: API;
    ourChannel: Channel;
    watched: (page: Page) => Promise<Page>;
    expectedErrors: RegExp[];
    open: (user: API, path?: string) => Promise<ChannelPage>;
    channelPage: ChannelPage;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
    server: ['', {option: true, scope: 'worker'}],
    zoom: ['', {option: true, scope: 'worker'}],
    baseURL: async ({server}, use) => use(server),

    admin: [async ({server}, use) => withLogin(server, 'admin', 'Sys@dmin-123', use), {scope: 'worker'}], // stack.AdminPassword
    team: [async ({admin}, use) => {
        const name = `team-${unique()}`;
        await use(await admin.call('POST', '/teams', {name, display_name: 'Team', type: 'O'}));
    }, {scope: 'worker'}],
    bob: [async ({server, admin, team}, use) => withNewUser(server, admin, team, 'bob', use), {scope: 'worker'}],
    contexts: [async ({}, use) => {
        const contexts = new Map<API, BrowserContext>();
        await use(contexts);
        await Promise.all([...contexts.values()].map((context) => context.close()));
    }, {scope: 'worker'}],
    account: [async ({server, admin, team}, use) => withNewUser(server, admin, team, 'alice', use), {scope: 'worker'}],

    // Whatever theme, display or language a test chooses, the next one starts without.
    alice: async ({account}, use) => {
        await use(account);
        await account.forgetPreferences();
    },

    ourChannel: async ({admin, team, alice, bob}, use) => {
        const name = `c${unique()}`;
        const channel = await admin.call('POST', '/channels', {team_id: team.id, name, display_name: `Channel ${name}`, type: 'O'});
        for (const user of [alice, bob]) {
            await admin.call('POST', `/channels/${channel.id}/members`, {user_id: user.userId});
        }
        await use(channel);
    },

    // What a test provokes on purpose, such as a refused password, which Chromium reports as an error.
    expectedErrors: [[], {option: true}],

    // Closes the page in the end. On a first visit Mattermost's client would ask whether to go on in its desktop app.
    watched: async ({expectedErrors}, use) => {
        const errors: string[] = [];
        const pages: Page[] = [];
        await use(async (page) => {
            await page.addInitScript(() => localStorage.setItem('__landingPageSeen__', 'true'));
            pages.push(page);
            page.on('console', (message) => message.type() === 'error' && errors.push(`${message.text()} ${message.location().url}`));
            page.on('pageerror', (error) => errors.push(String(error.stack)));
            return page;
        });
        for (const page of pages) {
            await page.evaluate(() => localStorage.clear());
            await page.close();
        }
        const expected = [...ofTheHost, ...expectedErrors];
        expect(errors.filter((error) => !expected.some((pattern) => pattern.test(error))), 'errors on the console').toEqual([]);
    },

    // Opens the channel, or another page, in a browser of this user.
    open: async ({browser, baseURL, contexts, team, ourChannel, watched}, use) => {
        await use(async (user, path = `/${team.name}/channels/${ourChannel.name}`) => {
            const context = contexts.get(user) ?? await browser.newContext({baseURL, storageState: user.session});
            contexts.set(user, context);
            const page = await watched(await context.newPage());
            await page.goto(path);
            return new ChannelPage(page);
        });
    },

    channelPage: async ({open, alice}, use) => use(await open(alice)),
});

async function withLogin(server: string, username: string, secret: string, use: (api: API) => Promise<void>) {
    const api = await API.login(server, username, secret);
    await use(api);
    await api.dispose();
}

export async function withNewUser(server: string, admin: API, team: Team, name: string, use: (api: API) => Promise<void>) {
    const username = `${name}${unique()}`;
    const user = await admin.call('POST', '/users', {username, email: `${username}@example.com`, password});
    await admin.call('POST', `/teams/${team.id}/members`, {team_id: team.id, user_id: user.id});
    await withLogin(server, username, password, use);
}

function unique(): string {
    return randomBytes(5).toString('hex');
}
