// The tab in which a meeting opens. Browsers let it open only in the click itself, before it is known where it will go.
import {isDesktop} from './host';

export type Tab = {
    // go leads the tab to a web address. It tells whether there was a tab.
    go: (url: string) => boolean;
    close: () => void;
};

export function openTab(message: string): Tab {
    if (isDesktop()) {
        const go = (url: string) => {
            window.open(url, '_blank', 'noopener');
            return true;
        };
        return {go, close: () => undefined};
    }
    const tab = window.open('', '_blank');
    if (!tab) {
        return {go: () => false, close: () => undefined};
    }
    showWaiting(tab.document, message);
    const close = () => tab.close();
    // Without this page nobody leads the tab on.
    window.addEventListener('pagehide', close);
    return {
        go: (url) => {
            window.removeEventListener('pagehide', close);
            if (tab.closed) {
                return false;
            }
            tab.opener = null;
            tab.location.replace(url);
            return true;
        },
        close,
    };
}

// showWaiting says that something is under way.
function showWaiting({body, documentElement}: Document, message: string): void {
    documentElement.lang = document.documentElement.lang;
    body.setAttribute('role', 'status');
    body.textContent = message;
    body.style.cssText = 'color-scheme:light dark;color:CanvasText;background:Canvas;height:90vh;display:grid;place-content:center;font:16px system-ui';
}
