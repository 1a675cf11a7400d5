import type {GlobalState} from '@mattermost/types/store';
import {useSelector} from 'react-redux';

import type {Recent} from '../client';
import {english, message} from '../i18n';

// RecentText says who has just started which meeting. The topic that Zoom gives to a meeting without one is none.
export function RecentText({creator, topic}: Pick<Recent, 'creator' | 'topic'>) {
    const me = useSelector(({entities: {users}}: GlobalState) => users.profiles[users.currentUserId]?.username);
    const who = creator === me ? 'me' : 'other';
    const named = topic && topic !== english['zoom.card.untitled'];
    return message('zoom.recent', {creator, who: creator ? who : 'nobody', named: named ? 'yes' : 'no', topic});
}
