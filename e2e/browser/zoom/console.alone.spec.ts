// The System Console's panel. What is set here concerns everybody, so it is put back after each test.
import type {Locator, Page} from '@playwright/test';

import type {API} from '../api';
import {withNewUser} from '../fixtures';
import {ZoomSetupPage} from '../pages/zoom_setup';

import {expect, test as base} from './fixtures';
import {onyx} from './onyx';

type Fixtures = {
    boss: API; // a system admin whom Zoom knows
    openSetup: (admin?: API) => Promise<ZoomSetupPage>;
};

const test = base.extend<Fixtures>({
    boss: async ({server, admin, team, sim}, use) => withNewUser(server, admin, team, 'boss', async (boss) => {
        await admin.call('PUT', `/users/${boss.userId}/roles`, {roles: 'system_user system_admin'});
        await sim.add(boss);
        await use(boss);
        await sim.faults({});
        await sim.clock(0);
    }),
    openSetup: async ({open, boss}, use) => use(async (admin = boss) => {
        const {page} = await open(admin, '/admin_console');
        // The whole panel is to be seen on screenshots.
        await page.setViewportSize({width: 1280, height: 1200});
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        const setup = new ZoomSetupPage(page);
        await setup.goto();
        await expect(setup.panel).toBeVisible();
        return setup;
    }),
});

// userApp is the simulator's app that people sign in to.
const userApp = {accountid: '', oauthclientid: 'sim-user-app', oauthclientsecret: 'sim-user-app-secret', encryptionkey: 'a-key'};

// connectIn follows the link Connect in one of these lines and signs in at Zoom.
async function connectIn(lines: Locator, user: API): Promise<Page> {
    const opening = lines.page().context().waitForEvent('page');
    await lines.getByRole('link', {name: 'Connect'}).click();
    const tab = await opening;
    const {email} = await user.call('GET', '/users/me');
    await tab.getByLabel('Sign in as').selectOption(email);
    await tab.getByRole('button', {name: 'Allow'}).click();
    return tab;
}

// distance is that of the upper edges of two boxes.
async function distance(outer: Locator, inner: Locator): Promise<number> {
    const [a, b] = [await outer.boundingBox(), await inner.boundingBox()];
    return b!.y - a!.y;
}

test('from nothing to a connection that works', async ({openSetup, configure, good, shoot, isAccessible}) => {
    await configure({zoomurl: good.zoomurl, zoomapiurl: good.zoomapiurl});
    const setup = await openSetup();
    const {page, panel} = setup;
    await setup.isInForce('Server-to-Server OAuth');
    await expect(panel).toContainText('Authentication is set to Automatic');
    await expect(setup.problems).toHaveCount(5);
    await expect(panel).toContainText('once a Webhook Secret is saved');
    await setup.test.click();
    await expect(setup.findings).toContainText('The settings are not complete: Account ID is missing');
    await isAccessible(page, '.zoom-setup');
    await shoot(page, 'console-problems');

    await setup.choose('server_to_server');
    const banner = panel.getByText('You have unsaved changes.');
    await expect(banner).toBeVisible();
    expect(await distance(panel, banner), 'the banner is apart from the border').toBeGreaterThan(10);
    await setup.setting('AccountID').fill(String(good.accountid));
    await setup.setting('OAuthClientID').fill(String(good.oauthclientid));
    await setup.setting('OAuthClientSecret').fill(String(good.oauthclientsecret));
    await setup.setting('ZoomWebhookSecret').fill(String(good.zoomwebhooksecret));
    await page.locator('.form-group', {hasText: 'Webhook Secret:'}).getByRole('button', {name: 'Regenerate'}).click();
    const secret = await setup.setting('WebhookSecret').inputValue();
    await isAccessible(page, '.zoom-setup');
    await shoot(page, 'console-unsaved');
    await setup.saveAll();
    await expect(panel).toContainText('The settings are complete.');
    await expect(panel.getByText('You have unsaved changes.')).toHaveCount(0);
    await expect(panel).not.toContainText('Automatic');

    const {origin} = new URL(page.url());
    expect(await setup.copied('Webhook URL')).toBe(`${origin}/plugins/zoom/webhook?secret=${encodeURIComponent(secret)}`);
    expect(await setup.copied('meeting:write:meeting:admin')).toBe('meeting:write:meeting:admin');

    await setup.test.focus();
    await page.keyboard.press('Enter');
    await expect(setup.part('Connection').getByRole('status')).toHaveText('No problems found.');
    await expect(setup.findings).toHaveText([/Signing in to Zoom works/, /Zoom knows you as/, /has all the scopes/, /clocks .* agree/]);
    await isAccessible(page, '.zoom-setup');
    await shoot(page, 'console-good');
});

