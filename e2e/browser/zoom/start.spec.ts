import {inPost} from '../pages/channel';
import {grouped, meetingNumber} from '../pages/zoom';

import {expect, test} from './fixtures';

test('a click starts a meeting: a tab goes there as its host, and everybody sees the card', async ({zoomPage, openZoom, bob, sim, shoot}) => {
    const watching = await openZoom(bob);
    const tab = await zoomPage.opened(() => zoomPage.choose('Start Zoom Meeting Now'));
    const number = meetingNumber(tab.url());
    await expect(tab.getByText('You are the host.')).toBeVisible();
    expect(await tab.evaluate(() => window.opener)).toBeNull();
    for (const {cards} of [zoomPage, watching]) {
        await expect(cards).toHaveCount(1);
        await expect(cards).toContainText(grouped(number));
    }
    await expect(zoomPage.status).toBeEmpty();
    await shoot(watching.page, 'card-running');

    const joined = await watching.opened(() => inPost(watching.cards, 'link', 'Join meeting').click());
    await sim.isAt(joined, number);
});

test('the keyboard starts a meeting, too', async ({zoomPage, sim}) => {
    await zoomPage.button.focus();
    await zoomPage.page.keyboard.press('Enter');
    await expect(zoomPage.item('Start Zoom Meeting Now')).toBeFocused();
    const tab = await zoomPage.opened(() => zoomPage.page.keyboard.press('Enter'));
    await sim.isAt(tab, '\\d+');
    await expect(zoomPage.cards).toContainText('Live');
});

test('while one is under way the tab says so, and a second click does nothing', async ({zoomPage, shoot}) => {
    const {page, status} = zoomPage;
    let release = () => {};
    let requests = 0;
    await page.route('**/api/v1/meetings', async (route) => {
        requests++;
        await new Promise<void>((resolve) => {
            release = resolve;
        });
        await route.continue();
    });
    const opening = page.context().waitForEvent('page');
    await zoomPage.choose('Start Zoom Meeting Now');
    const tab = await opening;
    await expect(tab.getByRole('status')).toHaveText('Starting your Zoom meeting…');
    await shoot(tab, 'tab-waiting');
    await page.bringToFront();
    await expect(status).toHaveText('Starting your Zoom meeting…');
    await shoot(page, 'starting');
    await zoomPage.choose('Start Zoom Meeting Now');
    expect(zoomPage.tabs).toHaveLength(1);
    release();
    await tab.waitForURL(/\/s\/\d+/);
    await expect(zoomPage.cards).toHaveCount(1);
    await expect(status).toBeEmpty();
    expect(requests).toBe(1);
});

test('somebody was quicker: join, or start another', async ({zoomPage, openZoom, bob, sim, shoot}) => {
    const {page, cards} = zoomPage;
    const number = await (await openZoom(bob)).startNow();
    await expect(cards).toHaveCount(1);
    const question = zoomPage.dialog('There is already a meeting here');
    await zoomPage.choose('Start Zoom Meeting Now');
    await expect(question).toContainText(/bob\w+ started a Zoom meeting here a moment ago\./);
    await expect.poll(() => zoomPage.tabs).toHaveLength(0);
    await shoot(page, 'recent');
    const joined = await zoomPage.opened(() => question.getByRole('link', {name: 'Join meeting'}).click());
    await sim.isAt(joined, number);
    await expect(question).toBeHidden();

    await page.bringToFront();
    await zoomPage.choose('Start Zoom Meeting Now');
    const another = await zoomPage.opened(() => question.getByRole('button', {name: 'Start another'}).click());
    expect(meetingNumber(another.url())).not.toBe(number);
    await expect(cards).toHaveCount(2);
});

test('Mattermost Desktop opens the meeting once its address is known', async ({browser, baseURL, alice, team, ourChannel, watched}) => {
    const context = await browser.newContext({
        baseURL, storageState: alice.session, userAgent: 'Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/93.0 Electron/14.2.9 Safari/537.36 Mattermost/5.0.0',
    });
    const page = await watched(await context.newPage());
    await page.addInitScript(() => {
        const opened: unknown[][] = [];
        Object.assign(window, {opened, open: (...call: unknown[]) => {
            opened.push(call);
            return null;
        }});
    });
    await page.goto(`/${team.name}/channels/${ourChannel.name}`);
    await page.getByRole('button', {name: 'Zoom meeting'}).click();
    await page.getByRole('menuitem', {name: 'Start Zoom Meeting Now'}).click();
    await expect(page.locator('.zoom-card')).toContainText('Live');
    const opened = () => page.evaluate(() => (window as unknown as {opened: unknown[][]}).opened);
    await expect.poll(opened).toEqual([[expect.stringMatching(/\/s\/\d+\?zak=/), '_blank', 'noopener']]);
    await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a browser that opens no tab gets a link', async ({zoomPage, sim, shoot}) => {
    const {page} = zoomPage;
    await page.evaluate(() => {
        window.open = () => null;
    });
    await zoomPage.choose('Start Zoom Meeting Now');
    const ready = zoomPage.dialog('Your meeting is ready');
    await expect(ready.getByRole('link', {name: 'Open meeting'})).toBeFocused();
    await shoot(page, 'ready');
    const tab = await zoomPage.opened(() => page.keyboard.press('Enter'));
    await sim.isAt(tab, '\\d+');
    await expect(tab.getByText('You are the host.')).toBeVisible();
    await expect(ready).toBeHidden();
});
