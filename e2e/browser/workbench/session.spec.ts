import {expect, test} from '../fixtures';

test.describe('session', () => {
    test.use({expectedErrors: [/401/]});

    test('logs in and out @workbench', async ({browser, baseURL, watched, admin, team, ourChannel}) => {
        const {username} = await admin.call('GET', '/users/me');
        const page = await watched(await browser.newPage({baseURL}));
        await page.goto(`/${team.name}/channels/${ourChannel.name}`);

        await page.locator('#input_loginId').fill(username);
        await page.locator('#input_password-input').fill('wrong');
        await page.locator('#saveSetting').click();
        await expect(page.getByRole('alert')).toContainText('password');

        await page.locator('#input_password-input').fill('Sys@dmin-123');
        await page.locator('#saveSetting').click();
        await expect(page.locator('#channelHeaderTitle')).toHaveText(ourChannel.display_name);

        await page.locator('#userAccountMenuButton').click();
        await page.getByRole('menuitem', {name: 'Log out'}).click();
        await expect(page.locator('#input_loginId')).toBeVisible();
    });
});
