// What is unkind about Mattermost's own client, and has to be so in the workbench, too. 6.7 and 11.1 differ where a test says so.
import type {Page} from '@playwright/test';

import {expect, test} from '../fixtures';

import {id, seen, unregister} from './guinea_pig';

const phone = {width: 400, height: 700};
const white = 'rgb(255, 255, 255)';
const link = 'rgb(56, 111, 229)'; // of the theme Denim

const is6 = () => test.info().project.name.startsWith('6');

test('the theme colours links also in what a plugin puts into a portal @workbench', async ({channelPage: {page, textbox}}) => {
    await expect(textbox).toBeVisible();
    await expect(page.locator('body')).toHaveClass(/app__body/);
    await page.evaluate(() => {
        const style = document.createElement('style');
        style.textContent = '.pig-button.pig-primary { color: rgb(1, 2, 3); }';
        document.head.append(style);
        document.body.insertAdjacentHTML('beforeend', '<a href="#" class="pig-button pig-primary" style="position: fixed; top: 60px; z-index: 99">Hay</a>');
    });
    const button = page.locator('.pig-primary');
    await expect(button).toHaveCSS('color', 'rgb(1, 2, 3)');
    await button.hover();
    await expect(button).toHaveCSS('color', link);
    await page.mouse.move(0, 0);
    await button.focus();
    await expect(button).toHaveCSS('color', link);
});

test('the System Console marks the body otherwise @workbench', async ({open, admin}) => {
    const {page} = await open(admin, `/admin_console/plugins/plugin_${id}`);
    await expect(page.locator('body')).toHaveClass(/console__body/);
    await expect(page.locator('body')).not.toHaveClass(/app__body/);
});

test('the App Bar draws a disc behind a span, names nothing, and comes after the message box @workbench', async ({channelPage}) => {
    const {page, appBar, textbox} = channelPage;
    await showAppBar(page);
    const item = page.locator(`[id="app-bar-icon-${id}"]`);
    const button = item.locator('> [role="button"].app-bar__old-icon.app-bar__icon-inner.app-bar__icon-inner--centered[tabindex="0"]');
    await expect(button).toBeVisible();
    await button.evaluate((element) => element.insertAdjacentHTML('beforeend', '<span class="pig-span"></span>'));
    const span = item.locator('.pig-span');
    await expect(span).toHaveCSS('background-color', white);
    await expect(span).toHaveCSS('fill', 'rgb(28, 88, 217)');
    await expect(span).toHaveCSS('padding', '2px');
    expect(await span.boundingBox()).toMatchObject({width: 24, height: 24});
    expect(await appBar.boundingBox()).toMatchObject({width: 44});
    await expect(appBar).not.toHaveRole('toolbar');
    for (const element of [item, button]) {
        expect(await element.evaluate((node) => ['aria-label', 'title'].filter((name) => node.hasAttribute(name)))).toEqual([]);
    }
    await expect(textbox).toBeVisible();
    const isAfter = await appBar.evaluate((bar) => {
        const order = bar.compareDocumentPosition(document.querySelector('#post_textbox') as Node);
        return (order & Node.DOCUMENT_POSITION_PRECEDING) > 0;
    });
    expect(isAfter).toBe(true);
});

test('keys that are characters go to the message box, also from a button that is none of HTML @workbench', async ({channelPage}) => {
    const {page, textbox} = channelPage;
    await showAppBar(page);
    // It takes the focus once by itself, when it appears.
    await textbox.click();
    const button = page.locator(`[id="app-bar-icon-${id}"] [role="button"]`);
    for (const [key, moves] of [['Enter', false], ['Shift', false], ['ArrowDown', false], ['Control+b', false], ['Space', true], ['x', true]] as const) {
        await button.focus();
        await page.keyboard.press(key);
        await expect(moves ? textbox : button, key).toBeFocused();
    }
    const htmlButton = page.locator('#member_rhs');
    await htmlButton.focus();
    await page.keyboard.press('Shift');
    await expect(htmlButton).toBeFocused();
    await page.keyboard.press('x');
    await expect(textbox).toBeFocused();
});

test('in the list of threads no channel is open, and the App Bar calls no action @workbench', async ({open, alice, bob, team, ourChannel}) => {
    const {id: root} = await alice.post(ourChannel.id, 'Which hay?');
    await bob.post(ourChannel.id, 'Meadow', {root_id: root});
    const channel = await open(alice, `/${team.name}/threads`);
    const {page, appBar} = channel;
    await expect(page.locator('.ThreadItem')).toHaveText(['Which hay?']);
    expect(await state(page)).toEqual({channel: '', thread: ''});
    await showAppBar(page);
    await expect(appBar).toBeVisible();
    await expect(page.locator('.channel-header__icon')).toHaveCount(0);
    await page.locator('.guinea-pig-icon').click();

    await page.getByRole('link', {name: 'Which hay?'}).click();
    await expect(page.locator('.ThreadPane .post')).toHaveText([/Which hay\?/, /Meadow/]);
    await expect.poll(() => state(page)).toEqual({channel: '', thread: root});
    await page.locator('.guinea-pig-icon').click();
    expect((await seen(page)).actions).toEqual([]);

    await page.reload();
    await expect(page.locator('.ThreadPane .post')).toHaveText([/Which hay\?/, /Meadow/]);
    await expect(page.locator('.ThreadItem')).toHaveText(['Which hay?']);
    expect(await state(page), 'a thread by its address is not selected').toEqual({channel: '', thread: ''});
});

