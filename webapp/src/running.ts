// Finds the meeting that is running where the user is, among the posts that the host has loaded.
import type {Post} from '@mattermost/types/posts';
import type {GlobalState} from '@mattermost/types/store';

import {parsePost, postType, type Meeting} from './post_props';
import {targetInView} from './target';

export type Running = {meeting: Meeting; startedAt: number};

let last: {posts: unknown; channelId?: string; running: Running | null} | undefined;

// runningInView is the latest meeting that runs, and can be joined, in the channel or thread that is shown. It looks through the posts again
// only when they have changed.
export function runningInView(state: GlobalState): Running | null {
    const posts = state.entities.posts?.posts ?? noPosts;
    const channelId = targetInView(state)?.channelId;
    if (last?.posts !== posts || last.channelId !== channelId) {
        last = {posts, channelId, running: channelId ? findRunning(Object.values(posts), channelId) : null};
    }
    return last.running;
}

const noPosts: Record<string, Post> = {};

function findRunning(posts: Post[], channelId: string): Running | null {
    const newestFirst = posts.
        filter((post) => post.type === postType && post.channel_id === channelId && !post.delete_at && post.state !== 'DELETED').
        sort((a, b) => b.create_at - a.create_at);
    for (const post of newestFirst) {
        const parsed = parsePost(post);
        if (parsed.state === 'running' && parsed.meeting.link) {
            return {meeting: parsed.meeting, startedAt: parsed.startedAt};
        }
    }
    return null;
}
