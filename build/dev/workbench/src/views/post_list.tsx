import type {Post as PostType} from '@mattermost/types/posts';
import {getPostsInCurrentChannel} from 'mattermost-redux/selectors/entities/posts';
import {isCollapsedThreadsEnabled} from 'mattermost-redux/selectors/entities/preferences';
import React, {useLayoutEffect, useRef} from 'react';

import {useSelector} from '../state/store';

import {Post} from './post';
import {Timestamp} from './timestamp';

const groupedWithin = 5 * 60 * 1000; // Mattermost's time in which posts of one author need no second name

export function PostList() {
    const posts = useSelector(getPostsInCurrentChannel);
    const collapsed = useSelector(isCollapsedThreadsEnabled);
    const shown = (posts ?? []).filter((post) => !(collapsed && post.root_id)).reverse();
    const list = useRef<HTMLDivElement>(null);
    const atEnd = useRef(true);
    useLayoutEffect(() => {
        if (list.current && atEnd.current) {
            list.current.scrollTop = list.current.scrollHeight;
        }
    });
    const scrolled = ({currentTarget: {scrollHeight, scrollTop, clientHeight}}: React.UIEvent) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 50;
    };
    return (
        <div id='post-list' className='post-list__dynamic' ref={list} onScroll={scrolled}>
            <div id='postListContent' className='post-list__content' role='list' aria-label='Messages'>
                {shown.map((post, i) => (
                    <React.Fragment key={post.id}>
                        {isNewDay(post, shown[i - 1]) && (
                            <div className='Separator'><Timestamp value={post.create_at} useTime={false}/></div>
                        )}
                        <Post post={post} location='CENTER' consecutive={isConsecutive(post, shown[i - 1])}/>
                    </React.Fragment>
                ))}
            </div>
        </div>
    );
}

function isNewDay(post: PostType, previous?: PostType): boolean {
    return !previous || new Date(post.create_at).toDateString() !== new Date(previous.create_at).toDateString();
}

export function isConsecutive(post: PostType, previous?: PostType): boolean {
    const shownName = ({user_id: id, props}: PostType) => `${id} ${props?.override_username}`;
    return Boolean(previous) && !isNewDay(post, previous) && previous?.user_id === post.user_id && shownName(post) === shownName(previous) &&
        previous.type === post.type && post.create_at - previous.create_at < groupedWithin;
}
