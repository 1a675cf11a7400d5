import {expect, test} from '../fixtures';

const backgrounds = {
    Denim: 'rgb(30, 50, 92)', Sapphire: 'rgb(21, 67, 163)', Quartz: 'rgb(244, 244, 246)', Indigo: 'rgb(21, 30, 50)', Onyx: 'rgb(32, 34, 40)',
};

test('the five themes colour the page @workbench', async ({channelPage: {page}}) => {
    for (const [name, sidebar] of Object.entries(backgrounds)) {
        await page.locator('#userAccountMenuButton').click();
        await page.getByRole('menuitemcheckbox', {name}).click();
        await expect(page.locator('#SidebarContainer')).toHaveCSS('background-color', sidebar);
    }
    await page.reload();
    await expect(page.locator('#SidebarContainer')).toHaveCSS('background-color', backgrounds.Onyx);
});
