// How it looks in every theme, at every width and in high contrast, and that everybody can read it.
import {inPost} from '../pages/channel';

import type {Locator} from '@playwright/test';

import {expectReadable, expectReadableInEveryState} from './contrast';
import {expect, settled, test} from './fixtures';
import * as themes from './mattermost_themes';
import {inEveryState, meeting} from './posts';

// Axe takes what is both included and excluded; these buttons are excluded.
const ours = '[class^="zoom-"]:not(.zoom-primary)';
const buttons = ':is(.zoom-button, .zoom-copy)';
// The cross in a dialog's corner is Mattermost's.
const inDialog = '.zoom-dialog :is(.modal-title, .modal-body, .modal-footer)';

for (const theme of Object.values(themes)) {
    test.describe(theme.type, () => {
        // A refusal.
        test.use({expectedErrors: [/Failed to load resource/]});

        test('cards, menu and dialogs', async ({openZoom, alice, bob, ourChannel, shoot, isAccessible}) => {
            test.slow();
            await alice.prefer('theme', '', JSON.stringify(theme));
            const zoomPage = await openZoom(alice);
            const {page, cards} = zoomPage;
            const name = theme.type.toLowerCase();
            for (const props of inEveryState()) {
                await alice.post(ourChannel.id, 'Started a Zoom meeting.', meeting(props));
            }
            await expect(cards).toHaveCount(inEveryState().length);
            await expectReadable(page.locator('.zoom-meeting'));
            await isAccessible(page, ours);
            await shoot(page, `${name}-cards`);
            await expectReadableInEveryState(cards.last().locator(buttons));

            await zoomPage.button.click();
            await isAccessible(page, '.zoom-menu');
            await shoot(page, `${name}-menu`);
            await zoomPage.item('Share Zoom Meeting').click();
            const share = zoomPage.dialog('Share Zoom Meeting');
            await share.getByLabel('Meeting ID or link').fill('123456789012');
            await settled(share);
            await expectReadable(page.locator(inDialog));
            await isAccessible(page, '.zoom-dialog');
            await shoot(page, `${name}-share`);
            await expectReadableInEveryState(share.locator(buttons));
            await page.keyboard.press('Escape');
            await expect(share).toBeHidden();

            await page.route('**/plugins/zoom/api/v1/meetings', (route) => route.fulfill({
                status: 503, json: {error: 'service_unavailable', message: 'Zoom could not be reached or has a problem.'},
            }), {times: 1});
            await zoomPage.choose('Start Zoom Meeting Now');
            const failed = zoomPage.dialog('The Zoom meeting did not start');
            await settled(failed);
            await expectReadable(page.locator(inDialog));
            await shoot(page, `${name}-failed`);
            await expectReadableInEveryState(failed.locator(buttons));
            await page.keyboard.press('Escape');
            await expect(failed).toBeHidden();

            await bob.call('POST', '/commands/execute', {channel_id: ourChannel.id, command: '/zoom start'});
            await expect(cards).toHaveCount(inEveryState().length + 1);
            await zoomPage.choose('Start Zoom Meeting Now');
            const question = zoomPage.dialog('There is already a meeting here');
            await settled(question);
            await expectReadable(page.locator(inDialog));
            await isAccessible(page, '.zoom-dialog');
            await shoot(page, `${name}-recent`);
            await expectReadableInEveryState(question.locator(buttons));
            await page.keyboard.press('Escape');
            await expect(question).toBeHidden();

            await zoomPage.channel.send('/zoom start Retro');
            const prompt = cards.filter({hasText: 'here a moment ago'});
            await expectReadable(prompt);
            await shoot(page, `${name}-prompt`);
            await expectReadableInEveryState(prompt.locator(buttons));
        });
    });
}

