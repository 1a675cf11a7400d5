import type {Post as PostType} from '@mattermost/types/posts';
import {getConfig} from 'mattermost-redux/selectors/entities/general';
import {get} from 'mattermost-redux/selectors/entities/preferences';
import {getUsers} from 'mattermost-redux/selectors/entities/users';
import React from 'react';

import {dispatch, useSelector} from '../state/store';

import {Avatar, BotBadge, UserAvatar} from './avatar';
import {PostBody} from './post_body';
import {Timestamp} from './timestamp';

export type Location = 'CENTER' | 'RHS_ROOT' | 'RHS_COMMENT';
type Props = {post: PostType; location: Location; consecutive: boolean};

export function Post({post, location, consecutive}: Props) {
    const compact = useSelector((state) => get(state, 'display_settings', 'message_display', 'clean') === 'compact');
    const isCenter = location === 'CENTER';
    const isSystem = post.type.startsWith('system_') && post.type !== 'system_ephemeral';
    const classes = [
        'post',
        consecutive && !compact && 'same--user',
        compact && 'post--compact',
        isSystem && 'post--system',
        post.props?.from_bot === 'true' && 'post--bot',
        post.root_id && 'post--comment',
        !isCenter && 'post--thread',
    ];
    return (
        <div
            id={isCenter ? `post_${post.id}` : `rhsPost_${post.id}`}
            data-testid={isCenter ? 'postView' : 'rhsPostView'}
            className={classes.filter(Boolean).join(' ')}
            role='listitem'
            tabIndex={-1}
        >
            <div className='post__content'>
                <div className='post__img'>{!isSystem && <Picture post={post}/>}</div>
                <div>
                    <Header post={post} location={location} isSystem={isSystem} compact={compact}/>
                    <div className='post__body'>
                        <PostBody post={post} isRHS={!isCenter} compact={compact}/>
                    </div>
                    {isCenter && <ThreadFooter post={post}/>}
                </div>
            </div>
        </div>
    );
}

// Webhooks and plugins may post under another name and picture, if the server allows it.
function useOverride(post: PostType): {name?: string; icon?: string} {
    const {EnablePostUsernameOverride, EnablePostIconOverride} = useSelector(getConfig);
    const {from_webhook: fromWebhook, override_username: name, override_icon_url: icon} = post.props ?? {};
    return fromWebhook === 'true' ? {
        name: EnablePostUsernameOverride === 'true' && typeof name === 'string' ? name : undefined,
        icon: EnablePostIconOverride === 'true' && typeof icon === 'string' ? icon : undefined,
    } : {};
}

function Picture({post}: {post: PostType}) {
    const user = useSelector((state) => getUsers(state)[post.user_id]);
    const {name, icon} = useOverride(post);
    return icon ? <Avatar url={icon} username={name}/> : <UserAvatar user={user}/>;
}

function Header({post, location, isSystem, compact}: {post: PostType; location: Location; isSystem: boolean; compact: boolean}) {
    const user = useSelector((state) => getUsers(state)[post.user_id]);
    const {name} = useOverride(post);
    const ephemeral = post.type === 'system_ephemeral';
    return (
        <div className='post__header'>
            <span className='user-popover'>{name ?? (isSystem || (ephemeral && !user) ? 'System' : user?.username)}</span>
            {(user?.is_bot || post.props?.from_bot === 'true') && <BotBadge/>}
            <Timestamp className='post__time' value={post.create_at} useDate={false}/>
            {ephemeral && !compact && <span className='post__visibility'>{'(Only visible to you)'}</span>}
            {!ephemeral && !isSystem && location === 'CENTER' && (
                <button id={`CENTER_commentIcon_${post.id}`} className='post-menu__item' aria-label='reply' onClick={() => openThread(post)}>{'↩'}</button>
            )}
        </div>
    );
}

function ThreadFooter({post}: {post: PostType}) {
    const replies = useSelector((state) => state.entities.posts.postsReplies[post.id] ?? 0);
    return replies > 0 && !post.root_id ? (
        <div className='ThreadFooter'>
            <button className='ReplyButton' onClick={() => openThread(post)}>{replies === 1 ? '1 reply' : `${replies} replies`}</button>
        </div>
    ) : null;
}

function openThread(post: PostType) {
    dispatch({type: 'SELECT_POST', postId: post.root_id || post.id, channelId: post.channel_id});
}
