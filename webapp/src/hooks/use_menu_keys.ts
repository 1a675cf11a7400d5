import {useEffect, type RefObject} from 'react';

import {useTypeahead} from './use_typeahead';

// useMenuKeys focuses the first item of a menu and lets keys move the focus, choose an item or close the menu.
export function useMenuKeys(menu: RefObject<HTMLElement>, close: () => void): void {
    const typed = useTypeahead();
    useEffect(() => focusItem(menu.current, 0), [menu]);
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            // Mattermost listens on the document: it would take the focus away when somebody types, and Escape means something there, too.
            // React 16 listens there as well, which is why this is no handler of React's.
            const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
            if (plain) {
                event.stopPropagation();
            }
            if (event.key === 'Tab') {
                close(); // The browser moves on from the button, forwards or backwards.
            } else if (plain && act(event)) {
                event.preventDefault();
            }
        };
        // act tells whether the key means something here.
        const act = ({key, repeat}: KeyboardEvent): boolean => {
            const items = itemsOf(menu.current);
            const current = items.indexOf(document.activeElement as HTMLElement);
            const next: Record<string, number> = {ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: -1};
            let index = next[key];
            if (key.length === 1) {
                index = typed(key, items.map(({textContent}) => textContent ?? ''), current);
            }
            if (key === 'Escape') {
                close();
            } else if (key === 'Enter' || key === ' ' && index === -1) {
                // A key that is held down has opened the menu.
                if (!repeat) {
                    items[current]?.click();
                }
            } else if (index !== undefined) {
                focusItem(menu.current, index);
            } else {
                return false;
            }
            return true;
        };
        const element = menu.current;
        element?.addEventListener('keydown', pressed);
        return () => element?.removeEventListener('keydown', pressed);
    });
}

// focusItem counts around the ends.
function focusItem(menu: Element | null, index: number): void {
    const items = itemsOf(menu);
    items[(index + items.length) % items.length]?.focus({preventScroll: true});
}

function itemsOf(menu: Element | null): HTMLElement[] {
    return Array.from(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []);
}
