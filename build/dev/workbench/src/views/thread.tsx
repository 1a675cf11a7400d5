import {makeGetPostsForThread} from 'mattermost-redux/selectors/entities/posts';
import React, {useEffect, useMemo} from 'react';

import {is6} from '../generation';
import {loadThread} from '../state/load';
import {useSelector} from '../state/store';

import {Composer} from './composer';
import {Post} from './post';
import {isConsecutive} from './post_list';

type Props = {rootId: string; channelId: string; isThreadsView?: boolean};

export function Thread({rootId, channelId, isThreadsView = false}: Props) {
    const getPosts = useMemo(makeGetPostsForThread, []);
    const posts = [...useSelector((state) => getPosts(state, rootId))].reverse();
    useEffect(() => {
        loadThread(rootId);
    }, [rootId]);
    return (
        <>
            <div className='ThreadViewer post-right__content' role='list' aria-label='Thread'>
                {posts.map((post, i) => (
                    <Post key={post.id} post={post} location={post.root_id ? 'RHS_COMMENT' : 'RHS_ROOT'} consecutive={isConsecutive(post, posts[i - 1])}/>
                ))}
            </div>
            <Composer id='reply_textbox' channelId={channelId} rootId={rootId} isTypedAnywhere={is6 && isThreadsView}/>
        </>
    );
}
