// Where a meeting is posted, and what keeps the user from posting there.
import type {GlobalState} from '@mattermost/types/store';

import {openThreadId} from './host';
import type {MessageId} from './i18n';
import {text} from './untyped';

// Target is a channel, or the thread in it that begins with the post rootId.
export type Target = {channelId: string; rootId?: string};

// targetInView is the channel that is shown or, in the list of all threads, the thread that is open there. It is null when there is neither.
// The thread comes from the page's address. As a selector this notices another thread because Mattermost changes its store whenever one opens.
export function targetInView(state: GlobalState): Target | null {
    const {channels, posts} = state.entities;
    if (channels.currentChannelId) {
        return {channelId: channels.currentChannelId};
    }
    const root = posts?.posts[openThreadId()];
    return root ? {channelId: root.channel_id, rootId: root.id} : null;
}

export function isSameTarget(a: Target | null, b: Target | null): boolean {
    return a?.channelId === b?.channelId && a?.rootId === b?.rootId;
}

// obstacleAt says why the user cannot post at target, as far as the web app knows. The server decides.
export function obstacleAt(state: GlobalState, {channelId}: Target): MessageId | null {
    const channel = state.entities.channels.channels?.[channelId];
    if (channel && channel.delete_at > 0) {
        return 'zoom.menu.archived';
    }
    return channel && !mayPost(state, channelId, channel.team_id) ? 'zoom.menu.read_only' : null;
}

// mayPost adds up what the user's roles in the channel, its team and the system permit. While a role is not loaded, it says yes.
function mayPost({entities}: GlobalState, channelId: string, teamId: string): boolean {
    const {users, teams, channels, roles} = entities;
    const holders = [users.profiles[users.currentUserId], teams?.myMembers?.[teamId], channels.myMembers?.[channelId]];
    const names = holders.flatMap((holder) => text(holder?.roles).split(' ')).filter(Boolean);
    const mine = names.map((name) => roles?.roles?.[name]);
    return mine.length === 0 || mine.some((role) => !role || role.permissions.includes('create_post'));
}
