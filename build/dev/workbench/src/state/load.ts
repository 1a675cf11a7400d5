// Reads from the server into the store. Only REST calls that both ends, 6.7 and 11, have.
import type {Post, PostList} from '@mattermost/types/posts';
import {ChannelTypes, GeneralTypes, PreferenceTypes, RoleTypes, TeamTypes, UserTypes} from 'mattermost-redux/action_types';
import {receivedNewPost, receivedPost, receivedPosts, receivedPostsInChannel, receivedPostsInThread} from 'mattermost-redux/actions/posts';
import {getChannelsInTeam, getCurrentChannelId} from 'mattermost-redux/selectors/entities/channels';
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
    await Promise.all([loadConfig(), loadPreferences(), loadTeams(), loadRoles([me])]);
}

// loadRoles reads what the roles of the user, or of the user's memberships, permit.
async function loadRoles(holders: Array<{roles: string}>): Promise<void> {
    const names = new Set(holders.flatMap(({roles}) => roles.split(' ')).filter(Boolean));
    dispatchEntities({type: RoleTypes.RECEIVED_ROLES, data: await client.getRolesByNames([...names])});
}

export async function loadPreferences(): Promise<void> {
    dispatchEntities({type: PreferenceTypes.RECEIVED_ALL_PREFERENCES, data: await client.getMyPreferences()});
}

async function loadTeams(): Promise<void> {
    const [teams, members] = await Promise.all([client.getMyTeams(), client.getMyTeamMembers()]);
    dispatchEntities({type: TeamTypes.RECEIVED_TEAMS_LIST, data: teams});
    dispatchEntities({type: TeamTypes.RECEIVED_MY_TEAM_MEMBERS, data: members});
    await loadRoles(members);
}

// loadChannels reads the user's channels of a team, with the direct ones of all teams.
export async function loadChannels(teamId: string): Promise<void> {
    const [channels, members] = await Promise.all([client.getMyChannels(teamId), client.getMyChannelMembers(teamId)]);
    const isMember = (id: string) => members.some(({channel_id: channelId}) => channelId === id);
    const known = getChannelsInTeam(store.getState())[teamId] ?? [];
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNELS, teamId, data: channels});
    dispatchEntities({type: ChannelTypes.RECEIVED_MY_CHANNEL_MEMBERS, data: members, remove: [...known].filter((id) => !isMember(id))});
    await loadRoles(members);
    const me = getCurrentUserId(store.getState());
    await loadUsers(channels.filter(({type}) => type === 'D').map(({name}) => getUserIdFromChannelName(me, name)));
}

// reloadOpen reads again what is open: the channels of the team, and members and posts of the channel.
export async function reloadOpen(): Promise<void> {
    const teamId = getCurrentTeamId(store.getState());
    const channelId = getCurrentChannelId(store.getState());
    if (teamId) {
        await loadChannels(teamId);
    }
    if (channelId) {
        await loadChannel(channelId);
    }
}

export async function loadChannel(channelId: string): Promise<void> {
    await Promise.all([loadChannelPosts(channelId), loadStats(channelId), loadMembers(channelId)]);
}

export async function loadUsers(ids: string[]): Promise<void> {
    const known = getUsers(store.getState());
    const unknown = [...new Set(ids)].filter((id) => id && !known[id]);
    if (unknown.length > 0) {
        dispatchEntities({type: UserTypes.RECEIVED_PROFILES_LIST, data: await client.getProfilesByIds(unknown)});
    }
}

let channelPosts = Promise.resolve();

function loadChannelPosts(channelId: string): Promise<void> {
    channelPosts = readChannelPosts(channelId);
    return channelPosts;
}

async function readChannelPosts(channelId: string): Promise<void> {
    const posts = await client.getPosts(channelId, 0, postsShown);
    await receivePosts(posts);
    dispatchEntities(receivedPostsInChannel(posts, channelId, true, !posts.prev_post_id));
}

export async function loadThread(rootId: string): Promise<void> {
    const posts = await client.getPostThread(rootId);
    await receivePosts(posts);
    dispatchEntities(receivedPostsInThread(posts, rootId));
}

// searchPosts returns the IDs of what was found, the newest first.
export async function searchPosts(terms: string): Promise<string[]> {
    const found = await client.searchPosts(getCurrentTeamId(store.getState()), terms, false);
    await receivePosts(found);
    return found.order;
}

async function receivePosts(list: PostList): Promise<void> {
    await loadUsers(Object.values(list.posts).map((post) => post.user_id));
    dispatchEntities(receivedPosts(list));
}

// addPost waits for the posts that are being read: the store would drop a newer one.
export async function addPost(post: Post): Promise<void> {
    await Promise.all([channelPosts.catch(() => undefined), loadUsers([post.user_id])]);
    dispatchEntities(receivedNewPost(post, false));
}

export async function changePost(post: Post): Promise<void> {
    dispatchEntities(receivedPost(post));
}

async function loadMembers(channelId: string): Promise<void> {
    const members = await client.getChannelMembers(channelId, 0, 200);
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNEL_MEMBERS, data: members});
    await loadUsers(members.map((member) => member.user_id));
}

async function loadStats(channelId: string): Promise<void> {
    dispatchEntities({type: ChannelTypes.RECEIVED_CHANNEL_STATS, data: await client.getChannelStats(channelId)});
}
