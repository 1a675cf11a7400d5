// What Mattermost's own client does to a plugin: its style sheets, its keys, its places without a channel.
import type {Locator, Page} from '@playwright/test';

import {grouped, ZoomPage} from '../pages/zoom';
import {unregister} from '../workbench/guinea_pig';

import {expectContrast, expectReadableInEveryState} from './contrast';
import {expect, settled, test} from './fixtures';
import * as themes from './mattermost_themes';

test('the icon can be seen in every place and theme @workbench', async ({zoomPage: {page}, shoot}) => {
    test.slow();
    const canBeSeen = async (where: string) => {
        const glyph = page.locator(`${where} .zoom-icon .zoom-glyph`).first();
        await expect(glyph).toBeVisible();
        await expectContrast(glyph, 3);
    };
    for (const theme of Object.values(themes)) {
        await chooseTheme(page, theme);
        for (let i = 0; i < 2; i++) {
            await chooseInUserMenu(page, 'App Bar');
            const inAppBar = await page.locator('.app-bar').isVisible();
            await canBeSeen(inAppBar ? '.app-bar' : '.channel-header');
            await shoot(page, `icon-${theme.type}-${inAppBar ? 'app-bar' : 'header'}`);
        }
    }
    await hideAppBar(page);
    await unregister(page);
    for (const theme of Object.values(themes)) {
        await page.setViewportSize({width: 1280, height: 720});
        await chooseTheme(page, theme);
        await page.setViewportSize({width: 400, height: 700});
        await canBeSeen('.navbar-right__icon');
        await shoot(page, `icon-${theme.type}-phone`);
    }
    await page.setViewportSize({width: 1280, height: 720});
    await addButtons(page);
    for (const theme of Object.values(themes)) {
        await chooseTheme(page, theme);
        await page.locator('#pluginChannelHeaderButtonDropdown').click();
        await canBeSeen('.channel-header_plugin-dropdown');
        await shoot(page, `icon-${theme.type}-drop-down`);
        await page.locator('#pluginChannelHeaderButtonDropdown').click();
    }
});

for (const [name, theme] of Object.entries({light: undefined, dark: themes.onyx})) {
    test(`${name}: links that are buttons can be read when they are hovered or have the focus`, async ({openZoom, alice}) => {
        if (theme) {
            await alice.prefer('theme', '', JSON.stringify(theme));
        }
        const zoomPage = await openZoom(alice);
        const {page} = zoomPage;
        await zoomPage.startNow();
        await expectReadableInEveryState(zoomPage.cards.locator('a.zoom-button'));

        await zoomPage.choose('Start Zoom Meeting Now');
        const question = zoomPage.dialog('There is already a meeting here');
        await settled(question);
        await expectReadableInEveryState(question.getByRole('link', {name: 'Join meeting'}));
        await page.keyboard.press('Escape');
        await expect(question).toBeHidden();

        await page.evaluate(() => {
            window.open = () => null;
        });
        for (const [answer, link] of [
            [{outcome: 'started', post_id: 'p', meeting_id: '1', meeting_url: 'https://zoom.us/j/1', start_url: 'https://zoom.us/s/1'}, 'Open meeting'],
            [{outcome: 'needs_connect', connect_url: 'https://mattermost.example.com/connect', message: 'Connect first.'}, 'Connect'],
        ] as const) {
            await page.route('**/api/v1/meetings*', (route) => route.fulfill({json: answer}));
            await zoomPage.choose('Start Zoom Meeting Now');
            const button = page.getByRole('dialog').getByRole('link', {name: link});
            await settled(page.getByRole('dialog'));
            await expectReadableInEveryState(button);
            await page.keyboard.press('Escape');
            await expect(button).toBeHidden();
        }
    });
}

