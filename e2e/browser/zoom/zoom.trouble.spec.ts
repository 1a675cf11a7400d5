// With a Zoom that is slow, or down.
import {expect, test} from './fixtures';

test.use({expectedErrors: [/Failed to load resource/]});
test.afterEach(({sim}) => sim.faults({}));

test('two seconds a call: it is seen to work, and works', async ({zoomPage, sim, shoot}) => {
    const {page, status} = zoomPage;
    await sim.faults({latency: '2000'});
    const opening = page.context().waitForEvent('page');
    const clicked = Date.now();
    await zoomPage.choose('Start Zoom Meeting Now');
    const tab = await opening;
    await expect(tab.getByRole('status')).toHaveText('Starting your Zoom meeting…', {timeout: 1000});
    await page.bringToFront();
    await expect(status).toHaveText('Starting your Zoom meeting…', {timeout: 1000});
    await shoot(page, 'slow');
    await tab.waitForURL(/\/s\/\d+/);
    expect(Date.now() - clicked).toBeGreaterThan(2000);
    await expect(zoomPage.cards).toContainText('Live');
    await expect(status).toBeEmpty();
});

test('two seconds a call: a dialog that is closed meanwhile does not come back', async ({zoomPage, sim}) => {
    const {page} = zoomPage;
    await sim.faults({latency: '2000'});
    await zoomPage.choose('Start Zoom Meeting with Topic');
    const dialog = zoomPage.dialog('Start Zoom Meeting with Topic');
    await dialog.getByLabel('Topic').fill('Weekly');
    const tab = await zoomPage.opened(async () => {
        await page.keyboard.press('Enter');
        await expect(dialog.getByRole('button', {name: 'Starting…'})).toBeVisible();
        await page.bringToFront();
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
    });
    await expect(tab.getByRole('heading', {level: 1})).toHaveText('Weekly');
    await page.bringToFront();
    await expect(zoomPage.cards).toContainText('Weekly');
    await expect(page.getByRole('dialog')).toHaveCount(0);
});

for (const [what, status, body, text] of [
    ['down', '503', 'Service Unavailable', 'Zoom could not be reached or has a problem. Try again in a minute'],
    ['replaced by something else', '200', '<html>', 'Zoom did not answer as expected.'],
    ['busy', '429', '{"code":429,"message":"You have reached the maximum per-second rate limit for this API."}', 'Zoom is getting too many requests.'],
] as const) {
    test(`a Zoom that is ${what}: the reason is told, and the next try works`, async ({zoomPage, sim, shoot}) => {
        const {page} = zoomPage;
        await sim.faults({op: 'create meeting', status, body, times: '1'});
        await zoomPage.choose('Start Zoom Meeting Now');
        const failed = zoomPage.dialog('The Zoom meeting did not start');
        await expect(failed).toContainText(text);
        await expect.poll(() => zoomPage.tabs).toHaveLength(0);
        await shoot(page, `zoom-${what.split(' ')[0]}`);
        const tab = await zoomPage.opened(() => failed.getByRole('button', {name: 'Try again'}).click());
        await sim.isAt(tab, '\\d+');
        await expect(zoomPage.cards).toHaveCount(1);
    });
}

test('a system admin is told more precisely what to do', async ({openZoom, admin, sim}) => {
    const zoomPage = await openZoom(admin);
    await zoomPage.choose('Start Zoom Meeting Now');
    const failed = zoomPage.dialog('The Zoom meeting did not start');
    await expect(failed).toContainText('you can invite this address in Zoom\'s user management');
    await sim.faults({});
});
