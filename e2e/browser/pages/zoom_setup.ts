// The panel with which the plugin sets itself up, on its page of the System Console.
import {expect, type Locator, type Page} from '@playwright/test';

import {PluginConsolePage} from './system_console';

export class ZoomSetupPage extends PluginConsolePage {
    readonly panel: Locator;
    readonly test: Locator;
    readonly findings: Locator;
    readonly problems: Locator;

    constructor(page: Page) {
        super(page, 'zoom');
        this.panel = page.locator('.zoom-setup');
        this.test = this.panel.getByRole('button', {name: 'Test connection'});
        this.findings = this.part('Connection').getByRole('listitem');
        this.problems = this.part('Do this first').getByRole('listitem');
    }

    part(name: string): Locator {
        return this.panel.getByRole('region', {name, exact: true});
    }

    async isInForce(mode: string) {
        await expect(this.panel.getByRole('heading', {name: `In use: ${mode}`})).toBeVisible();
    }

    // copied is what a button copies.
    async copied(name: string): Promise<string> {
        const button = this.panel.getByRole('button', {name: `Copy ${name}`, exact: true});
        await button.click();
        await expect(button).toHaveText('Copied');
        return this.page.evaluate(() => navigator.clipboard.readText());
    }

    // comeBack is what the page hears when somebody returns from another window; Playwright's pages have the focus all the time.
    async comeBack() {
        await this.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    }

    async choose(mode: string) {
        await this.setting('AuthMode').selectOption(mode);
    }
}
