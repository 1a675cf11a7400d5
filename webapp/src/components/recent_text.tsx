import type {GlobalState} from '@mattermost/types/store';
import {useSelector} from 'react-redux';

import type {Recent} from '../client';
import {useDisplayName} from '../hooks/use_names';
import {english, message} from '../i18n';

// isOwnTopic tells whether somebody gave a meeting its topic. The one that Zoom gives to a meeting without a topic is none.
export function isOwnTopic(topic: string): boolean {
    return topic !== '' && topic !== english['zoom.card.untitled'];
}

// RecentText says who has just started which meeting.
export function RecentText({creator, topic}: Pick<Recent, 'creator' | 'topic'>) {
    const me = useSelector(({entities: {users}}: GlobalState) => users.profiles[users.currentUserId]?.username);
    const who = creator === me ? 'me' : 'other';
    const name = useDisplayName(creator);
    return message('zoom.recent', {creator: name, who: creator ? who : 'nobody', named: isOwnTopic(topic) ? 'yes' : 'no', topic});
}
