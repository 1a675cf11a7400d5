// The connection to the server: REST with the cookies of a login, and the WebSocket.
import {WebSocketClient} from '@mattermost/client';
import {Client4} from 'mattermost-redux/client';

// This script is <SiteURL>/static/<name>.js, and the SiteURL may have a path.
const script = import.meta.url;
export const siteURL = new URL('..', script).href.replace(/\/$/, '');
export const basename = new URL(siteURL).pathname.replace(/\/$/, '');

Client4.setUrl(siteURL);

export const client = Client4;
export const webSocket = new WebSocketClient();

export function connectWebSocket(): void {
    webSocket.initialize(`${siteURL.replace(/^http/, 'ws')}/api/v4/websocket`);
}

export function hasSession(): boolean {
    return document.cookie.split('; ').some((cookie) => cookie.startsWith('MMUSERID='));
}

export function errorText(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
