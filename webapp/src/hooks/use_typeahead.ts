import {useRef} from 'react';

const pause = 500; // milliseconds after which typing begins anew

// useTypeahead returns a function that tells where a typed character leads: to the next label that begins with what was typed so far. The
// same character again goes on to the next one. A space that begins a text leads nowhere: it returns -1.
export function useTypeahead(): (character: string, labels: string[], current: number) => number {
    const typed = useRef({text: '', at: 0});
    return (character, labels, current) => {
        const now = Date.now();
        const text = (now - typed.current.at < pause ? typed.current.text : '') + character.toLowerCase();
        if (text === ' ') {
            return -1;
        }
        typed.current = {text, at: now};
        const repeated = Array.from(text).every((other) => other === text[0]);
        const wanted = repeated ? text.slice(0, 1) : text;
        for (let i = repeated ? 1 : 0; i <= labels.length; i++) {
            const index = (current + i) % labels.length;
            if (labels[index]?.toLowerCase().startsWith(wanted)) {
                return index;
            }
        }
        return current;
    };
}
