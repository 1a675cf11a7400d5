import React, {useEffect, useState} from 'react';

import {copyText} from '../copy_text';
import {message, useText} from '../i18n';

import {Glyph} from './glyphs';

const shown = 2000; // milliseconds

// CopyButton copies the meeting ID, and says so for a moment.
export function CopyButton({text}: {text: string}) {
    const label = useText()('zoom.card.copy');
    const [copied, setCopied] = useState(false);
    useEffect(() => {
        const timer = copied ? setTimeout(() => setCopied(false), shown) : undefined;
        return () => clearTimeout(timer);
    }, [copied]);
    return (
        <>
            <button type='button' className='zoom-copy' aria-label={label} title={label} onClick={() => copyText(text).then(setCopied)}>
                <Glyph name={copied ? 'done' : 'copy'} size={14}/>
            </button>
            <span role='status' className='zoom-unseen'>{copied && message('zoom.card.copied')}</span>
        </>
    );
}