// 320 pixels are also what is left of 1280 at a zoom of 400 %, 640 what is at 200 %.
for (const width of [320, 640, 1280, 2560]) {
    test(`${width} pixels: nothing is clipped, and what belongs together stays so`, async ({zoomPage, alice, ourChannel, shoot, isAccessible}) => {
        const {page, cards, channel} = zoomPage;
        for (const props of inEveryState()) {
            await alice.post(ourChannel.id, 'Started a Zoom meeting.', meeting(props));
        }
        await page.setViewportSize({width, height: 800});
        await expect(cards).toHaveCount(inEveryState().length);
        for (const card of await cards.all()) {
            expect(await card.evaluate(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)).toBe(true);
        }
        for (const number of await cards.locator('.zoom-number').all()) {
            expect(await number.evaluate((element) => {
                const digits = document.createRange();
                digits.selectNodeContents(element.firstChild ?? element);
                const [text, copy] = [digits.getBoundingClientRect(), element.querySelector('button')?.getBoundingClientRect()];
                return copy && {
                    isBeside: copy.left >= text.right && copy.left - text.right < 10 && copy.top < text.bottom && copy.bottom > text.top,
                    isLargeEnough: copy.width >= 28 && copy.height >= 28,
                };
            })).toEqual({isBeside: true, isLargeEnough: true});
        }
        await isAccessible(page, ours);
        await shoot(page, `cards-${width}`);

        if (width > 768) {
            await zoomPage.choose('Share Zoom Meeting');
        } else {
            await channel.openChannelMenu();
            await page.getByRole('menuitem', {name: 'Zoom meeting'}).click();
            await zoomPage.item('Share Zoom Meeting').click();
        }
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        const field = dialog.getByLabel('Meeting ID or link');
        await field.fill('123456789012');
        await settled(dialog);
        const box = await dialog.locator('.modal-content').boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
        const right = async (element: Locator) => element.evaluate((found) => Math.round(found.getBoundingClientRect().right));
        // In Mattermost 6.7 the paddings of a dialog differ by two pixels on a phone.
        const apart = await right(dialog.getByRole('button', {name: 'Share', exact: true})) - await right(field);
        expect(Math.abs(apart), 'the buttons end where the field does').toBeLessThanOrEqual(2);
        await shoot(page, `share-${width}`);
    });
}

test('high contrast: what has the focus, and where a button ends, is seen', async ({zoomPage, alice, ourChannel, shoot}) => {
    const {page, cards} = zoomPage;
    await alice.post(ourChannel.id, 'Started a Zoom meeting.', meeting());
    await page.emulateMedia({forcedColors: 'active'});
    const lines = (element: Locator, line: 'border' | 'outline') => element.evaluate((found, side) => {
        const style = getComputedStyle(found);
        const [look, width, colour] = ['style', 'width', 'color'].map((part) => style.getPropertyValue(`${side}-${part}`));
        return look !== 'none' && parseFloat(width ?? '') >= 1 && !/^rgba.*, 0\)$/.test(colour ?? '');
    }, line === 'border' ? 'border-top' : line);
    const isSeenWithFocus = async (element: Locator) => {
        await expect(element).toBeFocused();
        await expect.poll(() => lines(element, 'outline')).toBe(true);
    };

    const join = inPost(cards, 'link', 'Join meeting');
    const copy = inPost(cards, 'button', 'Copy meeting ID');
    for (const button of [join, copy]) {
        expect(await lines(button, 'border')).toBe(true);
    }
    await copy.focus();
    await page.keyboard.press('Tab');
    await isSeenWithFocus(join);
    await page.keyboard.press('Shift+Tab');
    await isSeenWithFocus(copy);
    await shoot(page, 'high-contrast-card');

    await zoomPage.button.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await isSeenWithFocus(zoomPage.item('Share Zoom Meeting'));
    await shoot(page, 'high-contrast-menu');
    await page.keyboard.press('Enter');
    const dialog = zoomPage.dialog('Share Zoom Meeting');
    const field = dialog.getByLabel('Meeting ID or link');
    await isSeenWithFocus(field);
    expect(await lines(field, 'border')).toBe(true);
    await page.keyboard.press('Tab');
    await isSeenWithFocus(dialog.getByLabel('Use my personal meeting ID'));
    await page.keyboard.press('Tab');
    await isSeenWithFocus(dialog.getByRole('button', {name: 'Cancel'}));
    expect(await lines(dialog.getByRole('button', {name: 'Cancel'}), 'border')).toBe(true);
    await settled(dialog);
    await shoot(page, 'high-contrast-share');
});
