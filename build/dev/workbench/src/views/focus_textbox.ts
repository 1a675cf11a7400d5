// Whoever types anywhere on the page types into the message box: Mattermost moves the focus there at each key that is a character.
import {type RefObject, useEffect} from 'react';

export function useTypingAnywhere(textbox: RefObject<HTMLElement>, isWanted: boolean): void {
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (isWanted && isMeantForTextbox(event, document.activeElement)) {
                textbox.current?.focus();
            }
        };
        document.addEventListener('keydown', pressed);
        return () => document.removeEventListener('keydown', pressed);
    }, [isWanted]);
}

// What is none of HTML's own fields, buttons and links loses the focus, also when it is a select, a role or editable.
function isMeantForTextbox({key, ctrlKey, metaKey, altKey}: KeyboardEvent, active: Element | null): boolean {
    const tag = active?.tagName ?? 'INPUT';
    if (tag === 'TEXTAREA' || tag === 'INPUT') {
        return false;
    }
    const isPaste = (ctrlKey || metaKey) && key.toLowerCase() === 'v';
    const isCharacter = key.length === 1 && !ctrlKey && !metaKey && !altKey;
    const pressesButton = key === ' ' && (tag === 'BUTTON' || tag === 'A');
    return isPaste || (isCharacter && !pressesButton);
}
