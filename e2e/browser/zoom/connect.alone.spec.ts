// With an app that each member signs in to; the settings of the whole server change.
import {inPost} from '../pages/channel';

import {expect, test} from './fixtures';

test.beforeEach(({configure, good}) => configure({
    ...good, authmode: 'user_oauth', accountid: '', oauthclientid: 'sim-user-app', oauthclientsecret: 'sim-user-app-secret', encryptionkey: 'a-key',
}));

test('who is not connected connects, and is in the meeting that they wanted', async ({zoomPage, sim, alice, shoot, isAccessible}) => {
    const {page} = zoomPage;
    await zoomPage.choose('Start Zoom Meeting with Topic');
    await zoomPage.dialog('Start Zoom Meeting with Topic').getByLabel('Topic').fill('Weekly');
    await page.keyboard.press('Enter');
    const connect = zoomPage.dialog('Connect Zoom');
    await expect(connect.getByRole('link', {name: 'Connect'})).toBeFocused();
    await shoot(page, 'connect');

    const opening = page.context().waitForEvent('page');
    await page.keyboard.press('Enter');
    const tab = await opening;
    await expect(tab.getByRole('heading', {name: 'Mattermost wants to use your Zoom account'})).toBeVisible();
    await expect(connect).toBeHidden();
    const {email} = await alice.call('GET', '/users/me');
    await tab.getByLabel('Sign in as').selectOption(email);
    await tab.getByRole('button', {name: 'Allow'}).click();
    await sim.isAt(tab, '\\d+');
    await expect(tab.getByText('You are the host.')).toBeVisible();
    await page.bringToFront();
    await expect(zoomPage.cards.first()).toContainText('Weekly');

    await zoomPage.channel.send('/zoom disconnect');
    await expect(zoomPage.channel.post('The Zoom account is disconnected')).toBeVisible();
    await zoomPage.channel.send('/zoom connect');
    const again = page.context().waitForEvent('page');
    await inPost(zoomPage.channel.posts, 'link', 'Connect your Zoom account').last().click();
    const second = await again;
    await second.getByRole('button', {name: 'Deny'}).click();
    await expect(second.getByRole('heading', {name: 'Not connected'})).toBeVisible();
    await isAccessible(second, 'main');
    await shoot(second, 'connect-declined');
    await second.close();
});

test('a link without a session says what to do', async ({browser, baseURL, shoot}) => {
    const context = await browser.newContext({baseURL});
    const page = await context.newPage();
    await page.goto('/plugins/zoom/oauth2/connect');
    await expect(page.getByRole('heading', {name: 'Log in to Mattermost in this browser'})).toBeVisible();
    await shoot(page, 'connect-no-session');
    await context.close();
});
