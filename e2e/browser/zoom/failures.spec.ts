import {expect, test} from './fixtures';

// Chromium reports each refused request as an error, and the workbench what it cannot load without a session.
test.use({expectedErrors: [/Failed to load resource|Invalid or expired session/]});

test('a stranger to Zoom is told so, the tab closes, and it works once they are no stranger', async ({openZoom, stranger, sim, shoot}) => {
    const zoomPage = await openZoom(stranger);
    const {page} = zoomPage;
    const closing = page.context().waitForEvent('page').then((tab) => tab.waitForEvent('close'));
    await zoomPage.choose('Start Zoom Meeting Now');
    await closing;
    const failed = zoomPage.dialog('The Zoom meeting did not start');
    await expect(failed).toContainText('Please ensure that your Mattermost email address matches your Zoom email address.');
    await expect(failed.getByRole('button', {name: 'Try again'})).toHaveCount(0);
    await expect(failed.locator('.modal-footer').getByRole('button', {name: 'Close'})).toBeFocused();
    await shoot(page, 'failed');
    await page.keyboard.press('Enter');
    await expect(failed).toBeHidden();
    await expect(zoomPage.button).toBeFocused();

    await sim.add(stranger);
    await zoomPage.startNow();
});

for (const [what, form, text] of [
    ['has not accepted the invitation', {state: 'pending'}, 'Accept the invitation that Zoom sent you by email.'],
    ['is deactivated', {state: 'inactive'}, 'Ask your organization\'s Zoom admin to activate it.'],
    ['may not host', {no_hosting: 'on'}, 'Your Zoom plan or role does not allow this.'],
] as const) {
    test(`somebody who ${what} is told so`, async ({openZoom, stranger, sim}) => {
        await sim.add(stranger, form);
        const zoomPage = await openZoom(stranger);
        await zoomPage.choose('Start Zoom Meeting Now');
        const failed = zoomPage.dialog('The Zoom meeting did not start');
        await expect(failed).toContainText(text);
        await zoomPage.page.keyboard.press('Escape');
        await expect(failed).toBeHidden();
        await expect(zoomPage.button).toBeFocused();
        await expect.poll(() => zoomPage.tabs).toHaveLength(0);
    });
}

test('an account can be connected', async ({zoomPage, baseURL, shoot}) => {
    const {page} = zoomPage;
    const connectURL = '/plugins/zoom/public/zoom.png';
    const message = 'Mattermost needs your Zoom account for this.';
    await page.route('**/api/v1/meetings', (route) => route.fulfill({json: {outcome: 'needs_connect', connect_url: baseURL + connectURL, message}}));
    await zoomPage.choose('Start Zoom Meeting Now');
    const dialog = zoomPage.dialog('Connect Zoom');
    await expect(dialog).toContainText(message);
    await shoot(page, 'connect');
    const opening = page.context().waitForEvent('page');
    await dialog.getByRole('link', {name: 'Connect'}).click();
    await expect(await opening).toHaveURL(new RegExp(`${connectURL}$`));
    await expect(dialog).toBeHidden();
});

test('a lost connection, a proxy and a session that is over are told apart', async ({zoomPage}) => {
    const {page} = zoomPage;
    const failed = zoomPage.dialog('The Zoom meeting did not start');
    await page.route('**/api/v1/meetings', (route) => route.abort());
    await zoomPage.choose('Start Zoom Meeting Now');
    await expect(failed).toContainText('Mattermost could not be reached. Check your connection and try again.');

    await page.route('**/api/v1/meetings', (route) => route.fulfill({status: 502, body: '<h1>Bad Gateway</h1>'}));
    await expect(failed.getByRole('button', {name: 'Try again'})).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(failed).toContainText('Mattermost gave an unexpected answer (status 502).');

    await page.unroute('**/api/v1/meetings');
    const cookies = await page.context().cookies();
    await page.context().clearCookies({name: 'MMAUTHTOKEN'});
    await failed.getByRole('button', {name: 'Try again'}).click();
    await expect(failed).toContainText('Log in to Mattermost first.');
    await expect(failed.getByRole('button', {name: 'Try again'})).toHaveCount(0);
    await page.context().addCookies(cookies); // Other tests have the same browser.
});
