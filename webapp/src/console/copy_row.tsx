import React, {useEffect, useState} from 'react';

import {copyText} from '../copy_text';

import {text, useText} from './texts';

const shown = 2000; // milliseconds

// CopyRow shows what is to be entered at Zoom, with a button that copies it. what names it for those who do not see it.
export function CopyRow({value, what}: {value: string; what: string}) {
    const label = useText()('zoom.setup.copy_what', {what});
    const [copied, setCopied] = useState<boolean>();
    useEffect(() => {
        const timer = copied === undefined ? undefined : setTimeout(() => setCopied(undefined), shown);
        return () => clearTimeout(timer);
    }, [copied]);
    const outcome = copied === undefined ? '' : text(copied ? 'zoom.setup.copied' : 'zoom.setup.not_copied');
    return (
        <div className='zoom-setup-row'>
            <code>{value}</code>
            <button type='button' className='zoom-button' aria-label={label} title={label} onClick={() => copyText(value).then(setCopied)}>
                {outcome || text('zoom.setup.copy')}
            </button>
            <span role='status' className='zoom-unseen'>{outcome}</span>
        </div>
    );
}
