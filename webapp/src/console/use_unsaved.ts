import {useEffect, useState} from 'react';

// useUnsaved tells whether the page has changes that are not saved. The host tells a setting only of its own, so this looks at the button
// that saves them all.
export function useUnsaved(): boolean {
    const [unsaved, setUnsaved] = useState(false);
    useEffect(() => {
        const button = document.querySelector<HTMLButtonElement>('#saveSetting');
        if (!button) {
            return undefined;
        }
        const look = () => setUnsaved(!button.disabled);
        const observer = new MutationObserver(look);
        observer.observe(button, {attributes: true, attributeFilter: ['disabled']});
        look();
        return () => observer.disconnect();
    }, []);
    return unsaved;
}
