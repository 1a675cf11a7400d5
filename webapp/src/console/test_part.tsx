import React from 'react';

import type {Answer, Line} from './client';
import {Failed, Lines} from './lines';
import {Part} from './parts';
import {text} from './texts';

type Props = {answer?: Answer<Line[]>; busy: boolean; ask: () => void};

// TestPart tries what is saved. Its button stays where it is while that takes, and is not pressed twice.
export function TestPart({answer, busy, ask}: Props) {
    const lines = answer && 'value' in answer ? answer.value : [];
    const count = (verdict: Line['verdict']) => lines.filter((line) => line.verdict === verdict).length;
    return (
        <Part title='zoom.setup.connection'>
            <div className='zoom-setup-row'>
                <button type='button' className='zoom-button zoom-primary' aria-disabled={busy} onClick={() => busy || ask()}>
                    {text(busy ? 'zoom.setup.testing' : 'zoom.setup.test')}
                </button>
                <span role='status'>
                    {busy ? <span className='zoom-unseen'>{text('zoom.setup.testing')}</span> : answer && 'value' in answer && (
                        text('zoom.setup.tested', {bad: count(false), unsure: count(null)})
                    )}
                </span>
            </div>
            {!busy && answer && ('failure' in answer ? <Failed failure={answer.failure}/> : <Lines lines={lines}/>)}
        </Part>
    );
}
