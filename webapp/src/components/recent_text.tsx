import type {GlobalState} from '@mattermost/types/store';
import {useSelector} from 'react-redux';

import type {Recent} from '../client';
import {message} from '../i18n';

// RecentText says who has just started which meeting.
export function RecentText({creator, topic}: Pick<Recent, 'creator' | 'topic'>) {
    const me = useSelector(({entities: {users}}: GlobalState) => users.profiles[users.currentUserId]?.username);
    const who = creator === me ? 'me' : 'other';
    return message('zoom.recent', {creator, who: creator ? who : 'nobody', named: topic ? 'yes' : 'no', topic});
}
