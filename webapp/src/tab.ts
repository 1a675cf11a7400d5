// The tab in which a meeting opens. Browsers let it open only in the click itself, before it is known where it will go.
import {isDesktop} from './host';

export type Tab = {
    // go leads the tab to a web address. It tells whether there was a tab.
    go: (url: string) => boolean;
    close: () => void;
};

export function openTab(message: string): Tab {
    if (isDesktop()) {
        return {go: (url) => Boolean(window.open(url, '_blank', 'noopener')) || true, close: () => undefined};
    }
    const tab = window.open('', '_blank');
    if (!tab) {
        return {go: () => false, close: () => undefined};
    }
    showWaiting(tab.document, message);
    return {
        go: (url) => {
            if (tab.closed) {
                return false;
            }
            tab.opener = null;
            tab.location.replace(url);
            return true;
        },
        close: () => tab.close(),
    };
}

// showWaiting says in the colours of the user's theme that something is under way.
function showWaiting(page: Document, message: string): void {
    const theme = getComputedStyle(document.documentElement);
    const colour = (name: string, otherwise: string) => theme.getPropertyValue(name).trim() || otherwise;
    page.documentElement.lang = document.documentElement.lang;
    page.title = message;
    const text = page.createElement('p');
    text.setAttribute('role', 'status');
    text.textContent = message;
    page.body.append(text);
    page.body.style.cssText = `margin:0;height:100vh;display:grid;place-content:center;font:16px/24px "Open Sans",system-ui,sans-serif;
color:${colour('--center-channel-color', '#3f4350')};background:${colour('--center-channel-bg', '#fff')}`;
}
