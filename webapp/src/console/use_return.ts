import {useEffect, useRef} from 'react';

// useReturn calls back when somebody returns to the page: to its tab, or to its window from another one. A return may be told twice.
export function useReturn(callback: () => void) {
    const latest = useRef(callback);
    useEffect(() => {
        latest.current = callback;
    });
    useEffect(() => {
        const returned = () => document.visibilityState === 'visible' && latest.current();
        window.addEventListener('focus', returned);
        document.addEventListener('visibilitychange', returned);
        return () => {
            window.removeEventListener('focus', returned);
            document.removeEventListener('visibilitychange', returned);
        };
    }, []);
}
