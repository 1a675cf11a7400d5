import {expect, test} from '../fixtures';

import {id, seen} from './guinea_pig';

test('the plugin is taken out and brought back without a reload', async ({channelPage, admin}) => {
    const icon = channelPage.page.locator('.guinea-pig-icon');
    await expect(icon).toBeVisible();
    await admin.call('POST', `/plugins/${id}/disable`);
    await expect(icon).toHaveCount(0);
    expect((await seen(channelPage.page)).uninitialized).toBe(1);

    await admin.call('POST', `/plugins/${id}/enable`);
    await expect(icon).toHaveCount(1);
});
