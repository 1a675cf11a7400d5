import {inPost} from '../pages/channel';

import {expect, test} from './fixtures';
import {meeting} from './posts';

test('a card follows its meeting while somebody else watches', async ({zoomPage, openZoom, bob, sim, shoot}) => {
    const watching = await openZoom(bob);
    const number = await zoomPage.startNow();
    const card = watching.cards.first();
    await expect(card).toContainText(/Live since \d+:\d\d/);
    await expect(card).toContainText('Passcode');
    await expect(watching.channel.posts.last()).toContainText(/alice\w+ started a Zoom meeting/);

    await sim.end(number);
    await expect(card).toContainText('Ended');
    await expect(card).toContainText('less than a minute');
    await expect(inPost(card, 'link')).toHaveCount(0);
    await expect(zoomPage.cards.first()).toContainText('Ended');
    await shoot(watching.page, 'card-ended');
});

test('a shared meeting is shared, then live, then over', async ({openZoom, stranger, bob, sim}) => {
    // The personal meeting, which is there before it is live.
    await sim.add(stranger);
    const [zoomPage, watching] = [await openZoom(stranger), await openZoom(bob)];
    const card = watching.cards.first();
    await zoomPage.choose('Share Zoom Meeting');
    await zoomPage.dialog('Share Zoom Meeting').getByLabel('Use my personal meeting ID').check();
    await zoomPage.page.keyboard.press('Enter');
    await expect(card).toContainText('Shared');
    await expect(watching.channel.posts.last()).toContainText(/stranger\w+ shared a Zoom meeting/);
    const number = (await card.getByText(/^Personal meeting ID \d/).textContent() ?? '').replace(/\D/g, '');
    await sim.join(number);
    await expect(card).toContainText('Live since');
    await sim.end(number);
    await expect(card).toContainText('Ended');
    await expect(watching.channel.posts.last()).toContainText(/stranger\w+ shared a Zoom meeting/);
});

test('the meeting ID is copied', async ({zoomPage}) => {
    const {page, cards} = zoomPage;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const number = await zoomPage.startNow();
    await inPost(cards, 'button', 'Copy meeting ID').focus();
    await page.keyboard.press('Enter');
    await expect(inPost(cards, 'status')).toHaveText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
    await expect(inPost(cards, 'status')).toBeEmpty();
});

test('Join is a link for every way to follow one', async ({zoomPage, sim}) => {
    const number = await zoomPage.startNow();
    const join = inPost(zoomPage.cards, 'link', 'Join meeting');
    for (const follow of [() => join.press('Enter'), () => join.click({button: 'middle'})]) {
        await zoomPage.page.bringToFront();
        const tab = await zoomPage.opened(follow);
        await sim.isAt(tab, number);
        expect(await tab.evaluate(() => window.opener)).toBeNull();
    }
});

test('times are by the clock and in the zone of the reader', async ({zoomPage, alice, ourChannel}) => {
    const at = Date.UTC(2025, 0, 15, 21, 30);
    const card = zoomPage.cards.first();
    await alice.post(ourChannel.id, 'x', meeting({
        meeting_status: 'ENDED', meeting_start_time: at, meeting_end_time: at + 65 * 60_000,
    }));
    await alice.call('PUT', '/users/me/patch', {timezone: {useAutomaticTimezone: 'false', automaticTimezone: '', manualTimezone: 'Europe/Berlin'}});
    await zoomPage.page.reload();
    await expect(card).toContainText(/January 15, 2025, 10:30\s–\s11:35\sPM/);
    await expect(card).toContainText('1 hour 5 minutes');
    await alice.prefer('display_settings', 'use_military_time', 'true');
    await expect(card).toContainText(/January 15, 2025, 22:30\s–\s23:35/);
    // Mattermost's own client saves an automatic zone when it is opened: the browser's.
    const {page} = zoomPage;
    await (await page.context().newCDPSession(page)).send('Emulation.setTimezoneOverride', {timezoneId: 'Asia/Tokyo'});
    await alice.call('PUT', '/users/me/patch', {timezone: {useAutomaticTimezone: 'true', automaticTimezone: 'Asia/Tokyo', manualTimezone: ''}});
    await page.reload();
    await expect(card).toContainText(/January 16, 2025, 06:30\s–\s07:35/);
});

test('it is shown in threads and in compact display', async ({zoomPage, alice, ourChannel, shoot}) => {
    const {channel, cards, page} = zoomPage;
    await alice.post(ourChannel.id, 'x', meeting());
    await channel.openThread('Planning');
    await expect(inPost(channel.rhs, 'link', 'Join meeting')).toBeVisible();
    await shoot(page, 'card-thread');
    await channel.page.locator('#rhsCloseButton').click();
    await alice.prefer('display_settings', 'message_display', 'compact');
    await expect(cards.locator('.zoom-picture')).toBeHidden();
    await shoot(page, 'card-compact');
});

