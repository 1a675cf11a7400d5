import {randomBytes} from 'node:crypto';

import {expect, test} from '../fixtures';

import {startIntegration} from './integration';

test('an attachment shows its parts and acts', async ({channelPage, alice, ourChannel}) => {
    const integration = await startIntegration(({context}) => ({update: {message: `chosen: ${context?.selected_option ?? 'button'}`, props: {}}}));
    const attachments = [{
        pretext: 'before', author_name: 'the author', title: 'the title', title_link: 'https://example.com', text: '*the text*', color: '#ff0000',
        fields: [{title: 'Long', value: 'a value'}, {title: 'Short', value: 7, short: true}], footer: 'the foot',
        actions: [
            {id: 'press', name: 'Press', integration: {url: `${integration.url}/press`}},
            {id: 'pick', name: 'Pick', type: 'select', options: [{text: 'Hay', value: 'hay'}], integration: {url: `${integration.url}/pick`}},
        ],
    }];
    const post = channelPage.page.locator('#postListContent .post').last();

    await alice.post(ourChannel.id, 'with a button', {props: {attachments}});
    await expect(post.locator('.attachment')).toHaveText(/before.*the author.*the title.*the text.*Long.*a value.*Short.*7.*the foot/s);
    await expect(post.locator('.attachment__container')).toHaveCSS('border-left-color', 'rgb(255, 0, 0)');
    await expect(post.getByRole('link', {name: 'the title', includeHidden: true})).toHaveAttribute('href', 'https://example.com');
    await post.getByRole('button', {name: 'Press', includeHidden: true}).click();
    await expect(post).toContainText('chosen: button');

    await alice.post(ourChannel.id, 'with a choice', {props: {attachments}});
    await expect(post).toContainText('with a choice');
    await post.getByRole('combobox', {name: 'Pick', includeHidden: true}).selectOption({label: 'Hay'});
    await expect(post).toContainText('chosen: hay');
    await integration.stop();
});

test('a dialog is filled in, corrected and sent', async ({channelPage, admin, team, alice, ourChannel}) => {
    const elements = [
        {display_name: 'Topic', name: 'topic', type: 'text', max_length: 20, help_text: 'Short, please.'},
        {display_name: 'Agenda', name: 'agenda', type: 'textarea', optional: true},
        {display_name: 'Food', name: 'food', type: 'select', options: [{text: 'Hay', value: 'hay'}, {text: 'Carrots', value: 'carrots'}]},
        {display_name: 'Coat', name: 'coat', type: 'radio', default: 'short', options: [{text: 'Short', value: 'short'}, {text: 'Long', value: 'long'}]},
        {display_name: 'Waiting room', name: 'waiting', type: 'bool', placeholder: 'Open it', default: 'true', optional: true},
    ];
    const integration = await startIntegration(async (body, path) => {
        if (path === '/command') {
            const dialog = {callback_id: 'meet', title: 'Meet', introduction_text: 'Say **what** for.', elements, submit_label: 'Start', state: 'kept',
                notify_on_cancel: true};
            await alice.call('POST', '/actions/dialogs/open', {trigger_id: body.trigger_id, url: `${integration.url}/dialog`, dialog});
            return {};
        }
        return body.submission?.topic === 'taken' ? {errors: {topic: 'This topic is taken.'}} : {};
    });
    const trigger = `meet${randomBytes(4).toString('hex')}`;
    await admin.call('POST', '/commands', {team_id: team.id, trigger, method: 'P', url: `${integration.url}/command`});
    const {page} = channelPage;
    const dialog = page.locator('#interactiveDialogModal');

    await channelPage.send(`/${trigger} now`);
    await expect(dialog.locator('#interactiveDialogModalLabel')).toHaveText('Meet');
    await expect(dialog).toContainText('Say what for.');
    await page.locator('#interactiveDialogSubmit').click();
    await expect(dialog.getByRole('alert')).toHaveText(['This field is required.', 'This field is required.']);

    await page.locator('#topic').fill('taken');
    await page.locator('#food').selectOption('carrots');
    await dialog.getByLabel('Long').check();
    await page.locator('#interactiveDialogSubmit').click();
    await expect(dialog.getByRole('alert')).toHaveText('This topic is taken.');

    await page.locator('#topic').fill('free');
    await page.locator('#interactiveDialogSubmit').click();
    await expect(dialog).toBeHidden();
    expect(integration.received.at(-1)).toMatchObject({
        type: 'dialog_submission', callback_id: 'meet', state: 'kept', channel_id: ourChannel.id, user_id: alice.userId,
        submission: {topic: 'free', agenda: '', food: 'carrots', coat: 'long', waiting: true},
    });

    await channelPage.send(`/${trigger} again`);
    await page.locator('#interactiveDialogCancel').click();
    await expect(dialog).toBeHidden();
    await expect.poll(() => integration.received.at(-1)).toMatchObject({callback_id: 'meet', cancelled: true});
    await integration.stop();
});
