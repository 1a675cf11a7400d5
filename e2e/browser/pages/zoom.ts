// What our web app adds to a channel: the button with its menu, dialogs and cards. By roles and names, as people find them.
import {expect, type Locator, type Page} from '@playwright/test';

import type {ChannelPage} from './channel';

export type Action = 'Start Zoom Meeting Now' | 'Start Zoom Meeting with Topic' | 'Share Zoom Meeting';

export class ZoomPage {
    readonly page: Page;
    readonly button: Locator;
    readonly menu: Locator;
    readonly cards: Locator;
    readonly status: Locator;
    private readonly opening: Page[] = [];

    constructor(readonly channel: ChannelPage) {
        this.page = channel.page;
        this.button = this.page.getByRole('button', {name: /^Zoom meeting/});
        this.menu = this.page.getByRole('menu', {name: 'Zoom meeting'});
        this.cards = channel.posts.locator('.zoom-card');
        this.status = this.page.locator('.zoom-status');
        this.page.on('popup', (tab) => this.opening.push(tab));
    }

    // tabs are those that this page has opened and that are still there.
    get tabs(): Page[] {
        return this.opening.filter((tab) => !tab.isClosed());
    }

    item(name: Action): Locator {
        return this.menu.getByRole('menuitem', {name});
    }

    dialog(name: string | RegExp): Locator {
        return this.page.getByRole('dialog', {name});
    }

    async choose(name: Action) {
        await this.button.click();
        await this.item(name).click();
    }

    // opened is the tab that act opens, when it has arrived at Zoom.
    async opened(act: () => Promise<void>): Promise<Page> {
        const opening = this.page.context().waitForEvent('page');
        await act();
        const tab = await opening;
        await tab.waitForURL(/\/[sj]\/\d+/);
        return tab;
    }

    // startNow starts a meeting and returns its number.
    async startNow(): Promise<string> {
        const tab = await this.opened(() => this.choose('Start Zoom Meeting Now'));
        const number = meetingNumber(tab.url());
        await tab.close();
        await expect(this.cards.last()).toContainText('Live');
        return number;
    }
}

export function meetingNumber(address: string): string {
    return /\/[sj]\/(\d+)/.exec(address)?.[1] ?? '';
}

// grouped is a meeting ID as people read it.
export function grouped(number: string): string {
    return number.replace(number.length === 11 ? /^(...)(....)(....)$/ : /^(...)(...)(.*)$/, '$1 $2 $3');
}
