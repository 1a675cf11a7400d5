import React, {useEffect, useRef, type RefObject} from 'react';
import {useSelector, useStore} from 'react-redux';

import {buttonOf, currentAnchor} from '../anchor';
import {useText} from '../i18n';
import {runningInView} from '../running';
import {select} from '../store';
import {toggleMenu} from '../toggle_menu';
import type {Store} from '../types/host';

import {Glyph} from './glyphs';

// Icon is what the host puts into its button. It does what the host leaves out: it names the button, says that a menu opens there and whether a
// meeting is running, and makes the App Bar's button work by keyboard and where no channel is open.
export function Icon() {
    const self = useRef<HTMLSpanElement>(null);
    const isOpen = useSelector(select).menu !== null;
    const isRunning = useSelector(runningInView) !== null;
    const text = useText();
    useButtonAttributes(self, text(isRunning ? 'zoom.button.running' : 'zoom.button'), isOpen, isRunning);
    useAppBarButton(self);
    return <span ref={self} className={`zoom-icon ${isRunning ? 'zoom-icon-running' : ''}`}><Glyph name='video' size={20}/></span>;
}

// useButtonAttributes tells assistive technology what the host does not know. The host's own name for the button stays, unless there is more
// to say.
function useButtonAttributes(icon: RefObject<HTMLElement>, name: string, isOpen: boolean, isRunning: boolean): void {
    useEffect(() => {
        const button = ownButton(icon.current);
        if (!button) {
            return undefined;
        }
        const given = button.getAttribute('aria-label');
        const isNamed = button.textContent?.trim() || ![null, '', '[object Object]'].includes(given);
        if (isRunning || !isNamed) {
            button.setAttribute('aria-label', name);
        }
        button.setAttribute('aria-haspopup', 'menu');
        button.setAttribute('aria-expanded', String(isOpen && currentAnchor() === button));
        return () => {
            ['aria-haspopup', 'aria-expanded'].forEach((attribute) => button.removeAttribute(attribute));
            // The host may have given the button another name in the meantime.
            if (button.getAttribute('aria-label') === name) {
                button.removeAttribute('aria-label');
                if (given !== null) {
                    button.setAttribute('aria-label', given);
                }
            }
        };
    }, [icon, name, isOpen, isRunning]);
}

// useAppBarButton makes up for what the button in the App Bar of Mattermost 11 lacks. It is a DIV that hears no keys, and the host calls the
// action of its plugin only where a channel is open that the user is a member of, so not in the list of threads.
function useAppBarButton(icon: RefObject<HTMLElement>): void {
    const store = useStore() as unknown as Store;
    useEffect(() => {
        const button = ownButton(icon.current);
        if (!button || button.tagName === 'BUTTON') {
            return undefined;
        }
        const pressed = (event: KeyboardEvent) => {
            if (event.key === 'Enter' || event.key === ' ') {
                // Mattermost would scroll the page, or move the focus into the message box.
                event.preventDefault();
                event.stopPropagation();
                button.click();
            }
        };
        const clicked = () => {
            const {currentChannelId, myMembers} = store.getState().entities.channels;
            if (!myMembers?.[currentChannelId]) {
                toggleMenu(store);
            }
        };
        button.addEventListener('keydown', pressed);
        button.addEventListener('click', clicked);
        return () => {
            button.removeEventListener('keydown', pressed);
            button.removeEventListener('click', clicked);
        };
    }, [icon, store]);
}

// ownButton is the button around the icon. An icon in a menu is part of an item, which has a name.
function ownButton(icon: HTMLElement | null): HTMLElement | null {
    const button = icon && buttonOf(icon);
    return button?.contains(icon) ? button : null;
}
