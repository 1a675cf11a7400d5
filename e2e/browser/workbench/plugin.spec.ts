import {expect, test} from '../fixtures';

import {seen} from './guinea_pig';

test('a button of the channel header opens what the plugin put at the root', async ({channelPage, alice, ourChannel}) => {
    const {page, textbox} = channelPage;
    // Before that the App Bar is there, but no channel.
    await expect(textbox).toBeVisible();
    await page.locator('.guinea-pig-icon').click();
    const dialog = page.locator('.modal-dialog');
    await expect(dialog).toContainText(`Hello from ${ourChannel.display_name}`);
    await expect(dialog.locator('[data-theme]')).toHaveAttribute('data-theme', 'Denim');
    await expect(dialog.locator('[data-connection]')).toHaveAttribute('data-connection', /^\w{26}/);
    expect((await seen(page)).actions).toEqual([{channel: ourChannel.name, user: alice.userId}]);
    await dialog.getByRole('button', {name: 'Bye'}).click();
    await expect(dialog).toBeHidden();
});

test('the App Bar has the button instead of the header @workbench', async ({channelPage, baseURL}) => {
    const {page, appBar} = channelPage;
    const inHeader = channelPage.headerButton('.guinea-pig-icon');
    const inAppBar = appBar.locator('.app-bar__icon .guinea-pig-icon');
    await expect(page.locator('.guinea-pig-icon')).toHaveCount(1);
    const {Version: version} = await (await page.request.get(`${baseURL}/api/v4/config/client?format=old`)).json();
    const isDefault = version.startsWith('11');
    await expect(isDefault ? inAppBar : inHeader).toBeVisible();

    await page.locator('#userAccountMenuButton').click();
    await page.getByRole('menuitemcheckbox', {name: 'App Bar'}).click();
    await expect(isDefault ? inHeader : inAppBar).toBeVisible();
    await expect(isDefault ? inAppBar : inHeader).toHaveCount(0);
    await page.reload();
    await expect(isDefault ? inHeader : inAppBar).toBeVisible();
});

test('the mobile view has it in the channel menu', async ({channelPage, ourChannel}) => {
    const {page} = channelPage;
    await page.setViewportSize({width: 400, height: 700});
    await expect(channelPage.appBar).toBeHidden();
    await channelPage.openChannelMenu();
    await page.getByRole('menuitem', {name: 'Greet the guinea pig'}).click();
    await expect(page.locator('.modal-dialog')).toContainText(ourChannel.display_name);
});

test('a post type is rendered by the plugin, with its props', async ({channelPage, alice, ourChannel}) => {
    await alice.post(ourChannel.id, 'wheek', {type: 'custom_guinea_pig'});
    const body = channelPage.post('Squeak: wheek').locator('.post__body .guinea-pig-post');
    await expect(body).toHaveAttribute('data-rhs', 'false');
    await expect(body).toHaveAttribute('data-compact', 'false');
    await expect(body).toHaveCSS('background-color', 'rgb(255, 255, 255)');

    await alice.prefer('theme', '', JSON.stringify({type: 'Onyx', centerChannelBg: '#191b1f', centerChannelColor: '#e3e4e8'}));
    await expect(body).toHaveCSS('background-color', 'rgb(25, 27, 31)');

    await channelPage.openThread('Squeak: wheek');
    await expect(channelPage.rhs.locator('.guinea-pig-post')).toHaveAttribute('data-rhs', 'true');
});

test('texts of the plugin follow the language', async ({channelPage, alice}) => {
    const {page} = channelPage;
    await page.setViewportSize({width: 400, height: 700});
    await expect(channelPage.textbox).toBeVisible();
    await channelPage.openChannelMenu();
    // The page may not hear of changes yet.
    await expect(async () => {
        await alice.call('PUT', '/users/me/patch', {locale: 'en'});
        await alice.call('PUT', '/users/me/patch', {locale: 'de'});
        await expect(page.getByRole('menuitem', {name: 'Meerschweinchen begrüßen'})).toBeVisible({timeout: 2000});
    }).toPass();
});

test('events of the WebSocket reach the plugin, also that it is back', async ({open, team, alice, ourChannel}) => {
    const {page, textbox} = await open(alice, '/');
    let drop = () => Promise.resolve();
    await page.routeWebSocket(/websocket/, (socket) => {
        socket.connectToServer();
        drop = () => socket.close();
    });
    await page.goto(`/${team.name}/channels/${ourChannel.name}`);
    await expect(textbox).toBeVisible();
    await alice.post(ourChannel.id, 'heard');
    await expect.poll(async () => (await seen(page)).events).toContain('heard');

    await drop();
    await alice.post(ourChannel.id, 'missed');
    await expect(page.locator('#postListContent')).toContainText('missed');
    await expect.poll(async () => (await seen(page)).reconnects).toBe(1);
});

test('a slash command passes the plugin first', async ({channelPage}) => {
    await channelPage.send('/squeak indeed');
    await expect(channelPage.post('indeed')).toContainText('¯\\_(ツ)_/¯');
});

test('a panel of the plugin opens on the right', async ({channelPage}) => {
    await channelPage.openChannelMenu();
    await channelPage.page.getByRole('menuitem', {name: 'About guinea pigs'}).click();
    await expect(channelPage.rhs).toContainText('Guinea pigs');
    await expect(channelPage.rhs).toContainText('All about hay');
});

test('a registration that is not offered fails by name @workbench', async ({channelPage}) => {
    await expect(channelPage.textbox).toBeVisible();
    expect((await seen(channelPage.page)).refused).toContain('registerTimeMachine');
});
