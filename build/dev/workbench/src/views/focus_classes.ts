// Mattermost marks what the Tab key has reached with classes, without React knowing.
import {useEffect} from 'react';

const classes = ['a11y--active', 'a11y--focused'];

export function useFocusClasses(): void {
    useEffect(() => {
        let byKey = false;
        let marked: Element | null = null;
        const mark = (element: Element | null) => {
            marked?.classList.remove(...classes);
            marked = element;
            marked?.classList.add(...classes);
        };
        const keyDown = ({key}: KeyboardEvent) => {
            byKey = key === 'Tab';
        };
        const mouseDown = () => {
            byKey = false;
            mark(null);
        };
        const focusIn = ({target}: FocusEvent) => mark(byKey ? target as Element : null);
        document.addEventListener('keydown', keyDown, true);
        document.addEventListener('mousedown', mouseDown, true);
        document.addEventListener('focusin', focusIn);
        return () => {
            document.removeEventListener('keydown', keyDown, true);
            document.removeEventListener('mousedown', mouseDown, true);
            document.removeEventListener('focusin', focusIn);
        };
    }, []);
}
