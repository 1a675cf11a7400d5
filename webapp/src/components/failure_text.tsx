import React from 'react';

import type {Failure} from '../client';
import {formatted} from '../host';
import {message} from '../i18n';

import {Glyph} from './glyphs';

// FailureText tells why something failed, in the server's words where it had any.
export function FailureText({failure: {text, status}}: {failure: Failure}) {
    const own = status ? message('zoom.problem.no_answer', {status}) : message('zoom.problem.unreachable');
    return (
        <div className='zoom-failure'>
            <Glyph name='problem'/>
            <div>{text ? formatted(text) : own}</div>
        </div>
    );
}
