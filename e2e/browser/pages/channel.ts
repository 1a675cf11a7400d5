// A channel in the browser. It names elements as Mattermost's own client does, so that it can run against that one, too.
import {expect, type Locator, type Page} from '@playwright/test';

export class ChannelPage {
    readonly textbox: Locator;
    readonly posts: Locator;
    readonly rhs: Locator;
    readonly title: Locator;
    readonly appBar: Locator;

    constructor(readonly page: Page) {
        this.textbox = page.locator('#post_textbox');
        this.posts = page.locator('#postListContent .post');
        this.rhs = page.locator('#rhsContainer');
        this.title = page.locator('#channelHeaderTitle');
        this.appBar = page.locator('.app-bar');
    }

    // post is the post that holds this text.
    post(text: string | RegExp): Locator {
        return this.posts.filter({hasText: text});
    }

    // send posts a message or runs a command. Without a space behind it, Enter would take the completion that is offered for a command.
    async send(message: string) {
        await this.textbox.fill(message.startsWith('/') ? `${message} ` : message);
        await this.textbox.press('Enter');
        await expect(this.textbox).toHaveValue('');
    }

    async openThread(text: string) {
        const post = this.post(text);
        await post.hover();
        await post.locator('[id^="CENTER_commentIcon_"]').click();
        await expect(this.rhs).toBeVisible();
    }

    // search searches for words and is what it finds. Mattermost 11 has the field in a box of its own, which a click opens.
    async search(words: string): Promise<Locator> {
        // The message box takes the focus once by itself, when it appears.
        await this.textbox.click();
        await this.page.locator('#searchFormContainer, #searchBox').first().click();
        await expect(this.page.locator('input:focus')).toBeVisible();
        await this.page.keyboard.type(words);
        await this.page.keyboard.press('Enter');
        return this.page.locator('[id^="searchResult_"]');
    }

    // headerButton is a plugin's button, in the channel's header or in the App Bar.
    headerButton(icon: string): Locator {
        return this.page.locator('.channel-header__icon').filter({has: this.page.locator(icon)});
    }

    // openChannelMenu opens the menu under the channel's name. In the mobile view the other view's button is there, too, but hidden.
    async openChannelMenu() {
        await this.page.locator('#channelHeaderDropdownButton, #navbar .navbar-brand a').filter({visible: true}).click();
    }
}

// inPost finds parts of a post by their role. Mattermost 6.7 hides them from assistive technology until the post has the focus.
export function inPost(post: Locator, role: 'button' | 'link' | 'status', name?: string): Locator {
    return post.getByRole(role, {name, includeHidden: true});
}
