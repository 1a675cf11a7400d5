import {useEffect} from 'react';

import {dispatch} from '../state/store';

const mobile = window.matchMedia('(max-width: 768px)');

// useWindow keeps state.views.browser up to date.
export function useWindow(): void {
    useEffect(() => {
        const resized = () => dispatch({type: 'BROWSER_WINDOW_RESIZED', data: mobile.matches ? 'mobileView' : 'desktopView'});
        const focused = () => dispatch({type: 'BROWSER_CHANGE_FOCUS', focus: document.hasFocus()});
        resized();
        mobile.addEventListener('change', resized);
        window.addEventListener('focus', focused);
        window.addEventListener('blur', focused);
        return () => {
            mobile.removeEventListener('change', resized);
            window.removeEventListener('focus', focused);
            window.removeEventListener('blur', focused);
        };
    }, []);
}
