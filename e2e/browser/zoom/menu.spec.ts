import {meetingNumber} from '../pages/zoom';

import {expect, test} from './fixtures';

const actions = ['Start Zoom Meeting Now', 'Start Zoom Meeting with Topic', 'Share Zoom Meeting'];

test('the menu opens and closes by mouse', async ({zoomPage, shoot}) => {
    const {button, menu, page, channel} = zoomPage;
    await expect(button).toHaveAttribute('aria-haspopup', 'menu');
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await button.click();
    await expect(menu.getByRole('menuitem')).toHaveText(actions);
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await shoot(page, 'menu');

    await button.click();
    await expect(menu).toBeHidden();
    await button.click();
    await channel.textbox.click();
    await expect(menu).toBeHidden();
    await expect(channel.textbox).toBeFocused();
});

test('the menu works by keyboard', async ({zoomPage}) => {
    const {button, menu, page} = zoomPage;
    const items = menu.getByRole('menuitem');
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(items.nth(0)).toBeFocused();
    for (const [key, index] of [['ArrowDown', 1], ['End', 2], ['ArrowDown', 0], ['ArrowUp', 2], ['Home', 0]] as const) {
        await page.keyboard.press(key);
        await expect(items.nth(index)).toBeFocused();
    }
    await page.keyboard.type('sh');
    await expect(items.nth(2)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();

    // Tab goes on from the button, in both directions. In the App Bar nothing may come after it.
    await page.keyboard.press('Space');
    await expect(items.nth(0)).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(menu).toBeHidden();
    await expect(button).not.toBeFocused();
    await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Space');
    await expect(items.nth(0)).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(menu).toBeHidden();
    await expect(button).not.toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(button).toBeFocused();
});

test('the menu is never outside of the window', async ({zoomPage}) => {
    const {button, menu, page} = zoomPage;
    await button.click();
    for (const size of [{width: 1280, height: 720}, {width: 800, height: 200}, {width: 769, height: 600}]) {
        await page.setViewportSize(size);
        await expect.poll(async () => {
            const box = await menu.boundingBox();
            return box && box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
        }).toBe(true);
    }
});

test('the button is in the header, or else in the App Bar @workbench', async ({zoomPage, shoot}) => {
    const {button, menu, page} = zoomPage;
    for (let i = 0; i < 2; i++) {
        await page.locator('#userAccountMenuButton').click();
        await page.getByRole('menuitemcheckbox', {name: 'App Bar'}).click();
        await expect(button).toHaveCount(1);
        await button.click();
        const inAppBar = await zoomPage.channel.appBar.getByRole('button', {name: 'Zoom meeting'}).count() > 0;
        const [anchor, box] = [boxOf(await button.boundingBox()), boxOf(await menu.boundingBox())];
        if (inAppBar) {
            expect(box.x + box.width).toBeLessThanOrEqual(anchor.x);
        } else {
            expect(box.y).toBeGreaterThanOrEqual(anchor.y + anchor.height);
        }
        await shoot(page, inAppBar ? 'menu-app-bar' : 'menu-header');
        await page.keyboard.press('Escape');
        await expect(button).toBeFocused();
    }
});

test('the button is in a drop-down when there are many @workbench', async ({zoomPage, shoot}) => {
    const {menu, page, channel} = zoomPage;
    if (await channel.appBar.isVisible()) {
        await page.locator('#userAccountMenuButton').click();
        await page.getByRole('menuitemcheckbox', {name: 'App Bar'}).click();
    }
    await page.evaluate(() => {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- globals of the host
        const {React, guineaPigRegistry} = window as any;
        for (let i = 0; i < 15; i++) {
            guineaPigRegistry.registerChannelHeaderButtonAction(React.createElement('i', null, i), () => undefined, `Button ${i}`, `Button ${i}`);
        }
    });
    await page.locator('#pluginChannelHeaderButtonDropdown').click();
    await page.locator('.channel-header_plugin-dropdown a').filter({hasText: 'Zoom meeting'}).click();
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await shoot(page, 'menu-drop-down');
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(page.locator(':focus')).toContainText('Plugins');
});

test('the mobile view has it in the channel menu', async ({zoomPage, sim, shoot}) => {
    const {menu, page, channel} = zoomPage;
    const size = {width: 360, height: 640};
    await page.setViewportSize(size);
    await channel.openChannelMenu();
    await page.getByRole('menuitem', {name: 'Zoom meeting'}).click();
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    const box = await menu.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= size.width).toBe(true);
    await shoot(page, 'menu-mobile');

    const tab = await zoomPage.opened(() => page.keyboard.press('Enter'));
    await sim.isAt(tab, '\\d+');
    await expect(zoomPage.cards).toContainText('Live');
});

