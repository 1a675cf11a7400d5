import React from 'react';

import type {Failure} from '../client';
import {formatted} from '../host';
import {message} from '../i18n';

import {Glyph} from './glyphs';

// FailureText tells why something failed.
export function FailureText({failure}: {failure: Failure}) {
    return (
        <div className='zoom-failure'>
            <Glyph name='problem'/>
            <FailureWords failure={failure}/>
        </div>
    );
}

// FailureWords are those of the server, in the reader's language, where it had any.
export function FailureWords({failure: {text, status}}: {failure: Failure}) {
    if (text) {
        return <div lang=''>{formatted(text)}</div>;
    }
    return <div>{status ? message('zoom.problem.no_answer', {status}) : message('zoom.problem.unreachable')}</div>;
}
