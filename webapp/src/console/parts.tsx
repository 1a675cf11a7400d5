import React, {type ReactNode} from 'react';

import type {Setup, Use} from './client';
import {CopyRow} from './copy_row';
import {Lines} from './lines';
import {text, type TextId, useText} from './texts';

// Part is a part of the panel; its id is that of its heading.
export function Part({title, values, children}: {title: TextId; values?: Record<string, ReactNode>; children: ReactNode}) {
    const id = title.replaceAll('.', '_');
    return (
        <section aria-labelledby={id}>
            <h2 id={id}>{text(title, values)}</h2>
            {children}
        </section>
    );
}

// ModePart says how Zoom is signed in to, and which settings that makes matter.
export function ModePart({setup: {mode, inferred, settings}}: {setup: Setup}) {
    return (
        <Part title='zoom.setup.mode' values={{mode: mode && text(`zoom.setup.mode.${mode}`)}}>
            {inferred && <p>{text('zoom.setup.inferred')}</p>}
            <dl>
                {(['required', 'optional', 'ignored'] as Use[]).filter((use) => settings[use].length > 0).map((use) => (
                    <div key={use} className={`zoom-setup-${use}`}>
                        <dt>{text(`zoom.setup.${use}`)}</dt>
                        <dd>{settings[use].map((name) => <span key={name}>{name}</span>)}</dd>
                    </div>
                ))}
            </dl>
        </Part>
    );
}

export function ProblemsPart({problems}: Setup) {
    if (problems.length > 0) {
        return <div className='zoom-setup-problems'><Part title='zoom.setup.problems'><Lines lines={problems}/></Part></div>;
    }
    return null;
}

// AtZoomPart has what is to be entered at Zoom, in the order in which Zoom's pages ask for it.
export function AtZoomPart({setup}: {setup: Setup}) {
    return (
        <Part title='zoom.setup.at_zoom'>
            {setup.redirectUrl && <Entry title='zoom.setup.redirect_url' values={[setup.redirectUrl]}/>}
            <Entry
                title='zoom.setup.webhook_url'
                values={[setup.webhookUrl].filter(Boolean)}
                help={setup.webhookUrl ? 'zoom.setup.webhook_url.help' : 'zoom.setup.no_webhook_url'}
            />
            <Entry title='zoom.setup.events' values={setup.events}/>
            {setup.scopes.length > 0 && <Entry title='zoom.setup.scopes' values={setup.scopes}/>}
            {setup.deauthorizationUrl && (
                <Entry title='zoom.setup.deauthorization_url' values={[setup.deauthorizationUrl]} help='zoom.setup.deauthorization_url.help'/>
            )}
        </Part>
    );
}

function Entry({title, values, help}: {title: TextId; values: string[]; help?: TextId}) {
    const name = useText()(title);
    return (
        <div className='zoom-setup-entry' role='group' aria-label={name}>
            <div className='zoom-setup-name'>{name}</div>
            <div>
                {values.map((value) => <CopyRow key={value} value={value} what={values.length > 1 ? value : name}/>)}
                {help && <p>{text(help)}</p>}
            </div>
        </div>
    );
}
