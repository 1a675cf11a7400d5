// How it looks in every theme, and that assistive technology can use it.
import {expect, settled, test} from './fixtures';
import {onyx} from './onyx';

const ours = '[class^="zoom-"]';

// Two of Mattermost's own themes.
const themes = {light: undefined, dark: onyx};

for (const [name, theme] of Object.entries(themes)) {
    test(`${name}: menu, dialogs and cards`, async ({openZoom, alice, bob, ourChannel, sim, shoot, isAccessible}) => {
        test.slow();
        if (theme) {
            await alice.prefer('theme', '', JSON.stringify(theme));
        }
        const zoomPage = await openZoom(alice);
        const {page, cards} = zoomPage;
        await sim.end(await zoomPage.startNow());
        await expect(cards.first()).toContainText('Ended');
        await bob.call('POST', '/commands/execute', {channel_id: ourChannel.id, command: '/zoom share 857 4606 5432'});
        await expect(cards).toHaveCount(2);
        await zoomPage.startNow();
        await expect(cards).toHaveCount(3);
        await isAccessible(page, ours);
        await shoot(page, `${name}-cards`);

        await zoomPage.button.click();
        await isAccessible(page, '.zoom-menu');
        await shoot(page, `${name}-menu`);
        await zoomPage.item('Share Zoom Meeting').click();
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        await dialog.getByLabel('Meeting ID or link').fill('123456789012');
        await settled(dialog);
        await isAccessible(page, '.zoom-dialog');
        await shoot(page, `${name}-share`);
        await page.keyboard.press('Escape');

        await zoomPage.choose('Start Zoom Meeting Now');
        const question = zoomPage.dialog('There is a meeting already');
        await settled(question);
        await isAccessible(page, '.zoom-dialog');
        await shoot(page, `${name}-recent`);
    });
}

test('narrow: nothing is clipped', async ({zoomPage, sim, shoot, isAccessible}) => {
    const {page, channel} = zoomPage;
    await sim.end(await zoomPage.startNow());
    await expect(zoomPage.cards.first()).toContainText('Ended');
    await zoomPage.startNow();
    await page.setViewportSize({width: 320, height: 640});
    await expect(channel.appBar).toBeHidden();
    for (const card of await zoomPage.cards.all()) {
        expect(await card.evaluate(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)).toBe(true);
    }
    await isAccessible(page, ours);
    await shoot(page, 'narrow-cards');
    await channel.openChannelMenu();
    await page.getByRole('menuitem', {name: 'Zoom meeting'}).click();
    await zoomPage.item('Share Zoom Meeting').click();
    const dialog = zoomPage.dialog('Share Zoom Meeting');
    await dialog.getByLabel('Meeting ID or link').fill('123456789012');
    await settled(dialog);
    const box = await dialog.locator('.modal-content').boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 320).toBe(true);
    await shoot(page, 'narrow-share');
});
