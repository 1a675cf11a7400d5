// The panel of the System Console with which the plugin sets itself up: what is in force, what is missing, what to enter at Zoom, and a
// test, in the order in which an admin works. It comes in a file of its own, console.js, since only admins need it.
import React, {useEffect} from 'react';

import {Glyph} from '../components/glyphs';
import type {CustomSettingProps} from '../types/host';

import {getSetup, postTest} from './client';
import {Failed, Lines} from './lines';
import {AtZoomPart, ModePart, Part, ProblemsPart} from './parts';
import css from './style.css?inline';
import {TestPart} from './test_part';
import {text, Texts} from './texts';
import {useAnswer} from './use_answer';
import {useReturn} from './use_return';
import {useUnsaved} from './use_unsaved';

// forbidden is the HTTP status for who may not see the setup, such as a System Manager: another try does not help.
const forbidden = 403;

export function Panel({config}: CustomSettingProps) {
    return (
        <Texts>
            <style>{css}</style>
            <div className='zoom-setup'><Body config={config}/></div>
        </Texts>
    );
}

function Body({config}: CustomSettingProps) {
    const unsaved = useUnsaved();
    const {answer, busy, ask, refresh} = useAnswer(getSetup);
    const {forget, refresh: testAgain, ...test} = useAnswer(postTest);

    // config is another one when something was saved. In 11 a secret looks the same in it as before, and only the page tells.
    useEffect(() => {
        if (!unsaved) {
            ask();
            forget();
        }
        // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new config is why to ask
    }, [config, unsaved, ask, forget]);

    // Who returns may have connected an account in another tab.
    useReturn(() => {
        refresh();
        if (test.answer && 'value' in test.answer && test.answer.value.some(({connectUrl}) => connectUrl)) {
            testAgain();
        }
    });

    if (!answer) {
        return <p role='status'>{text('zoom.setup.loading')}</p>;
    }
    if ('failure' in answer) {
        return (
            <>
                <Failed failure={answer.failure}/>
                {answer.failure.status !== forbidden && (
                    <button type='button' className='zoom-button' aria-disabled={busy} onClick={() => busy || ask()}>
                        {text('zoom.setup.retry')}
                    </button>
                )}
            </>
        );
    }
    const setup = answer.value;
    return (
        <>
            <div role='status'>{unsaved && <p className='zoom-setup-unsaved'>{text('zoom.setup.unsaved')}</p>}</div>
            <ModePart setup={setup}/>
            <ProblemsPart {...setup}/>
            {setup.problems.length === 0 && (
                <p className='zoom-setup-good'>
                    <Glyph name='done'/>
                    <span>{text('zoom.setup.complete')} {setup.mode === 'user_oauth' && text('zoom.setup.members_connect')}</span>
                </p>
            )}
            <AtZoomPart setup={setup}/>
            <TestPart {...test}/>
            {setup.webhook.length > 0 && <Part title='zoom.setup.webhook'><Lines lines={setup.webhook}/></Part>}
        </>
    );
}
