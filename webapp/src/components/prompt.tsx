import type {Post} from '@mattermost/types/posts';
import React from 'react';
import {useSelector} from 'react-redux';

import {language, message} from '../i18n';
import {useMeetings} from '../meetings';
import type {MeetingPost} from '../post_props';
import {select} from '../store';

import {LinkButton} from './link_button';
import {RecentText} from './recent_text';

type Props = Extract<MeetingPost, {state: 'recent'}> & {post: Post};

// Prompt asks somebody who wanted to start a meeting whether to join one that has just been started.
export function Prompt({post, meeting, wanted}: Props) {
    const ask = useMeetings();
    const {working} = useSelector(select);
    const startAnother = () => ask({channelId: post.channel_id, rootId: post.root_id, ...wanted, force: true});
    return (
        <div lang={language}>
            <div className='zoom-card'>
                <div className='zoom-main'>
                    <div className='zoom-topic'><RecentText {...meeting}/></div>
                    <div className='zoom-actions'>
                        {meeting.link && <LinkButton url={meeting.link} text='zoom.card.join'/>}
                        <button type='button' className='zoom-button' aria-disabled={Boolean(working)} onClick={startAnother}>{message('zoom.recent.another')}</button>
                    </div>
                </div>
            </div>
        </div>
    );
}