test('typing a name chooses nothing by itself, and leads to it', async ({zoomPage}) => {
    await zoomPage.button.click();
    await zoomPage.page.keyboard.type('start zoom meeting w');
    await expect(zoomPage.item('Start Zoom Meeting with Topic')).toBeFocused();
    expect(zoomPage.tabs).toHaveLength(0);
});

test('another channel takes the menu and the dialog away', async ({zoomPage, team}) => {
    const {page, menu, button} = zoomPage;
    const here = page.url();
    await page.getByRole('link', {name: 'Town Square'}).click();
    await expect(page).toHaveURL(/town-square$/);
    await button.click();
    await expect(menu).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(here);
    await expect(menu).toBeHidden();
    await zoomPage.choose('Share Zoom Meeting');
    const field = zoomPage.dialog('Share Zoom Meeting').getByLabel('Meeting ID or link');
    await field.fill('857 4606 5432');
    await page.goForward();
    await expect(page).toHaveURL(new RegExp(`${team.name}/channels/town-square$`));
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await zoomPage.choose('Share Zoom Meeting');
    await expect(field, 'another channel has a form of its own').toHaveValue('');
    await page.keyboard.press('Escape');

    await page.goBack();
    await expect(page).toHaveURL(here);
    await zoomPage.choose('Share Zoom Meeting');
    await expect(field, 'what was typed is still there').toHaveValue('857 4606 5432');
    await zoomPage.dialog('Share Zoom Meeting').getByRole('button', {name: 'Cancel'}).click();
    await zoomPage.choose('Share Zoom Meeting');
    await expect(field, 'Cancel throws it away').toHaveValue('');
});

test('a running meeting is marked on the icon, and can be joined from the menu', async ({zoomPage, openZoom, bob, sim, shoot}) => {
    const watching = await openZoom(bob);
    const tab = await zoomPage.opened(async () => {
        await zoomPage.choose('Start Zoom Meeting with Topic');
        await zoomPage.dialog('Start Zoom Meeting with Topic').getByLabel('Topic').fill('Planning');
        await zoomPage.page.keyboard.press('Enter');
    });
    const number = meetingNumber(tab.url());
    await expect(watching.button).toHaveAccessibleName('Zoom meeting, in progress in this channel');
    const isCut = await watching.button.evaluate((node) => [node, ...Array.from(node.querySelectorAll('.zoom-icon'))].
        some((element) => getComputedStyle(element).overflow !== 'visible'));
    expect(isCut, 'the mark is seen as a whole').toBe(false);
    await watching.button.click();
    const join = watching.menu.getByRole('menuitem').first();
    await expect(join).toHaveText(/^Join “Planning”( \(1 min\))?$/);
    await expect(join).toBeFocused();
    await expect(watching.menu.getByRole('menuitem')).toHaveCount(4);
    await shoot(watching.page, 'menu-join');
    const joined = await watching.opened(() => watching.page.keyboard.press('Enter'));
    await sim.isAt(joined, number);

    await sim.end(number);
    await expect(watching.button).toHaveAccessibleName('Zoom meeting');
    await watching.page.bringToFront();
    await watching.button.click();
    await expect(watching.menu.getByRole('menuitem')).toHaveText(actions);
});

function boxOf(box: {x: number; y: number; width: number; height: number} | null) {
    expect(box).not.toBeNull();
    return box!;
}
