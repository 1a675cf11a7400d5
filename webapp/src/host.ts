// The only file that touches what the host has on `window`. (Its libraries are imported like any other: vite.config.ts knows which.)
import type {ReactNode} from 'react';

import type {Plugin} from './types/host';

type Host = {
    basename?: string;
    registerPlugin: (id: string, plugin: Plugin) => void;
    PostUtils: {
        formatText: (text: string, options?: {singleline?: boolean}) => string;
        // Further arguments differ between the versions.
        messageHtmlToComponent: (html: string) => ReactNode;
    };
};

const host = window as unknown as Host;

export function registerPlugin(plugin: Plugin): void {
    host.registerPlugin('zoom', plugin);
}

// basename is the path of the server's address, empty for none.
export function basename(): string {
    return host.basename ?? '';
}

// openThreadId is the id of the post that begins the thread which is open in the list of threads, empty when there is none. Mattermost's store
// does not have it when the page was loaded with the thread open.
export function openThreadId(): string {
    return /\/threads\/([a-z0-9]{26})$/.exec(window.location.pathname)?.[1] ?? '';
}

// formatted shows a text like the host shows a message.
export function formatted(text: string): ReactNode {
    return host.PostUtils.messageHtmlToComponent(host.PostUtils.formatText(text));
}

// Mattermost Desktop may never let a window that it opened blank go elsewhere.
export function isDesktop(): boolean {
    return /Mattermost\//.test(navigator.userAgent) && /Electron\//.test(navigator.userAgent);
}
