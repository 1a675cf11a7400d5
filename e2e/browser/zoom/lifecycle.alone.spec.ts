import {expect, test} from './fixtures';

test('what the plugin adds goes and comes with it, without a reload', async ({zoomPage, admin}) => {
    const {page, button, menu, channel} = zoomPage;
    await zoomPage.startNow();
    const card = channel.post('Live').locator('.zoom-card');
    await expect(card).toBeVisible();
    const styles = () => page.locator('head style').evaluateAll((all) => all.filter(({textContent}) => textContent?.includes('.zoom-card')).length);
    expect(await styles()).toBe(1);
    await button.click();
    await expect(menu).toBeVisible();

    await admin.call('POST', '/plugins/zoom/disable');
    await expect(button).toHaveCount(0);
    await expect(menu).toHaveCount(0);
    await expect(card).toHaveCount(0);
    await expect(channel.posts.last()).toContainText('Join meeting'); // the attachment, for clients without the plugin
    expect(await styles()).toBe(0);

    await admin.call('POST', '/plugins/zoom/enable');
    await expect(button).toHaveCount(1);
    await expect(card).toBeVisible();
    await expect(menu).toHaveCount(0);
    expect(await styles()).toBe(1);
    await button.click();
    await expect(zoomPage.item('Start Zoom Meeting Now')).toBeVisible();
});

test('a form that is being filled in stays open over an upgrade', async ({zoomPage, admin}) => {
    const {page, button} = zoomPage;
    await zoomPage.choose('Start Zoom Meeting with Topic');
    const topic = zoomPage.dialog('Start Zoom Meeting with Topic').getByLabel('Topic');
    await topic.fill('Planning');
    // Mattermost takes the web app away and loads it anew, as with an upgrade.
    await admin.call('POST', '/plugins/zoom/disable');
    await expect(button).toHaveCount(0);
    await admin.call('POST', '/plugins/zoom/enable');
    await expect(topic).toHaveValue('Planning');
    await zoomPage.opened(() => page.keyboard.press('Enter'));
    await expect(zoomPage.cards).toContainText('Planning');
});
