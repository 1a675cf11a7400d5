// Brings the web apps of the server's plugins in and out, as Mattermost's client does: a script from /static/plugins/ calls
// window.registerPlugin, and then its instance is initialized.
import {client, siteURL} from '../client';
import {dispatch, store} from '../state/store';
import type {Manifest} from '../state/types';

import {forgetHandlers} from './handlers';
import {Registry} from './registry';
import {forgetTranslations} from './translations';

export type Plugin = {initialize?: (registry: Registry, store: unknown) => void; uninitialize?: () => void};

const instances: Record<string, Plugin> = {};
const loaded = new Map<string, Manifest>();
let syncing = Promise.resolve();

export function registerPlugin(id: string, plugin: Plugin): void {
    instances[id]?.uninitialize?.();
    instances[id] = plugin;
}

// syncPlugins loads and unloads until the page has what the server has. One call works at a time.
export function syncPlugins(): Promise<void> {
    syncing = syncing.then(sync).catch((error: unknown) => console.error(error));
    return syncing;
}

async function sync(): Promise<void> {
    const manifests: Manifest[] = await client.getWebappPlugins();
    for (const [id, manifest] of loaded) {
        if (!manifests.some((wanted) => wanted.id === id && wanted.webapp.bundle_path === manifest.webapp.bundle_path)) {
            unload(id);
        }
    }
    dispatch({type: 'RECEIVED_WEBAPP_PLUGINS', data: manifests});
    await Promise.all(manifests.filter(({id}) => !loaded.has(id)).map(load));
}

async function load(manifest: Manifest): Promise<void> {
    loaded.set(manifest.id, manifest);
    await addScript(manifest);
    const plugin = instances[manifest.id];
    if (!plugin) {
        throw new Error(`The web app of plugin ${manifest.id} did not call window.registerPlugin('${manifest.id}', …)`);
    }
    plugin.initialize?.(new Registry(manifest.id).strict(), store);
}

function addScript(manifest: Manifest): Promise<void> {
    const script = document.createElement('script');
    script.id = `plugin_${manifest.id}`;
    // The server names a path without the folder that it serves plugins from.
    script.src = siteURL + manifest.webapp.bundle_path.replace(/^\/static\/(?!plugins\/)/, '/static/plugins/');
    return new Promise((resolve, reject) => {
        script.onload = () => resolve();
        script.onerror = () => reject(new Error(`The web app of plugin ${manifest.id} could not be loaded from ${script.src}`));
        document.head.append(script);
    });
}

function unload(id: string): void {
    instances[id]?.uninitialize?.();
    delete instances[id];
    loaded.delete(id);
    forgetHandlers(id);
    forgetTranslations(id);
    dispatch({type: 'REMOVED_WEBAPP_PLUGIN', id});
    document.getElementById(`plugin_${id}`)?.remove();
}
