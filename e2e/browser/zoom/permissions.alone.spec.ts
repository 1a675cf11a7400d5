// Without the permission to post. A role concerns everybody, so it is put back after the test.
import {expect, test} from './fixtures';

test('where the user cannot post, the menu says so before anything is chosen', async ({openZoom, alice, admin, shoot, isAccessible}) => {
    const role = await admin.call('GET', '/roles/name/channel_user');
    const permit = (permissions: string[]) => admin.call('PUT', `/roles/${role.id}/patch`, {permissions});
    await permit(role.permissions.filter((permission: string) => permission !== 'create_post'));
    try {
        const zoomPage = await openZoom(alice);
        const {page, button, menu} = zoomPage;
        await button.click();
        await expect(menu).toContainText('You can’t post in this channel');
        for (const item of await menu.getByRole('menuitem').all()) {
            await expect(item).toHaveAttribute('aria-disabled', 'true');
        }
        await isAccessible(page, '.zoom-menu');
        await shoot(page, 'menu-read-only');
        await zoomPage.item('Share Zoom Meeting').click({force: true});
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await page.keyboard.press('Escape');
        await expect(menu).toBeHidden();
    } finally {
        await permit(role.permissions);
    }
});
