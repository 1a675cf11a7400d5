// The System Console's page of a plugin.
import {expect, type Locator, type Page} from '@playwright/test';

export class PluginConsolePage {
    readonly save: Locator;

    constructor(readonly page: Page, private readonly pluginId: string) {
        this.save = page.locator('#saveSetting');
    }

    async goto() {
        await this.page.goto(`/admin_console/plugins/plugin_${this.pluginId}`);
        await expect(this.save).toBeVisible();
    }

    // setting is the input of the setting with this key of plugin.json; suffix picks one of several, such as 'true'.
    setting(key: string, suffix = ''): Locator {
        return this.page.locator(`[id="${this.id(key)}${suffix}"]`);
    }

    id(key: string): string {
        return `PluginSettings.Plugins.${this.pluginId.replaceAll('.', '+')}.${key.toLowerCase()}`;
    }

    async saveAll() {
        await this.save.click();
        await expect(this.save).toBeDisabled();
    }
}
