// Alice and Bob with accounts at a simulated Zoom, which a test can act on.
import AxeBuilder from '@axe-core/playwright';
import {expect, type Locator, type Page} from '@playwright/test';

import type {API} from '../api';
import {test as base, withNewUser} from '../fixtures';
import {ZoomPage} from '../pages/zoom';

export {expect};

// Zoom is the simulator, by the forms of its pages.
export class Zoom {
    constructor(private readonly url: string) {}

    async add(user: API, form: {state?: string; no_hosting?: string} = {}) {
        const {email} = await user.call('GET', '/users/me');
        await this.post('/sim/users', {email, ...form});
    }

    join(meeting: string, name = 'Guest') {
        return this.post(`/j/${meeting}/join`, {name});
    }

    end(meeting: string) {
        return this.post(`/j/${meeting}/end`, {});
    }

    faults(form: {latency?: string; op?: string; status?: string; times?: string; body?: string}) {
        return this.post('/sim/faults', form);
    }

    // clock sets how far Zoom's clock is ahead, in seconds.
    clock(skew: number) {
        return this.post('/sim/clock', {skew: String(skew)});
    }

    async isAt(page: Page, meeting: string) {
        await expect(page).toHaveURL(new RegExp(`^${this.url}/[sj]/${meeting}`));
    }

    private async post(path: string, form: Record<string, string>) {
        const response = await fetch(this.url + path, {method: 'POST', body: new URLSearchParams(form)});
        expect(response.ok, `${path}: ${response.status}`).toBeTruthy();
    }
}

type Settings = Record<string, string | boolean | number>;

type Fixtures = {
    sim: Zoom;
    good: Settings; // what zoom_test.go configures
    configure: (settings: Settings) => Promise<void>; // puts it back in the end
    stranger: API; // a member of the channel whom Zoom does not know
    zoomPage: ZoomPage;
    openZoom: (user: API, path?: string) => Promise<ZoomPage>;
    shoot: (page: Page, name: string) => Promise<void>;
    isAccessible: (page: Page, ...where: string[]) => Promise<void>;
};

// React tells of what ReactBootstrap 0.32, the host's, still does. Everything else that React warns of is ours.
const ofReactBootstrap = /^Warning: componentWill(Mount|ReceiveProps|Update) has been renamed/;

// The colours of a theme's buttons are the theme's; those of Onyx have a contrast of 3.9 instead of 4.5.
const theirColours = '.zoom-primary, .zoom-primary *';

export const test = base.extend<Fixtures>({
    sim: async ({zoom}, use) => use(new Zoom(zoom)),
    good: async ({zoom}, use) => use({
        zoomurl: zoom, zoomapiurl: `${zoom}/v2`, accountid: 'sim-account-id', oauthclientid: 'sim-client-id', oauthclientsecret: 'sim-client-secret',
        webhooksecret: 'webhook-secret', zoomwebhooksecret: 'sim-secret-token', authmode: 'auto', encryptionkey: '', apikey: '', apisecret: '',
        accountlevelapp: false, startlimit: 0,
    }),
    configure: async ({admin, good}, use) => {
        const configure = async (settings: Settings) => {
            const {Plugins: plugins} = (await admin.call('GET', '/config')).PluginSettings;
            await admin.call('PUT', '/config/patch', {PluginSettings: {Plugins: {...plugins, zoom: settings}}});
        };
        await use(configure);
        await configure(good);
    },
    account: [async ({account, zoom}, use) => {
        await new Zoom(zoom).add(account);
        await use(account);
    }, {scope: 'worker'}],
    bob: [async ({bob, zoom}, use) => {
        await new Zoom(zoom).add(bob);
        await use(bob);
    }, {scope: 'worker'}],

    stranger: async ({server, admin, team, ourChannel}, use) => withNewUser(server, admin, team, 'stranger', async (stranger) => {
        await admin.call('POST', `/channels/${ourChannel.id}/members`, {user_id: stranger.userId});
        await use(stranger);
    }),

    watched: async ({watched}, use) => {
        const warnings: string[] = [];
        await use((page) => {
            page.on('console', (message) => {
                if (message.type() === 'warning' && !ofReactBootstrap.test(message.text())) {
                    warnings.push(message.text());
                }
            });
            return watched(page);
        });
        expect(warnings, 'warnings on the console').toEqual([]);
    },

    openZoom: async ({open}, use) => use(async (user, path) => {
        const page = new ZoomPage(await open(user, path));
        // Mattermost focuses its text box as soon as it is there.
        await expect(page.channel.textbox).toBeVisible();
        await expect(page.button).toBeVisible();
        return page;
    }),
    zoomPage: async ({openZoom, alice}, use) => use(await openZoom(alice)),

    shoot: async ({}, use, {project}) => use(async (page, name) => {
        await page.screenshot({path: `${process.env.SCREENSHOTS ?? 'screenshots'}/${project.name}/${name}.png`, animations: 'disabled'});
    }),

    isAccessible: async ({}, use) => use(async (page, ...where) => {
        const builder = where.reduce((all, selector) => all.include(selector), new AxeBuilder({page}));
        const {violations} = await builder.exclude(theirColours).analyze();
        expect(violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)).toEqual([]);
    }),
});

// settled waits until the dialog has come to rest: it fades and slides in.
export async function settled(dialog: Locator) {
    await expect(dialog).toHaveCSS('opacity', '1');
    await dialog.evaluate(async (element) => {
        await Promise.all(element.getAnimations({subtree: true}).map(({finished}) => finished));
    });
}
