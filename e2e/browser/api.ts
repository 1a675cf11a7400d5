// The REST API, for what a test needs to be there and what it does as somebody outside of the browser.
import {type APIRequestContext, expect, request} from '@playwright/test';

export type Team = {id: string; name: string};
export type Channel = {id: string; name: string; display_name: string};

type Preference = {user_id: string; category: string; name: string; value: string};

type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;

export class API {
    private constructor(
        private readonly context: APIRequestContext,
        readonly userId: string,
        readonly session: Session, // cookies, for a browser
    ) {}

    static async login(baseURL: string, username: string, password: string): Promise<API> {
        // Without this header the server sets no cookies.
        const anonymous = await request.newContext({baseURL, extraHTTPHeaders: {'X-Requested-With': 'XMLHttpRequest'}});
        const response = await anonymous.post('/api/v4/users/login', {data: {login_id: username, password}});
        expect(response.ok(), await response.text()).toBeTruthy();
        const token = response.headers().token;
        const {id} = await response.json();
        const session = await anonymous.storageState();
        await anonymous.dispose();
        const api = new API(await request.newContext({baseURL, extraHTTPHeaders: {Authorization: `Bearer ${token}`}}), id, session);
        await api.savePreferences(toursTaken(id));
        return api;
    }

    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shapes are Mattermost's
    async call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown): Promise<any> {
        const response = await this.context.fetch(`/api/v4${path}`, {method, data});
        expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBeTruthy();
        return response.json();
    }

    post(channelId: string, message: string, more: object = {}) {
        return this.call('POST', '/posts', {channel_id: channelId, message, ...more});
    }

    // prefer saves one of the user's preferences, as the client's settings do.
    prefer(category: string, name: string, value: string) {
        return this.savePreferences([{user_id: this.userId, category, name, value}]);
    }

    async forgetPreferences() {
        const kept = new Set(toursTaken(this.userId).map(({category}) => category));
        const chosen = (await this.call('GET', '/users/me/preferences') as Preference[]).filter(({category}) => !kept.has(category));
        if (chosen.length > 0) {
            await this.call('POST', '/users/me/preferences/delete', chosen);
        }
        await this.call('PUT', '/users/me/patch', {locale: 'en', timezone: {useAutomaticTimezone: 'true', automaticTimezone: '', manualTimezone: ''}});
    }

    dispose() {
        return this.context.dispose();
    }

    private savePreferences(preferences: Preference[]) {
        return this.call('PUT', '/users/me/preferences', preferences);
    }
}

// toursTaken are the preferences from which Mattermost's client knows that this user no longer needs to be shown around.
function toursTaken(user: string): Preference[] {
    return [
        ['crt_thread_pane_step', user, '999'],
        ['crt_tutorial_step', user, '999'],
        ['crt_tutorial_triggered', user, '999'],
        ['onboarding_task_list', 'onboarding_task_list_show', 'false'],
        ['recommended_next_steps', 'hide', 'true'],
        ['tutorial_step', user, '999'],
    ].map(([category, name, value]) => ({user_id: user, category, name, value}));
}
