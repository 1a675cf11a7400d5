import {expect, test} from '../fixtures';

test('a slash command is completed and run', async ({channelPage}) => {
    const {page, textbox} = channelPage;
    await textbox.pressSequentially('/shr');
    await expect(page.locator('#suggestionList .slash-command__title')).toHaveText([/^\/shrug/]);
    await textbox.press('Tab');
    await expect(textbox).toHaveValue('/shrug ');

    await textbox.pressSequentially('well');
    await textbox.press('Enter');
    await expect(channelPage.post('well')).toContainText('¯\\_(ツ)_/¯');
});

test('Escape closes the suggestions', async ({channelPage}) => {
    await channelPage.textbox.pressSequentially('/sh');
    await expect(channelPage.page.locator('#suggestionList')).toBeVisible();
    await channelPage.textbox.press('Escape');
    await expect(channelPage.page.locator('#suggestionList')).toBeHidden();
    await expect(channelPage.textbox).toHaveValue('/sh');
});

test.describe('an unknown command', () => {
    test.use({expectedErrors: [/404/]});

    test('is kept for correction, with the reason', async ({channelPage}) => {
        await channelPage.textbox.fill('/nothing here');
        await channelPage.textbox.press('Enter');
        await expect(channelPage.page.locator('.post-error')).toContainText("'nothing' not found");
        await expect(channelPage.textbox).toHaveValue('/nothing here');
    });
});
