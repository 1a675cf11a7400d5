import {expect, test} from '../fixtures';

test('a message arrives in another browser without a reload', async ({open, alice, bob}) => {
    const [sender, reader] = [await open(alice), await open(bob)];
    await expect(reader.textbox).toBeVisible();
    await sender.send('Good **morning** @bob <b onclick="alert(1)">not bold</b> [link](javascript:alert(1))');

    const post = reader.post('Good morning');
    await expect(post.locator('.post__body strong')).toHaveText('morning');
    await expect(post).toContainText('<b onclick="alert(1)">not bold</b>');
    await expect(post.locator('a[href^="javascript"]')).toHaveCount(0);
    await expect(post.locator('.user-popover')).toHaveText(/^alice/);
});

test('an edit and a deletion arrive, too', async ({channelPage, alice, ourChannel}) => {
    const post = await alice.post(ourChannel.id, 'first words');
    await expect(channelPage.post('first words')).toBeVisible();

    await alice.call('PUT', `/posts/${post.id}/patch`, {message: 'better words'});
    await expect(channelPage.post('better words')).toContainText('Edited');

    await alice.call('DELETE', `/posts/${post.id}`);
    await expect(channelPage.page.locator(`#post_${post.id}`)).toContainText('(message deleted)');
});

test('a thread is read and answered on the right', async ({open, alice, bob, ourChannel}) => {
    const {id} = await alice.post(ourChannel.id, 'Who comes?');
    const page = await open(bob);
    await page.openThread('Who comes?');
    await page.rhs.locator('#reply_textbox').fill('Me');
    await page.rhs.locator('#reply_textbox').press('Enter');
    await expect(page.rhs.locator('.post')).toHaveText([/Who comes\?/, /Me/]);

    await alice.post(ourChannel.id, 'Fine', {root_id: id});
    await expect(page.rhs.locator('.post').nth(2)).toContainText('Fine');
    await expect(page.page.locator(`#post_${id}`)).toContainText('2 replies');

    await page.rhs.locator('#rhsCloseButton').click();
    await expect(page.rhs).toBeHidden();
    await page.page.reload();
    await expect(page.page.locator(`#post_${id}`)).toContainText('2 replies');
});

test('an ephemeral post says who sees it', async ({channelPage, admin, alice, ourChannel}) => {
    await expect(channelPage.textbox).toBeVisible();
    await admin.call('POST', '/posts/ephemeral', {user_id: alice.userId, post: {channel_id: ourChannel.id, message: 'just for you'}});
    await expect(channelPage.post('just for you')).toContainText('(Only visible to you)');
});

test('compact display shows no pictures', async ({channelPage, alice, ourChannel}) => {
    await alice.post(ourChannel.id, 'short');
    const post = channelPage.post('short');
    await expect(post.locator('.Avatar')).toBeVisible();
    await alice.prefer('display_settings', 'message_display', 'compact');
    await expect(post).toHaveClass(/post--compact/);
    await expect(post.locator('.Avatar')).toBeHidden();
});

test('another name and picture are shown of a webhook only', async ({channelPage, admin, alice, ourChannel, baseURL}) => {
    const props = {override_username: 'Somebody Else', from_webhook: 'true'};
    await alice.post(ourChannel.id, 'forged', {props: {...props, from_webhook: 'no'}});
    await expect(channelPage.post('forged').locator('.user-popover')).toHaveText(/^alice/);

    const hook = await admin.call('POST', '/hooks/incoming', {channel_id: ourChannel.id, display_name: 'hook'});
    await fetch(`${baseURL}/hooks/${hook.id}`, {method: 'POST', body: JSON.stringify({text: 'hooked', username: 'Somebody Else'})});
    await expect(channelPage.post('hooked').locator('.user-popover')).toHaveText('Somebody Else');
});

test('members are listed, and a direct message starts there @workbench', async ({channelPage, admin, bob}) => {
    const {username} = await admin.call('GET', `/users/${bob.userId}`);
    await channelPage.page.locator('#member_rhs').click();
    await expect(channelPage.rhs.getByRole('listitem')).toHaveText([/^admin/, /^alice/, /^bob/]);

    await channelPage.rhs.getByRole('link', {name: username}).click();
    await expect(channelPage.title).toHaveText(username);
    await channelPage.send('psst');
    await expect(channelPage.post('psst')).toBeVisible();
    await expect(channelPage.page.locator('#SidebarContainer .active')).toContainText(username);
});

test('a permalink leads to the channel', async ({open, alice, team, ourChannel}) => {
    const {id} = await alice.post(ourChannel.id, 'look here');
    const page = await open(alice, `/${team.name}/pl/${id}`);
    await expect(page.title).toHaveText(ourChannel.display_name);
    await expect(page.post('look here')).toBeVisible();
});