for (const [mode, name, entries] of [
    ['user_oauth', 'User OAuth', ['Redirect URL', 'Webhook URL', 'Events', 'Scopes', 'Deauthorization URL']],
    ['admin_oauth', 'Admin-managed OAuth', ['Redirect URL', 'Webhook URL', 'Events', 'Scopes', 'Deauthorization URL']],
    ['api_key', 'API Key and Secret', ['Webhook URL', 'Events']],
] as const) {
    test(`what ${name} needs`, async ({openSetup, configure, good, shoot, isAccessible}) => {
        await configure({...good, encryptionkey: 'k'.repeat(32), apikey: 'sim-api-key', apisecret: 'sim-api-secret-of-32-characters!'});
        const setup = await openSetup();
        await setup.choose(mode);
        await setup.saveAll();
        await setup.isInForce(name);
        if (mode === 'admin_oauth') {
            await expect(setup.problems).toHaveText(/account is not connected, so nobody can start a meeting/);
            await expect(setup.panel).not.toContainText('The settings are complete.');
        } else {
            await expect(setup.panel).toContainText('The settings are complete.');
        }
        expect(await setup.panel.getByRole('group').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).toEqual(entries);
        const {origin} = new URL(setup.page.url());
        if (mode === 'api_key') {
            await setup.test.click();
            await expect(setup.part('Connection').getByRole('status')).toHaveText('No problems found.');
        } else {
            expect(await setup.copied('Redirect URL')).toBe(`${origin}/plugins/zoom/oauth2/complete`);
            expect(await setup.copied('Deauthorization URL')).toBe(`${origin}/plugins/zoom/deauthorization?secret=webhook-secret`);
            await setup.test.click();
            await expect(setup.findings.getByRole('link', {name: 'Connect'})).toHaveAttribute('href', `${origin}/plugins/zoom/oauth2/connect`);
        }
        await isAccessible(setup.page, '.zoom-setup');
        await shoot(setup.page, `console-${mode}`);
    });
}

const missingScope = '{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user:admin]."}';

for (const [what, changed, fault, expected, fix] of [
    ['a wrong secret', {oauthclientsecret: 'wrong'}, {}, 'Zoom does not accept the saved credentials.', 'Copy them again from the app'],
    ['a wrong address of the API', {zoomapiurl: 'ZOOM'}, {}, 'Something answered, but not the way Zoom does.', 'is /v2 missing?'],
    ['Zoom being down', {}, {op: 'token', status: '503', times: '1', body: 'down'}, 'Zoom could not be reached or has a problem.', 'whether this server can reach it'],
    ['a missing scope', {}, {op: 'get user', status: '400', times: '1', body: missingScope}, 'lacks a permission: user:read:user:admin', 'to the app\'s scopes at Zoom'],
] as const) {
    test(`${what} is found, and the panel says what to do`, async ({openSetup, configure, good, zoom, sim, shoot, isAccessible}) => {
        const changes = Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, value === 'ZOOM' ? zoom : value]));
        await configure({...good, ...changes});
        const setup = await openSetup();
        await sim.faults(fault);
        await setup.test.click();
        const finding = setup.findings.filter({hasText: expected});
        await expect(finding).toContainText(fix);
        await isAccessible(setup.page, '.zoom-setup');
        await shoot(setup.page, `console-${what.replaceAll(' ', '-')}`);

        await configure(good);
        await sim.faults({});
        await setup.test.click();
        await expect(setup.part('Connection').getByRole('status')).toHaveText('No problems found.');
    });
}

test('a clock that is off is told, with how far', async ({openSetup, configure, good, sim, shoot, isAccessible}) => {
    await configure(good);
    const setup = await openSetup();
    await sim.clock(10 * 60);
    await setup.test.click();
    await expect(setup.part('Connection').getByRole('status')).toHaveText('1 problem found.');
    const finding = setup.findings.filter({hasText: 'differ by 10 minutes'});
    await expect(finding).toContainText('Synchronize this server\'s clock with NTP.');
    await isAccessible(setup.page, '.zoom-setup');
    await shoot(setup.page, 'console-clock-off');

    await sim.clock(0);
    await setup.test.click();
    await expect(setup.part('Connection').getByRole('status')).toHaveText('No problems found.');
});