test('a prompt of the slash command joins, or starts what was wanted', async ({zoomPage, openZoom, bob, sim, shoot}) => {
    const {channel, cards, page} = zoomPage;
    const number = await (await openZoom(bob)).startNow();
    await expect(cards).toHaveCount(1);
    await channel.send('/zoom start Retro');
    const prompt = channel.post('here a moment ago');
    await expect(prompt).toContainText(/bob\w+ started a Zoom meeting here a moment ago\./);
    await shoot(page, 'prompt');
    const joined = await zoomPage.opened(() => inPost(prompt, 'link', 'Join meeting').click());
    await sim.isAt(joined, number);
    await page.bringToFront();
    const tab = await zoomPage.opened(() => inPost(prompt, 'button', 'Start another').click());
    await expect(tab.getByRole('heading', {level: 1})).toHaveText('Retro');
    await expect(channel.post('Retro').locator('.zoom-card')).toContainText('Live');
});

test('posts of the plugin that came before are shown, too', async ({zoomPage, alice, ourChannel}) => {
    const {cards} = zoomPage;
    await alice.post(ourChannel.id, 'I have started a meeting', {type: 'custom_zoom', props: {
        meeting_id: 85746065432, meeting_link: 'https://zoom.us/j/85746065432', meeting_status: 'STARTED', meeting_personal: false,
        meeting_topic: 'Old', meeting_creator_username: 'alice', meeting_provider: 'Zoom', attachments: [],
    }});
    await expect(cards).toContainText('Old');
    await expect(cards).toContainText('Live');
    await alice.post(ourChannel.id, 'I have ended a meeting', {type: 'custom_zoom', props: {meeting_status: 'ENDED', meeting_link: 'https://zoom.us/j/1'}});
    await expect(zoomPage.channel.post('I have ended a meeting').locator('.zoom-card')).toContainText('Ended');
});

test('hostile posts are harmless', async ({zoomPage, bob, ourChannel, shoot}) => {
    const {channel, cards, page} = zoomPage;
    const html = '<img src=x onerror="document.title=\'broken\'">';
    await bob.post(ourChannel.id, 'without props', {type: 'custom_zoom'});
    await bob.post(ourChannel.id, 'wrong types', {type: 'custom_zoom', props: {
        meeting_status: ['STARTED'], meeting_id: {a: 1}, meeting_link: 7, meeting_topic: [html], meeting_start_time: 'soon',
    }});
    await bob.post(ourChannel.id, 'script', meeting({
        meeting_link: 'javascript:document.title="broken"', meeting_topic: html, meeting_creator_username: html, meeting_passcode: html,
    }));
    await bob.post(ourChannel.id, 'long', meeting({
        meeting_topic: `# ${'long '.repeat(20)}${'x'.repeat(300)}\n* a\n* b`, meeting_start_time: 9e15, meeting_passcode: 'y'.repeat(300),
    }));
    await expect(channel.post('without props')).toBeVisible();
    await expect(channel.post('wrong types')).toBeVisible();
    await expect(cards).toHaveCount(2);
    await expect(cards.first()).toContainText(html);
    await expect(cards.locator('a[href^="javascript"], img')).toHaveCount(0);
    await expect(page).not.toHaveTitle('broken');
    const list = await page.locator('#post-list').evaluate(({scrollWidth, clientWidth}) => scrollWidth - clientWidth);
    expect(list, 'nothing is wider than the list').toBeLessThanOrEqual(0);
    await shoot(page, 'card-hostile');
});

test('what the author adds to the post, or writes instead, is on the card', async ({zoomPage, alice, ourChannel, shoot}) => {
    const {cards, channel, page} = zoomPage;
    await zoomPage.startNow();
    const {order: [id], posts} = await alice.call('GET', `/channels/${ourChannel.id}/posts?per_page=1`);
    await alice.call('PUT', `/posts/${id}/patch`, {message: `${posts[id].message}\n\nPlease bring **slides**.`});
    const post = channel.posts.filter({has: page.locator('.zoom-card')});
    await expect(post.locator('strong')).toHaveText('slides');
    await expect(post.getByText(/Zoom meeting/), 'the sentence is told once').toHaveCount(1);
    await shoot(page, 'card-own-words');
    await alice.call('PUT', `/posts/${id}/patch`, {message: 'Everybody is welcome'});
    await expect(post).toContainText('Everybody is welcome');
    await expect(cards).toContainText('Live');
});

test('a meeting of which nobody has told that it ended cannot be joined for ever', async ({zoomPage, alice, ourChannel}) => {
    const {cards} = zoomPage;
    const age = (hours: number) => ({meeting_start_time: Date.now() - hours * 60 * 60_000});
    await alice.post(ourChannel.id, 'x', meeting(age(30)));
    await expect(inPost(cards, 'link', 'Join meeting')).toBeVisible();
    await alice.post(ourChannel.id, 'x', meeting(age(32)));
    await expect(cards.last()).toContainText('may have ended');
    await expect(cards.last()).not.toContainText('Live');
    await expect(inPost(cards.last(), 'link')).toHaveCount(0);
});
