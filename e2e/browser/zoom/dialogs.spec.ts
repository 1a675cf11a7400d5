import {inPost} from '../pages/channel';
import {meetingNumber} from '../pages/zoom';

import {expect, settled, test} from './fixtures';

const invitation = 'Alice is inviting you to a scheduled Zoom meeting.\n\nTopic: Weekly\n\nJoin Zoom Meeting\n' +
    'https://us02web.zoom.us/j/85746065432?pwd=abc.1\n\nMeeting ID: 857 4606 5432\nPasscode: 4711';

test.describe('with a topic', () => {
    test('Enter starts it', async ({zoomPage, sim, shoot}) => {
        const {page, cards, button} = zoomPage;
        await button.focus();
        await page.keyboard.press('Enter');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        const dialog = zoomPage.dialog('Start Zoom Meeting with Topic');
        await expect(dialog.getByLabel('Topic')).toBeFocused();
        await page.keyboard.type('Release **planning**');
        await shoot(page, 'topic');
        const tab = await zoomPage.opened(() => page.keyboard.press('Enter'));
        await sim.isAt(tab, '\\d+');
        await expect(tab.getByRole('heading', {level: 1})).toHaveText('Release **planning**');
        await expect(dialog).toBeHidden();
        await expect(cards.locator('strong')).toHaveText('planning');
    });

    test('it may be the personal meeting', async ({zoomPage, sim}) => {
        await zoomPage.choose('Start Zoom Meeting with Topic');
        const dialog = zoomPage.dialog('Start Zoom Meeting with Topic');
        await dialog.getByLabel('Use my personal meeting ID').check();
        const tab = await zoomPage.opened(() => dialog.getByRole('button', {name: 'Start meeting'}).click());
        await sim.isAt(tab, '\\d+');
        await expect(zoomPage.cards).toContainText('Personal meeting ID');
    });

    test('Escape cancels and returns to the button', async ({zoomPage}) => {
        const {page, button, cards} = zoomPage;
        await zoomPage.choose('Start Zoom Meeting with Topic');
        const dialog = zoomPage.dialog('Start Zoom Meeting with Topic');
        await dialog.getByLabel('Topic').fill('Nothing');
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
        await expect(button).toBeFocused();
        await expect(cards).toHaveCount(0);
    });

    test('a topic that is too long is not sent', async ({zoomPage}) => {
        await zoomPage.choose('Start Zoom Meeting with Topic');
        const topic = zoomPage.dialog('Start Zoom Meeting with Topic').getByLabel('Topic');
        await topic.fill('x'.repeat(201));
        await expect(topic).toHaveAttribute('aria-invalid', 'true');
        await expect(topic).toHaveAccessibleDescription('The topic can have at most 200 characters.');
        await zoomPage.page.keyboard.press('Enter');
        await expect(topic).toBeVisible();
        await topic.press('Backspace');
        await expect(topic).toHaveAttribute('aria-invalid', 'false');
    });

    test('a question gives back what was typed', async ({zoomPage, openZoom, bob, sim}) => {
        const number = await (await openZoom(bob)).startNow();
        await expect(zoomPage.cards).toHaveCount(1);
        await zoomPage.choose('Start Zoom Meeting with Topic');
        const topic = zoomPage.dialog('Start Zoom Meeting with Topic').getByLabel('Topic');
        await topic.fill('Retro');
        await topic.press('Enter');
        const question = zoomPage.dialog('There is already a meeting here');
        await question.getByRole('button', {name: 'Cancel'}).click();
        await expect(topic).toHaveValue('Retro');
        await expect(topic).toBeFocused();
        await topic.press('Enter');
        const tab = await zoomPage.opened(() => question.getByRole('button', {name: 'Start another'}).click());
        expect(meetingNumber(tab.url())).not.toBe(number);
        await sim.isAt(tab, '\\d+');
        await expect(zoomPage.cards.last()).toContainText('Retro');
        await expect(zoomPage.page.getByRole('dialog')).toHaveCount(0);
    });
});

test.describe('with a topic, refused', () => {
    test.use({expectedErrors: [/Failed to load resource/]});

    test('the reason is in the dialog, and what was typed stays', async ({openZoom, stranger, sim, shoot}) => {
        const zoomPage = await openZoom(stranger);
        await zoomPage.choose('Start Zoom Meeting with Topic');
        const dialog = zoomPage.dialog('Start Zoom Meeting with Topic');
        await dialog.getByLabel('Topic').fill('Weekly');
        await zoomPage.page.keyboard.press('Enter');
        await expect(dialog.getByRole('alert').last()).toContainText('We could not verify your Mattermost account in Zoom.');
        await expect(dialog.getByLabel('Topic')).toHaveValue('Weekly');
        expect(zoomPage.tabs).toHaveLength(0);
        await shoot(zoomPage.page, 'topic-refused');

        await sim.add(stranger);
        await zoomPage.opened(() => dialog.getByRole('button', {name: 'Start meeting'}).click());
        await expect(zoomPage.cards).toContainText('Weekly');
    });
});

