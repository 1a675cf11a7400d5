import React, {useEffect, useRef} from 'react';

import {message, type MessageId} from '../i18n';

// LinkButton looks like a button and is a link, so that it can also be copied or opened in the background.
export function LinkButton({url, text, focus, followed}: {url: string; text: MessageId; focus?: boolean; followed?: () => void}) {
    const link = useRef<HTMLAnchorElement>(null);
    useEffect(() => {
        if (focus) {
            link.current?.focus();
        }
    }, [focus]);
    return (
        <a ref={link} className='zoom-button zoom-primary' href={url} target='_blank' rel='noopener noreferrer' onClick={followed}>
            {message(text)}
        </a>
    );
}
