// Reads from the server into the store. Only REST calls that both ends, 6.7 and 11, have.
import type {Post, PostList} from '@mattermost/types/posts';
import {ChannelTypes, GeneralTypes, PreferenceTypes, TeamTypes, UserTypes} from 'mattermost-redux/action_types';
import {receivedNewPost, receivedPost, receivedPostsInChannel, receivedPostsInThread} from 'mattermost-redux/actions/posts';
import {getCurrentTeamId} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUserId, getUsers} from 'mattermost-redux/selectors/entities/users';
import {getUserIdFromChannelName} from 'mattermost-redux/utils/channel_utils';

import {client} from '../client';

import {dispatchEntities, store} from './store';

const postsShown = 60;

export async function loadConfig(): Promise<void> {
    const [config, license] = await Promise.all([client.getClientConfig(), client.getClientLicenseOld()]);
    dispatchEntities({type: GeneralTypes.CLIENT_CONFIG_RECEIVED, data: config});
    dispatchEntities({type: GeneralTypes.CLIENT_LICENSE_RECEIVED, data: license});
}

export async function loadMe(): Promise<void> {
    const me = await client.getMe();
    dispatchEntities({type: UserTypes.RECEIVED_ME, data: me});
    await Promise.all([loadConfig(), loadPreferences(), loadTeams()]);
}

export async function loadPreferences(): Promise<void> {
    dispatchEntities({type: PreferenceTypes.RECEIVED_ALL_PREFERENCES, data: await client.getMyPreferences()});
}

async function loadTeams(): Promise<void> {
    const [teams, members] = await Promise.all([client.getMyTeams(), client.getMyTeamMembers()]);
    dispatchEntities({type: TeamTypes.RECEIVED_TEAMS_LIST, data: teams});
    dispatchEntities({type: TeamTypes.RECEIVED_MY_TEAM_MEMBERS, data: members});
}

// loadChannels reads the user's channels of a team, with the direct ones of all teams.
export async function loadChannels(teamId: string): Promise<void> {
    const [channels, members] = await Promise.all([client.getMyChannels(teamId), client.getMyChannelMembers(teamId)]);
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNELS, teamId, data: channels});
    dispatchEntities({type: ChannelTypes.RECEIVED_MY_CHANNEL_MEMBERS, data: members});
    const me = getCurrentUserId(store.getState());
    await loadUsers(channels.filter(({type}) => type === 'D').map(({name}) => getUserIdFromChannelName(me, name)));
}

export async function reloadChannels(): Promise<void> {
    await loadChannels(getCurrentTeamId(store.getState()));
}

export async function loadUsers(ids: string[]): Promise<void> {
    const known = getUsers(store.getState());
    const unknown = [...new Set(ids)].filter((id) => id && !known[id]);
    if (unknown.length > 0) {
        dispatchEntities({type: UserTypes.RECEIVED_PROFILES_LIST, data: await client.getProfilesByIds(unknown)});
    }
}

export async function loadChannelPosts(channelId: string): Promise<void> {
    const posts = await client.getPosts(channelId, 0, postsShown);
    await loadAuthors(posts);
    dispatchEntities(receivedPostsInChannel(posts, channelId, true, !posts.prev_post_id));
}

export async function loadThread(rootId: string): Promise<void> {
    const posts = await client.getPostThread(rootId);
    await loadAuthors(posts);
    dispatchEntities(receivedPostsInThread(posts, rootId));
}

async function loadAuthors(list: PostList): Promise<void> {
    await loadUsers(Object.values(list.posts).map((post) => post.user_id));
}

export async function addPost(post: Post): Promise<void> {
    await loadUsers([post.user_id]);
    dispatchEntities(receivedNewPost(post, false));
}

export async function changePost(post: Post): Promise<void> {
    dispatchEntities(receivedPost(post));
}

export async function loadMembers(channelId: string): Promise<void> {
    const members = await client.getChannelMembers(channelId, 0, 200);
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNEL_MEMBERS, data: members});
    await loadUsers(members.map((member) => member.user_id));
}

export async function loadStats(channelId: string): Promise<void> {
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNEL_STATS, data: await client.getChannelStats(channelId)});
}
