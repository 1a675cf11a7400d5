// The ways of the web app that differ most between browsers: tabs that open in a click, the focus, typing, the clipboard, its own modules.
import type {Browser} from '@playwright/test';

import {inPost} from '../pages/channel';
import {grouped, meetingNumber} from '../pages/zoom';
import {ZoomSetupPage} from '../pages/zoom_setup';
import {expect, test as base} from '../zoom/fixtures';

const test = base.extend<object, {browser: Browser}>({
    browser: [async ({browser}, use) => {
        leaveMediaFeatures(browser);
        await use(browser);
    }, {scope: 'worker'}],
});

// Firefox says so of pages that are still blank, and of how Playwright looks into one.
test.use({expectedErrors: [[/^SecurityError: The operation is insecure/, /^The Components object is deprecated/], {scope: 'test'}]});

type Session = {send: (method: string, parameters: unknown) => Promise<unknown>};
type Internal = {_connection: {toImpl: (browser: Browser) => {_browserSession: Session}}};

// leaveMediaFeatures keeps Playwright from sending a command that Firefox ESR does not know, with which each new context would fail.
function leaveMediaFeatures(browser: Browser) {
    const session = (browser as unknown as Internal)._connection.toImpl(browser)._browserSession;
    const send = session.send.bind(session);
    session.send = async (method, parameters) => (method === 'emulation.setMediaFeaturesOverride' ? {} : send(method, parameters));
}

test('a click starts a meeting in a tab; the next one asks', async ({zoomPage, shoot}) => {
    const {page, cards, menu, button} = zoomPage;
    await button.click();
    await expect(zoomPage.item('Start Zoom Meeting Now')).toBeFocused();
    await shoot(page, 'firefox-menu');
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();

    const tab = await zoomPage.opened(() => zoomPage.choose('Start Zoom Meeting Now'));
    await expect(tab.getByText('You are the host.')).toBeVisible();
    expect(await tab.evaluate(() => window.opener)).toBeNull();
    await page.bringToFront();
    await expect(cards).toContainText(grouped(meetingNumber(tab.url())));
    await shoot(page, 'firefox-card');

    await zoomPage.choose('Start Zoom Meeting Now');
    const question = zoomPage.dialog('There is already a meeting here');
    await shoot(page, 'firefox-question');
    const another = await zoomPage.opened(() => question.getByRole('button', {name: 'Start another'}).click());
    expect(meetingNumber(another.url())).not.toBe(meetingNumber(tab.url()));
    await page.bringToFront();
    await expect(cards).toHaveCount(2);
});

test('a meeting is shared, and its ID copied', async ({zoomPage, shoot}) => {
    const {page, cards, channel} = zoomPage;
    await zoomPage.choose('Share Zoom Meeting');
    const dialog = zoomPage.dialog('Share Zoom Meeting');
    await expect(dialog.getByRole('textbox')).toBeFocused();
    // Not fill, of which React does not hear.
    await page.keyboard.type('857 4606 5432');
    await shoot(page, 'firefox-share');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(cards).toContainText('857 4606 5432');

    await inPost(cards, 'button', 'Copy meeting ID').click();
    await expect(inPost(cards, 'status')).toHaveText('Copied');
    await channel.textbox.click();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(channel.textbox).toHaveValue('85746065432');
});

test('the panel of the System Console shows the settings and tests them', async ({open, admin, sim, shoot}) => {
    await sim.add(admin);
    const {page} = await open(admin, '/admin_console');
    const setup = new ZoomSetupPage(page);
    await setup.goto();
    await setup.test.click();
    await expect(setup.findings.first()).toBeVisible();
    const copy = setup.panel.getByRole('button', {name: /^Copy /}).first();
    await copy.click();
    await expect(copy).toHaveText('Copied');
    await shoot(page, 'firefox-panel');
});
