import type {Post as PostType} from '@mattermost/types/posts';
import {getConfig} from 'mattermost-redux/selectors/entities/general';
import {get} from 'mattermost-redux/selectors/entities/preferences';
import {getUsers} from 'mattermost-redux/selectors/entities/users';
import React, {useState} from 'react';

import {client} from '../client';
import {is6} from '../generation';
import {dispatch, useSelector} from '../state/store';

import {Avatar, BotBadge} from './avatar';
import {Icon} from './icons';
import {PostBody} from './post_body';
import {usePostLabel} from './post_label';
import {Timestamp} from './timestamp';

export type Location = 'CENTER' | 'RHS_ROOT' | 'RHS_COMMENT' | 'SEARCH';
const prefixes: Record<Location, string> = {CENTER: 'post', RHS_ROOT: 'rhsPost', RHS_COMMENT: 'rhsPost', SEARCH: 'searchResult'};

type Props = {post: PostType; location: Location; consecutive: boolean};

export function Post({post, location, consecutive}: Props) {
    const compact = useSelector((state) => get(state, 'display_settings', 'message_display', 'clean') === 'compact');
    const isCenter = location === 'CENTER';
    const author = useAuthor(post);
    const label = usePostLabel(post, author.name);
    // On 6.7 assistive technology finds what is in a post only while the focus is there; the label says what it is about.
    const [isHidden, setHidden] = useState(is6 && isCenter);
    const classes = [
        'post',
        consecutive && !compact && 'same--user',
        compact && 'post--compact',
        post.type.startsWith('system_') && 'post--system',
        author.isBot && 'post--bot',
        post.root_id && 'post--comment',
        !isCenter && 'post--thread',
    ];
    return (
        <div
            id={`${prefixes[location]}_${post.id}`}
            data-testid={isCenter ? 'postView' : 'rhsPostView'}
            className={classes.filter(Boolean).join(' ')}
            role='listitem'
            tabIndex={is6 ? 0 : -1}
            aria-label={label}
            onFocus={() => setHidden(false)}
            onBlur={() => setHidden(is6 && isCenter)}
        >
            <div className='post__content' role={is6 ? 'application' : undefined} aria-hidden={isHidden || undefined}>
                <div className='post__img'><Avatar url={author.picture} username={author.name}/></div>
                <div>
                    <Header post={post} location={location} author={author} compact={compact}/>
                    <div className='post__body'>
                        <PostBody post={post} isRHS={!isCenter} compact={compact} isFound={location === 'SEARCH'}/>
                    </div>
                    {isCenter && <ThreadFooter post={post}/>}
                </div>
            </div>
        </div>
    );
}

type Author = {name: string; picture?: string; isBot: boolean};

// useAuthor is who a post is shown from. Webhooks and plugins may post under another name and picture, if the server allows it.
function useAuthor({type, user_id: id, props}: PostType): Author {
    const user = useSelector((state) => getUsers(state)[id]);
    const {EnablePostUsernameOverride, EnablePostIconOverride} = useSelector(getConfig);
    const isBot = user?.is_bot || props?.from_bot === 'true';
    const isSystem = type.startsWith('system_') && !isBot;
    const fromWebhook = props?.from_webhook === 'true';
    const name = fromWebhook && EnablePostUsernameOverride === 'true' && props.override_username;
    const picture = fromWebhook && EnablePostIconOverride === 'true' && props.override_icon_url;
    return {
        name: String(name || (isSystem ? 'System' : user?.username ?? 'Someone')),
        picture: picture ? String(picture) : user && !isSystem ? client.getProfilePictureUrl(id, user.last_picture_update) : undefined,
        isBot,
    };
}

function Header({post, location, author, compact}: {post: PostType; location: Location; author: Author; compact: boolean}) {
    const isSystem = post.type.startsWith('system_');
    return (
        <div className='post__header'>
            <span className='user-popover'>{author.name}</span>
            {author.isBot && <BotBadge/>}
            <Timestamp className='post__time' value={post.create_at} useDate={false}/>
            {post.type === 'system_ephemeral' && !compact && <span className='post__visibility'>{'(Only visible to you)'}</span>}
            {!isSystem && location === 'CENTER' && (
                <button id={`CENTER_commentIcon_${post.id}`} className='post-menu__item' aria-label='reply' onClick={() => openThread(post)}>
                    <Icon name='reply'/>
                </button>
            )}
        </div>
    );
}

function ThreadFooter({post}: {post: PostType}) {
    const replies = useSelector((state) => state.entities.posts.postsInThread[post.id]?.length ?? 0);
    return replies > 0 && !post.root_id ? (
        <div className='ThreadFooter'>
            <button className='ReplyButton' onClick={() => openThread(post)}>{replies === 1 ? '1 reply' : `${replies} replies`}</button>
        </div>
    ) : null;
}

function openThread(post: PostType) {
    dispatch({type: 'SELECT_POST', postId: post.root_id || post.id, channelId: post.channel_id});
}
