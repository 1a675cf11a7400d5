import React, {type ReactNode} from 'react';

import {formatted} from '../host';
import {useReader} from '../hooks/use_reader';
import {message} from '../i18n';
import {grouped, parseProps, type Meeting, type MeetingPost} from '../post_props';
import {lengthOf, momentText, spanText} from '../time';
import type {PostTypeProps} from '../types/host';

import {CopyButton} from './copy_button';
import {Glyph} from './glyphs';
import {LinkButton} from './link_button';
import {Prompt} from './prompt';

// Card is how the posts of meetings are shown.
export function Card({post, compactDisplay}: PostTypeProps) {
    const parsed = parseProps(post.props);
    switch (parsed.state) {
    case 'recent':
        // Nobody but the server can make an ephemeral post.
        if (post.type === 'system_ephemeral') {
            return <Prompt post={post} {...parsed}/>;
        }
        // falls through
    case 'unknown':
        return <>{formatted(post.message)}</>;
    default:
        return <MeetingCard parsed={parsed} intro={post.message} compact={Boolean(compactDisplay)}/>;
    }
}

type Shown = Exclude<MeetingPost, {state: 'unknown' | 'recent'}>;

function MeetingCard({parsed, intro, compact}: {parsed: Shown; intro: string; compact: boolean}) {
    const {state, meeting: {creator, topic, link, shared}} = parsed;
    const what = shared ? 'zoom.card.shared' : 'zoom.card.started';
    return (
        <div className={compact ? 'zoom-post zoom-compact' : 'zoom-post'}>
            <div>{creator ? message(what, {creator: <b>{creator}</b>}) : formatted(intro)}</div>
            <div className={`zoom-card zoom-${state}`}>
                <div className='zoom-picture'><Glyph name='video' size={20}/></div>
                <div className='zoom-main'>
                    <div className='zoom-topic'>{topic ? formatted(topic) : message('zoom.card.untitled')}</div>
                    <div className='zoom-facts'><State parsed={parsed}/></div>
                    {state !== 'ended' && <div className='zoom-facts'><HowToJoin {...parsed.meeting}/></div>}
                    {state !== 'ended' && link && <div className='zoom-actions'><LinkButton url={link} text='zoom.card.join'/></div>}
                </div>
            </div>
        </div>
    );
}

function State({parsed}: {parsed: Shown}) {
    const reader = useReader();
    switch (parsed.state) {
    case 'shared':
        return <Fact><b>{message('zoom.card.not_started')}</b></Fact>;
    case 'running':
        return (
            <Fact>
                <span className='zoom-dot'/><b>{message('zoom.card.live')}</b>
                {parsed.startedAt > 0 && <>{' '}{message('zoom.card.since', {time: momentText(parsed.startedAt, reader)})}</>}
            </Fact>
        );
    case 'ended': {
        const {startedAt, endedAt, missed} = parsed;
        const both = startedAt > 0 && endedAt > 0;
        const {hours, minutes} = lengthOf(startedAt, endedAt);
        return (
            <>
                <Fact><b>{message(missed ? 'zoom.card.missed' : 'zoom.card.ended')}</b></Fact>
                {endedAt > 0 && <Fact>{spanText(startedAt || endedAt, endedAt, reader)}</Fact>}
                {both && <Fact>{hours || minutes ? message('zoom.length', {hours, minutes}) : message('zoom.length.short')}</Fact>}
            </>
        );
    }
    }
}

function HowToJoin({number, personal, passcode}: Meeting) {
    return (
        <>
            {number && (
                <Fact>
                    {message(personal ? 'zoom.card.personal_id' : 'zoom.card.meeting_id', {number: grouped(number)})}
                    <CopyButton text={number}/>
                </Fact>
            )}
            {passcode && <Fact>{message('zoom.card.passcode', {passcode})}</Fact>}
        </>
    );
}

function Fact({children}: {children: ReactNode}) {
    return <span className='zoom-fact'>{children}</span>;
}
