import type {Post} from '@mattermost/types/posts';
import {useIntl} from 'react-intl';

import {attachmentsOf} from './post_body';

// usePostLabel is what assistive technology reads for a post. It tells the message, whatever a plugin shows in its place.
export function usePostLabel(post: Post, author: string): string {
    const intl = useIntl();
    const time = intl.formatTime(post.create_at);
    const date = intl.formatDate(post.create_at, {weekday: 'long', month: 'long', day: 'numeric'});
    const message = post.state === 'DELETED' ? '(message deleted)' : post.message;
    const count = attachmentsOf(post).length + (post.file_ids?.length ?? 0);
    const more = [count === 1 && '1 attachment', count > 1 && `${count} attachments`].filter(Boolean);
    return [`At ${time} ${date}`, `${author} ${post.root_id ? 'replied' : 'wrote'}`, message, ...more].join(', ');
}
