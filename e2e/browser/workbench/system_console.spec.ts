import {expect, test} from '../fixtures';
import {PluginConsolePage} from '../pages/system_console';

import {id} from './guinea_pig';

test('settings of every kind are shown, saved and read again', async ({open, admin}) => {
    const {Plugins: plugins} = (await admin.call('GET', '/config')).PluginSettings;
    await admin.call('PUT', '/config/patch', {PluginSettings: {Plugins: {...plugins, [id]: {secret: ''}}}});
    const {page} = await open(admin, '/admin_console');
    const settings = new PluginConsolePage(page, id);
    await settings.goto();
    await expect(page.locator('.admin-console')).toContainText('The header of the settings.');
    await expect(page.locator('.admin-console')).toContainText('The footer of the settings.');
    await expect(settings.setting('Hungry', 'true')).toBeChecked();
    await expect(settings.setting('Food')).toHaveValue('hay');
    await expect(settings.save).toBeDisabled();
    const masks = test.info().project.name.startsWith('11');
    await expect(settings.setting('Secret'), 'also when it is empty').toHaveValue(masks ? '*'.repeat(32) : '');

    await settings.setting('Name').fill('Rosie');
    await settings.setting('Secret').fill('hidden');
    await settings.setting('Hungry', 'false').check();
    await settings.setting('Food').selectOption('carrots');
    await page.getByLabel('Long', {exact: true}).check();
    await settings.setting('Weight').fill('950');
    await settings.setting('Story').fill('Once upon a time');
    await page.getByRole('button', {name: 'Regenerate'}).click();
    await page.getByLabel('Owner on').fill('Bob');
    await settings.saveAll();

    const saved = async () => (await admin.call('GET', '/config')).PluginSettings.Plugins[id];
    const {token, secret, ...rest} = await saved();
    expect(rest).toEqual({name: 'Rosie', hungry: false, food: 'carrots', coat: 'long', weight: 950, story: 'Once upon a time', owner: 'Bob'});
    expect(token).toHaveLength(32);

    await page.reload();
    await expect(settings.setting('Name')).toHaveValue('Rosie');
    await expect(settings.setting('Hungry', 'false')).toBeChecked();
    await expect(settings.setting('Secret')).toHaveValue(secret);
    await settings.setting('Name').fill('Daisy');
    await settings.saveAll();
    expect(await saved()).toMatchObject({name: 'Daisy', secret, token});
});

test('others than admins do not get there @workbench', async ({open, alice}) => {
    const {page, title} = await open(alice, `/admin_console/plugins/plugin_${id}`);
    await expect(title).toBeVisible();
    await expect(page.locator('.admin-console')).toHaveCount(0);
});