test('an admin connects from the panel, which notices when they return', async ({openSetup, configure, good, boss, shoot, isAccessible}) => {
    await configure({...good, ...userApp, authmode: 'user_oauth'});
    const setup = await openSetup();
    const {page} = setup;
    await setup.test.click();
    const tab = await connectIn(setup.findings, boss);
    await expect(tab.getByRole('heading', {name: 'You are connected'})).toBeVisible();
    await tab.close();

    await setup.comeBack();
    const {email} = await boss.call('GET', '/users/me');
    await expect(setup.findings).toHaveText([
        /Signing in to Zoom works/, new RegExp(`Zoom knows you as ${email}`), /does not say whether it may also create meetings/, /clocks .* agree/,
    ]);
    await isAccessible(page, '.zoom-setup');
    await shoot(page, 'console-connected');
});

test('nobody can start a meeting until the account is connected, and the panel says so', async ({openSetup, configure, good, boss, shoot, isAccessible}) => {
    await configure({...good, ...userApp, authmode: 'admin_oauth', encryptionkey: `a-key-of-${Date.now()}`});
    const setup = await openSetup();
    await expect(setup.problems).toHaveText(/account is not connected, so nobody can start a meeting/);
    await expect(setup.panel).not.toContainText('The settings are complete.');
    await isAccessible(setup.page, '.zoom-setup');
    await shoot(setup.page, 'console-not-connected');

    const tab = await connectIn(setup.problems, boss);
    await expect(tab.getByRole('heading', {name: 'You are connected'})).toBeVisible();
    await tab.close();
    await setup.comeBack();
    await expect(setup.panel).toContainText('The settings are complete.');
    await expect(setup.problems).toHaveCount(0);
    await shoot(setup.page, 'console-account-connected');
});

test('an admin whom Zoom does not know is told so', async ({openSetup, configure, good, admin, shoot}) => {
    await configure(good);
    const setup = await openSetup(admin);
    await setup.test.click();
    await expect(setup.part('Connection').getByRole('status')).toHaveText('1 thing to check.');
    await expect(setup.findings.nth(1)).toContainText('has no user with your email address');
    await shoot(setup.page, 'console-unknown-admin');
});

test.describe('a panel that cannot be fetched', () => {
    test.use({expectedErrors: [/Failed to load resource/]});

    test('says so, and comes with the next try', async ({open, boss, configure, good, shoot}) => {
        await configure(good);
        const {page} = await open(boss, '/admin_console');
        await page.route('**/console.js*', (route) => route.abort());
        const setup = new ZoomSetupPage(page);
        await setup.goto();
        await expect(page.getByRole('alert')).toContainText('Mattermost could not be reached.');
        await shoot(page, 'console-not-fetched');
        await page.unroute('**/console.js*');
        await page.getByRole('button', {name: 'Try again'}).click();
        await setup.isInForce('Server-to-Server OAuth');
    });
});

test('the panel in the dark', async ({openSetup, configure, good, boss, shoot, isAccessible}) => {
    await configure({...good, accountid: ''});
    await boss.prefer('theme', '', JSON.stringify(onyx));
    const setup = await openSetup();
    await expect(setup.problems.first()).toBeVisible();
    await setup.test.click();
    await expect(setup.findings.first()).toBeVisible();
    await isAccessible(setup.page, '.zoom-setup');
    await shoot(setup.page, 'console-dark');
});

test('the panel fits windows of any width', async ({openSetup, configure, good, shoot}) => {
    await configure({...good, ...userApp, authmode: 'admin_oauth', oauthclientid: '', zoomwebhooksecret: ''});
    const setup = await openSetup();
    await expect(setup.problems).toHaveCount(2);
    for (const width of [320, 480, 768, 1024, 1600]) {
        await setup.page.setViewportSize({width, height: 1200});
        const overflow = await setup.panel.evaluate((panel) => panel.scrollWidth - panel.clientWidth);
        expect(overflow, `at ${width} px nothing is cut off`).toBe(0);
        await shoot(setup.page, `console-${width}`);
    }
});
