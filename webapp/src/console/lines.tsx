import React from 'react';

import type {Failure} from '../client';
import {Glyph} from '../components/glyphs';
import {formatted} from '../host';

import type {Line, Verdict} from './client';
import {text} from './texts';

const kind = (verdict: Verdict) => (verdict === null ? 'unsure' : verdict ? 'good' : 'bad');

// Lines tells things one below the other, each with what to do about it.
export function Lines({lines}: {lines: Line[]}) {
    return (
        <ul className='zoom-setup-lines'>
            {lines.map((line) => (
                <li key={line.text} className={`zoom-setup-${kind(line.verdict)}`}>
                    <Glyph name={line.verdict ? 'done' : 'problem'}/>
                    <div>
                        <span className='zoom-unseen'>{text(`zoom.setup.${kind(line.verdict)}`)}{' '}</span>
                        {formatted(line.text)}
                        {line.fix && formatted(line.fix)}
                        {line.connectUrl && (
                            <a className='zoom-button zoom-primary' href={line.connectUrl} target='_blank' rel='noopener noreferrer'>
                                {text('zoom.setup.connect')}
                            </a>
                        )}
                    </div>
                </li>
            ))}
        </ul>
    );
}

// Failed tells why the server gave no answer, in its own words where it had any.
export function Failed({failure: {text: words, status}}: {failure: Failure}) {
    return (
        <div role='alert' className='zoom-setup-bad zoom-failure'>
            <Glyph name='problem'/>
            <div>{words ? formatted(words) : status ? text('zoom.setup.no_answer', {status}) : text('zoom.setup.unreachable')}</div>
        </div>
    );
}
