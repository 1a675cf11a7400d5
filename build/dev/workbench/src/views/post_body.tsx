import type {Post} from '@mattermost/types/posts';
import {getTheme} from 'mattermost-redux/selectors/entities/preferences';
import React from 'react';

import {client} from '../client';
import {Markdown} from '../markdown';
import {useSelector} from '../state/store';

import {Attachment, type MessageAttachment} from './attachment';
import {Guarded, Pluggable} from './pluggable';

type Props = {post: Post; isRHS: boolean; compact: boolean; isFound?: boolean};

// PostBody is a post without its header. Of what was found by a search, Mattermost shows attachments also behind a plugin's own component.
export function PostBody({post, isRHS, compact, isFound = false}: Props) {
    const type = typeof post.props?.type === 'string' ? post.props.type : post.type;
    const postType = useSelector((state) => state.plugins.postTypes[type]);
    const theme = useSelector(getTheme);
    if (post.state === 'DELETED') {
        return <p>{'(message deleted)'}</p>;
    }
    if (postType?.component) {
        const {component: PluginPost, pluginId} = postType;
        return (
            <Guarded pluginId={pluginId}>
                <div>
                    <PluginPost post={post} isRHS={isRHS} compactDisplay={compact} theme={theme}/>
                    {isFound && <AttachmentList post={post}/>}
                </div>
                <Files post={post}/>
            </Guarded>
        );
    }
    return (
        <>
            <Markdown
                id={`${isRHS ? 'rhsPostMessageText' : 'postMessageText'}_${post.id}`}
                className='post-message__text'
                text={compact && post.type === 'system_ephemeral' ? `${post.message} (Only visible to you)` : post.message}
            />
            {post.edit_at > 0 && <span id={`postEdited_${post.id}`} className='post-edited__indicator'>{'Edited'}</span>}
            <AttachmentList post={post}/>
            <Files post={post}/>
            <Pluggable name='PostMessageAttachment' props={{postId: post.id}}/>
        </>
    );
}

function AttachmentList({post}: {post: Post}) {
    const attachments = attachmentsOf(post);
    return attachments.length > 0 ? (
        <div id={`messageAttachmentList_${post.id}`} className='attachment__list'>
            {attachments.map((attachment, i) => <Attachment key={i} post={post} attachment={attachment}/>)}
        </div>
    ) : null;
}

export function attachmentsOf({props}: Post): MessageAttachment[] {
    return Array.isArray(props?.attachments) ? props.attachments as MessageAttachment[] : [];
}

function Files({post}: {post: Post}) {
    const files = post.metadata?.files ?? [];
    return files.length > 0 ? (
        <ul className='post-image__columns'>
            {files.map(({id, name, size}) => (
                <li key={id} className='post-image__column'>
                    <a className='post-image__name' href={client.getFileUrl(id, 0)} download={name}>{name}</a>
                    {` ${Math.ceil(size / 1024)} KB`}
                </li>
            ))}
        </ul>
    ) : null;
}
