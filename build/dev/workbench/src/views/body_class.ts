import {useEffect} from 'react';

// useBodyClass marks the body, as Mattermost does: so what plugins put into a portal is inside of it, too.
export function useBodyClass(...names: string[]): void {
    useEffect(() => {
        document.body.classList.add(...names);
        return () => document.body.classList.remove(...names);
    }, []);
}