test.describe('in a narrow window', () => {
    test.beforeEach(({channelPage: {page}}) => page.setViewportSize(phone));

    test('the bar has the button of one plugin only, and sets its fill @workbench', async ({channelPage}) => {
        const {page, appBar, textbox} = channelPage;
        const button = page.locator('button.navbar-toggle.navbar-right__icon > span.icon.navbar-plugin-button');
        await expect(textbox).toBeVisible();
        await expect(button).toHaveCount(0);
        await unregister(page);
        await expect(button).toHaveCSS('fill', white);
        await expect(button.locator('.zoom-icon')).toBeVisible();
        await expect(appBar).toHaveCount(is6() ? 0 : 1);
        await expect(appBar).toBeHidden();
    });

    test('the menu of the channel is a sheet that is gone at the click, or on 6.7 a drop-down @workbench', async ({channelPage, ourChannel}) => {
        const {page} = channelPage;
        const item = page.getByRole('menuitem', {name: 'Greet the guinea pig'});
        await channelPage.openChannelMenu();
        await expect(page.locator('#channelHeaderDropdownButton')).toHaveCount(is6() ? 1 : 2);
        await expect(page.locator(is6() ? '.MenuWrapper .MenuItem' : '.modal li[id^="mobileChannelHeaderItem"]').first()).toBeVisible();
        await item.click();
        await expect(item).toHaveCount(0);
        await expect(page.locator('.modal-dialog')).toContainText(ourChannel.display_name);
    });

    test('dialogs fill the window @workbench', async ({channelPage}) => {
        const {page} = channelPage;
        await channelPage.openChannelMenu();
        await page.getByRole('menuitem', {name: 'Greet the guinea pig'}).click();
        await expect(page.locator('.modal-dialog')).toHaveCSS('margin', '0px');
    });
});

test('what a search finds has its attachments behind the component of the plugin @workbench', async ({channelPage, alice, ourChannel}) => {
    await alice.post(ourChannel.id, 'wheekwheek', {type: 'custom_guinea_pig', props: {attachments: [{title: 'Squeaked', text: 'for all'}]}});
    await expect(channelPage.post('Squeak: wheekwheek').locator('.attachment__list')).toHaveCount(0);
    const found = await channelPage.search('wheekwheek');
    await expect(found.locator('.guinea-pig-post')).toHaveText('Squeak: wheekwheek');
    await expect(found.locator('.guinea-pig-post + .attachment__list')).toContainText('for all');
});

test('the label of a post tells its message, and on 6.7 hides what is in it until it has the focus @workbench', async ({channelPage, alice, ourChannel}) => {
    await alice.post(ourChannel.id, 'wheek', {type: 'custom_guinea_pig'});
    const post = channelPage.post('Squeak: wheek');
    await expect(post).toHaveAttribute('aria-label', /^At .+, alice\w+ wrote, wheek$/);
    const hidden = post.locator('.post__content[aria-hidden]');
    await expect(hidden).toHaveCount(is6() ? 1 : 0);
    await post.focus();
    await expect(hidden).toHaveCount(0);
});

test('the Tab key leaves classes on what it reaches @workbench', async ({channelPage}) => {
    const {page, textbox} = channelPage;
    await textbox.focus();
    await page.keyboard.press('Shift+Tab');
    await expect(page.locator(':focus')).toHaveClass(/a11y--active a11y--focused/);
    await textbox.click();
    await expect(page.locator('.a11y--focused')).toHaveCount(0);
});

test('dialogs have the measures of Mattermost, and an empty box at the end of the footer @workbench', async ({channelPage}) => {
    const {page, textbox} = channelPage;
    await expect(textbox).toBeVisible();
    await page.locator('.guinea-pig-icon').click();
    const footer = page.locator('.modal-footer');
    await expect(footer).toHaveCSS('padding', '24px 32px');
    await expect(footer).toHaveCSS('display', 'flex');
    expect(await footer.evaluate((element) => getComputedStyle(element, '::after').content)).toBe('" "');
});

test('a first visit asks where to go on @workbench', async ({browser, baseURL, alice, team, ourChannel}) => {
    const page = await browser.newPage({baseURL, storageState: alice.session});
    await page.goto(`/${team.name}/channels/${ourChannel.name}`);
    await page.getByRole('button', {name: 'View in Browser'}).click();
    await expect(page.locator('#post_textbox')).toBeVisible();
    await page.reload();
    await expect(page.locator('#post_textbox')).toBeVisible();
    await page.close();
});

// state is what plugins read there.
function state(page: Page) {
    return page.evaluate(() => {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Mattermost's state
        const {entities, views} = (window as any).guineaPig.state();
        return {channel: entities.channels.currentChannelId, thread: views.threads.selectedThreadIdInTeam[entities.teams.currentTeamId]};
    });
}

// showAppBar shows it on 6.7, too, where it is not there by itself.
async function showAppBar(page: Page) {
    await expect(page.locator('#SidebarContainer')).toBeVisible();
    if (is6()) {
        await page.locator('#userAccountMenuButton').click();
        await page.getByRole('menuitemcheckbox', {name: 'App Bar'}).click();
    }
}
