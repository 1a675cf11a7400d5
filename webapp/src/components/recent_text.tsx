import type {GlobalState} from '@mattermost/types/store';
import {useSelector} from 'react-redux';

import type {Recent} from '../client';
import {useDisplayName} from '../hooks/use_names';
import {message} from '../i18n';
import {isOwnTopic} from '../post_props';

// RecentText says who has just started which meeting.
export function RecentText({creator, topic}: Pick<Recent, 'creator' | 'topic'>) {
    const me = useSelector(({entities: {users}}: GlobalState) => users.profiles[users.currentUserId]?.username);
    const who = creator === me ? 'me' : 'other';
    const name = useDisplayName(creator);
    return message('zoom.recent', {creator: name, who: creator ? who : 'nobody', named: isOwnTopic(topic) ? 'yes' : 'no', topic});
}
