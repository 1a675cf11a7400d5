import type {Post} from '@mattermost/types/posts';
import React, {type ReactNode} from 'react';

import {formatted} from '../host';
import {useNameInIntro} from '../hooks/use_names';
import {useReader} from '../hooks/use_reader';
import {language, message} from '../i18n';
import {grouped, ownWords, parsePost, type Meeting, type MeetingPost} from '../post_props';
import {lengthOf, momentText, spanText} from '../time';
import type {PostTypeProps} from '../types/host';

import {CopyButton} from './copy_button';
import {Glyph} from './glyphs';
import {LinkButton} from './link_button';
import {Prompt} from './prompt';

// Card is how the posts of meetings are shown.
export function Card({post, compactDisplay}: PostTypeProps) {
    const parsed = parsePost(post);
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
        return <MeetingCard post={post} parsed={parsed} compact={Boolean(compactDisplay)}/>;
    }
}

type Shown = Exclude<MeetingPost, {state: 'unknown' | 'recent'}>;

// MeetingCard has the class zoom-meeting, by which style.css hides what Mattermost shows of the same post beside it.
function MeetingCard({post, parsed, compact}: {post: Post; parsed: Shown; compact: boolean}) {
    const {state, meeting: {creator, topic, link, shared}} = parsed;
    const name = useNameInIntro(post, creator);
    const words = ownWords(post);
    const isOpen = state === 'shared' || state === 'running';
    return (
        <div className={compact ? 'zoom-meeting zoom-compact' : 'zoom-meeting'} lang={language}>
            <div>
                {name ?
                    message(shared ? 'zoom.card.shared_by' : 'zoom.card.started_by', {creator: <b>{name}</b>}) :
                    message(shared ? 'zoom.card.shared' : 'zoom.card.started')}
            </div>
            {words && <div lang=''>{formatted(words)}</div>}
            <div className={`zoom-card zoom-${state}`}>
                <div className='zoom-picture'><Glyph name='video' size={20}/></div>
                <div className='zoom-main'>
                    <div className='zoom-topic'>{topic ? <div lang=''>{formatted(topic)}</div> : message('zoom.card.untitled')}</div>
                    <div className='zoom-facts'><State parsed={parsed}/></div>
                    {isOpen && <div className='zoom-facts'><HowToJoin {...parsed.meeting}/></div>}
                    {isOpen && link && <div className='zoom-actions'><LinkButton url={link} text='zoom.card.join'/></div>}
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
                {parsed.startedAt > 0 && <>{' '}{message('zoom.card.since', {time: <Time>{momentText(parsed.startedAt, reader)}</Time>})}</>}
            </Fact>
        );
    case 'unsure':
        return (
            <>
                {parsed.startedAt > 0 && <Fact>{message('zoom.card.started_at', {time: <Time>{momentText(parsed.startedAt, reader)}</Time>})}</Fact>}
                <Fact><b>{message('zoom.card.unsure')}</b></Fact>
            </>
        );
    case 'ended': {
        const {startedAt, endedAt, missed} = parsed;
        const both = startedAt > 0 && endedAt > 0;
        const {hours, minutes} = lengthOf(startedAt, endedAt);
        return (
            <>
                <Fact><b>{message(missed ? 'zoom.card.missed' : 'zoom.card.ended')}</b></Fact>
                {endedAt > 0 && <Fact><Time>{spanText(startedAt || endedAt, endedAt, reader)}</Time></Fact>}
                {both && <Fact>{hours || minutes ? message('zoom.length', {hours, minutes}) : message('zoom.length.short')}</Fact>}
            </>
        );
    }
    }
}

function HowToJoin({number, personal, passcode}: Meeting) {
    // The button stays on the line of the number.
    const digits = <span className='zoom-number'>{grouped(number)}<CopyButton text={number}/></span>;
    return (
        <>
            {number && <Fact>{message(personal ? 'zoom.card.personal_id' : 'zoom.card.meeting_id', {number: digits})}</Fact>}
            {passcode && <Fact>{message('zoom.card.passcode', {passcode: <bdi>{passcode}</bdi>})}</Fact>}
        </>
    );
}

function Fact({children}: {children: ReactNode}) {
    return <span className='zoom-fact'>{children}</span>;
}

// Time keeps what is in the language of the reader apart from the words around it, which may run in the other direction.
function Time({children}: {children: string}) {
    const {locale} = useReader();
    return <bdi lang={locale}>{children}</bdi>;
}