test.describe('share', () => {
    test('a number is shared, and no tab opens', async ({zoomPage, shoot}) => {
        const {page, cards} = zoomPage;
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        await expect(dialog.getByLabel('Meeting ID or link')).toBeFocused();
        await page.keyboard.type('857-4606 5432');
        await shoot(page, 'share');
        await page.keyboard.press('Enter');
        await expect(dialog).toBeHidden();
        await expect(cards).toContainText('Shared');
        await expect(cards).toContainText('857 4606 5432');
        expect(zoomPage.tabs).toHaveLength(0);
        await shoot(page, 'card-shared');
    });

    test('a whole invitation is shared with its passcode in the link', async ({zoomPage}) => {
        const {cards} = zoomPage;
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        await dialog.getByLabel('Meeting ID or link').evaluate((field, text) => {
            const data = new DataTransfer();
            data.setData('text', text);
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }, invitation);
        await dialog.getByRole('button', {name: 'Share'}).click();
        await expect(inPost(cards, 'link', 'Join meeting')).toHaveAttribute('href', 'https://us02web.zoom.us/j/85746065432?pwd=abc.1');
        expect(zoomPage.tabs).toHaveLength(0);
    });

    test('what is wrong is said at once', async ({zoomPage, shoot}) => {
        const {page} = zoomPage;
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        const field = dialog.getByLabel('Meeting ID or link');
        await settled(dialog);
        const before = await dialog.locator('.modal-content').boundingBox();
        for (const typed of ['123456789012', '0123', '857 4606 5432 1']) {
            await field.fill(typed);
            await expect(field).toHaveAccessibleDescription(/9 to 11 digits/);
        }
        expect(await dialog.locator('.modal-content').boundingBox(), 'nothing jumps').toEqual(before);
        await field.fill('857 46');
        await expect(field).toHaveAttribute('aria-invalid', 'false');
        await page.keyboard.press('Enter');
        await expect(field).toHaveAccessibleDescription(/9 to 11 digits/);
        await shoot(page, 'share-wrong');
        await field.fill('857 4606 5432');
        await expect(field).toHaveAttribute('aria-invalid', 'false');
    });

    test('the personal meeting is shared, and none is started', async ({zoomPage}) => {
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        await dialog.getByLabel('Use my personal meeting ID').check();
        await expect(dialog.getByLabel('Meeting ID or link')).toBeDisabled();
        await dialog.getByRole('button', {name: 'Share'}).click();
        await expect(dialog).toBeHidden();
        await expect(zoomPage.channel.posts.last()).toContainText('shared a Zoom meeting');
        await expect(zoomPage.cards).toContainText(/Personal meeting ID \d/);
        expect(zoomPage.tabs).toHaveLength(0);
    });
});

test.describe('share, refused', () => {
    test.use({expectedErrors: [/Failed to load resource/]});

    test('the server says where a link leads, and what is wrong with it', async ({zoomPage}) => {
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        const field = dialog.getByLabel('Meeting ID or link');
        for (const [link, problem] of [
            ['https://example.net/j/85746065432', 'This link does not lead to Zoom'],
            ['https://meet.google.com/abc-defg-hij', 'This link does not lead to Zoom'],
            ['https://zoom.us/s/85746065432', 'This link starts the meeting'], ['zoom.us/my/alice', 'names a person'],
            ['https://us02web.zoom.us/w/81234567890?tk=abc', 'not to a meeting'],
        ] as const) {
            await field.fill(link);
            await expect(field).toHaveAttribute('aria-invalid', 'false');
            await field.press('Enter');
            await expect(field).toHaveAccessibleDescription(new RegExp(problem));
            await expect(field).toHaveValue(link);
            await expect(field).toHaveAttribute('aria-invalid', 'true');
            // Where a wrong number is refused, too.
            const [said, checkbox] = [await dialog.getByText(problem).boundingBox(), await dialog.getByLabel('Use my personal meeting ID').boundingBox()];
            expect(said && checkbox && said.y < checkbox.y).toBe(true);
        }
    });

    test('a channel that is archived meanwhile', async ({zoomPage, admin, ourChannel}) => {
        await zoomPage.choose('Share Zoom Meeting');
        const dialog = zoomPage.dialog('Share Zoom Meeting');
        await dialog.getByLabel('Meeting ID or link').fill('85746065432');
        await admin.call('DELETE', `/channels/${ourChannel.id}`);
        await zoomPage.page.keyboard.press('Enter');
        await expect(dialog.getByRole('alert').last()).toContainText('archived');
    });
});

test('what runs is not cancelled: the dialog can be closed', async ({zoomPage}) => {
    const {page} = zoomPage;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
        goOn = resolve;
    });
    await page.route('**/plugins/zoom/api/v1/meetings', async (route) => {
        await held;
        await route.continue();
    });
    await zoomPage.choose('Share Zoom Meeting');
    const dialog = zoomPage.dialog('Share Zoom Meeting');
    const footer = dialog.locator('.modal-footer').getByRole('button');
    await expect(footer).toHaveText(['Cancel', 'Share']);
    await dialog.getByLabel('Meeting ID or link').fill('857 4606 5432');
    await page.keyboard.press('Enter');
    await expect(footer).toHaveText(['Close', 'Sharing…']);
    await footer.first().click();
    await expect(dialog).toBeHidden();
    goOn();
    await expect(zoomPage.cards).toContainText('857 4606 5432');
});