test('Space on the icon of the App Bar opens the menu, and typing there stays there @workbench', async ({zoomPage}) => {
    const {page, channel, menu} = zoomPage;
    await showAppBar(page);
    const button = channel.appBar.locator('[role="button"]').filter({has: page.locator('.zoom-icon')});
    await button.focus();
    await page.keyboard.press('Space');
    await expect(menu).toBeVisible();
    await expect(menu.locator(':focus')).toHaveCount(1);
    await page.keyboard.type('sh');
    await expect(zoomPage.item('Share Zoom Meeting')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    await expect(channel.textbox).toHaveValue('');
});

test('a search for the number of a meeting shows it once', async ({zoomPage}) => {
    const found = await zoomPage.channel.search(`"${grouped(await zoomPage.startNow())}"`);
    await expect(found.locator('.zoom-card')).toBeVisible();
    await expect(found.locator('.attachment__list')).toBeHidden();
    await expect(found.getByText('Join', {exact: false}).filter({visible: true})).toHaveCount(1);
});

test('in the list of threads a meeting starts in the thread that is open @workbench', async ({open, alice, bob, team, ourChannel, sim}) => {
    const {id: root} = await alice.post(ourChannel.id, 'Shall we talk?');
    await bob.post(ourChannel.id, 'Yes', {root_id: root});
    const zoomPage = new ZoomPage(await open(alice, `/${team.name}/threads`));
    const {page} = zoomPage;
    await showAppBar(page);
    await zoomPage.button.click();
    await expect(page.getByRole('dialog')).toContainText(/channel/i);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();

    await page.getByRole('link', {name: 'Shall we talk?'}).click();
    await expect(page.locator('.ThreadPane .post')).toHaveCount(2);
    const tab = await zoomPage.opened(() => zoomPage.choose('Start Zoom Meeting Now'));
    await sim.isAt(tab, '\\d+');
    await expect(page.locator('.ThreadPane .zoom-card')).toContainText('Live');
    const {posts} = await alice.call('GET', `/posts/${root}/thread`);
    const types = (Object.values(posts) as Array<{type: string; root_id: string}>).filter(({root_id: id}) => id === root).map(({type}) => type);
    expect(types.sort()).toEqual(['', 'custom_zoom']);

    // The address names the thread, too, when the page is loaded with it.
    await page.reload();
    await expect(page.locator('.ThreadPane .zoom-card')).toBeVisible();
    await zoomPage.button.click();
    await expect(zoomPage.item('Start Zoom Meeting Now')).toBeVisible();
});

test('with forced colours, focus and buttons have an edge', async ({zoomPage}) => {
    const {page, button, menu, cards} = zoomPage;
    await zoomPage.startNow();
    await page.emulateMedia({forcedColors: 'active'});
    await hasEdge(cards.locator('a.zoom-button'));
    await button.click();
    await page.keyboard.press('ArrowDown');
    await hasEdge(menu.locator(':focus'));
});

// hasEdge looks for an outline or a border. When colours are forced, also a transparent one is seen.
async function hasEdge(element: Locator) {
    await expect.poll(() => element.evaluate((node) => {
        const {outlineStyle, outlineWidth, borderBottomStyle, borderBottomWidth} = getComputedStyle(node);
        const widths = [outlineStyle === 'none' ? '0' : outlineWidth, borderBottomStyle === 'none' ? '0' : borderBottomWidth];
        return Math.max(...widths.map(parseFloat));
    })).toBeGreaterThanOrEqual(1);
}

async function chooseInUserMenu(page: Page, name: string) {
    await page.locator('#userAccountMenuButton').click();
    await page.getByRole('menuitemcheckbox', {name}).click();
}

async function chooseTheme(page: Page, {type, sidebarBg}: {type: string; sidebarBg: string}) {
    await chooseInUserMenu(page, type);
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(sidebarBg.slice(at, at + 2), 16));
    await expect(page.locator('#SidebarContainer')).toHaveCSS('background-color', `rgb(${red}, ${green}, ${blue})`);
}

async function showAppBar(page: Page) {
    await expect(page.locator('.app-bar, #channel_view').first()).toBeVisible();
    if (await page.locator('.app-bar').count() === 0) {
        await chooseInUserMenu(page, 'App Bar');
    }
    await expect(page.locator('.app-bar')).toBeVisible();
}

async function hideAppBar(page: Page) {
    if (await page.locator('.app-bar').count() > 0) {
        await chooseInUserMenu(page, 'App Bar');
    }
}

function addButtons(page: Page): Promise<void> {
    return page.evaluate(() => {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- globals of the host
        const {React, guineaPigRegistry} = window as any;
        for (let i = 0; i < 16; i++) {
            guineaPigRegistry.registerChannelHeaderButtonAction(React.createElement('i', null, i), () => undefined, `Button ${i}`, `Button ${i}`);
        }
    });
}
