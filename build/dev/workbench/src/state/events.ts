// What the server tells over the WebSocket, first to the store and then to plugins.
import type {WebSocketMessage} from '@mattermost/client';
import {GeneralTypes, PreferenceTypes, UserTypes} from 'mattermost-redux/action_types';
import {postDeleted} from 'mattermost-redux/actions/posts';
import {getCurrentUserId} from 'mattermost-redux/selectors/entities/users';

import {client, connectWebSocket, webSocket} from '../client';
import {type Handler, tellPlugins, tellReconnected} from '../plugins/handlers';
import {syncPlugins} from '../plugins/loader';

import {receiveDialog} from './dialog';
import {addPost, changePost, loadConfig, reloadOpen} from './load';
import {dispatchEntities, store} from './store';

const handlers: Record<string, Handler> = {
    hello: ({data}) => dispatchEntities({type: GeneralTypes.SET_CONNECTION_ID, payload: {connectionId: data.connection_id}}),
    posted: ({data}) => addPost(JSON.parse(data.post)),
    ephemeral_message: ({data}) => addPost(JSON.parse(data.post)),
    post_edited: ({data}) => changePost(JSON.parse(data.post)),
    post_deleted: ({data}) => dispatchEntities(postDeleted(JSON.parse(data.post))),
    preferences_changed: ({data}) => dispatchEntities({type: PreferenceTypes.RECEIVED_PREFERENCES, data: JSON.parse(data.preferences)}),
    preferences_deleted: ({data}) => dispatchEntities({type: PreferenceTypes.DELETED_PREFERENCES, data: JSON.parse(data.preferences)}),
    user_updated: ({data}) => receiveUser(data.user.id),
    open_dialog: ({data}) => receiveDialog(JSON.parse(data.dialog)),
    config_changed: loadConfig,
    channel_created: reloadOpen,
    channel_updated: reloadOpen,
    channel_deleted: reloadOpen,
    direct_added: reloadOpen,
    group_added: reloadOpen,
    user_added: reloadOpen,
    user_removed: reloadOpen,
    plugin_enabled: syncPlugins,
    plugin_disabled: syncPlugins,
};

// The event leaves out what only the user themselves may see.
async function receiveUser(id: string): Promise<void> {
    const isMe = id === getCurrentUserId(store.getState());
    dispatchEntities(isMe ? {type: UserTypes.RECEIVED_ME, data: await client.getMe()} :
        {type: UserTypes.RECEIVED_PROFILES_LIST, data: [await client.getUser(id)]});
}

async function receive(message: WebSocketMessage): Promise<void> {
    await handlers[message.event]?.(message);
    tellPlugins(message);
}

async function reconnected(): Promise<void> {
    dispatchEntities({type: GeneralTypes.WEBSOCKET_SUCCESS, timestamp: Date.now()});
    await Promise.all([reloadOpen(), syncPlugins()]);
    tellReconnected();
}

// listen returns when the server tells of everything that happens from then on.
export async function listen(): Promise<void> {
    const connected = new Promise<void>((resolve) => webSocket.addFirstConnectListener(resolve));
    webSocket.addMessageListener(receive);
    webSocket.addReconnectListener(reconnected);
    webSocket.addMissedMessageListener(reconnected);
    webSocket.addCloseListener(() => dispatchEntities({type: GeneralTypes.WEBSOCKET_CLOSED, timestamp: Date.now()}));
    connectWebSocket();
    await connected;
    dispatchEntities({type: GeneralTypes.WEBSOCKET_SUCCESS, timestamp: Date.now()});
}
