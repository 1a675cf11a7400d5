// What plugins have registered. A plugin that goes takes all of it along.
import type {CustomSetting, Manifest, Place, PluginComponent, PluginsState, PostType} from './types';

export type PluginsAction =
    | {type: 'RECEIVED_WEBAPP_PLUGINS'; data: Manifest[]}
    | {type: 'REMOVED_WEBAPP_PLUGIN'; id: string}
    | {type: 'RECEIVED_PLUGIN_COMPONENT'; name: Place; data: PluginComponent}
    | {type: 'REMOVED_PLUGIN_COMPONENT'; id: string}
    | {type: 'RECEIVED_PLUGIN_POST_COMPONENT'; data: PostType}
    | {type: 'REMOVED_PLUGIN_POST_COMPONENT'; id: string}
    | {type: 'RECEIVED_ADMIN_CONSOLE_CUSTOM_COMPONENT'; data: CustomSetting};

const initial: PluginsState = {plugins: {}, components: {}, postTypes: {}, adminConsoleCustomComponents: {}};

export function plugins(state = initial, action: PluginsAction): PluginsState {
    switch (action.type) {
    case 'RECEIVED_WEBAPP_PLUGINS':
        return {...state, plugins: Object.fromEntries(action.data.map((manifest) => [manifest.id, manifest]))};
    case 'REMOVED_WEBAPP_PLUGIN': {
        const {[action.id]: _, ...adminConsoleCustomComponents} = state.adminConsoleCustomComponents;
        return {...without(state, (component) => component.pluginId === action.id), adminConsoleCustomComponents};
    }
    case 'RECEIVED_PLUGIN_COMPONENT': {
        const there = state.components[action.name] ?? [];
        return {...state, components: {...state.components, [action.name]: [...there, action.data]}};
    }
    case 'REMOVED_PLUGIN_COMPONENT':
    case 'REMOVED_PLUGIN_POST_COMPONENT':
        return without(state, (component) => component.id === action.id);
    case 'RECEIVED_PLUGIN_POST_COMPONENT':
        return {...state, postTypes: {...state.postTypes, [action.data.type]: action.data}};
    case 'RECEIVED_ADMIN_CONSOLE_CUSTOM_COMPONENT': {
        const {pluginId, key} = action.data;
        const own = {...state.adminConsoleCustomComponents[pluginId], [key.toLowerCase()]: action.data};
        return {...state, adminConsoleCustomComponents: {...state.adminConsoleCustomComponents, [pluginId]: own}};
    }
    default:
        return state;
    }
}

function without(state: PluginsState, goes: (component: PluginComponent) => boolean): PluginsState {
    const components = Object.entries(state.components).map(([place, there]) => [place, there.filter((component) => !goes(component))]);
    const postTypes = Object.entries(state.postTypes).filter(([, postType]) => !goes(postType));
    return {...state, components: Object.fromEntries(components), postTypes: Object.fromEntries(postTypes)};
}
