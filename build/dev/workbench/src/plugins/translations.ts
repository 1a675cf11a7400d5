// Texts that plugins bring for the user's language.
import {getCurrentUserLocale} from 'mattermost-redux/selectors/entities/i18n';

import {dispatch, store} from '../state/store';

export type Translations = (locale: string) => Record<string, string>;

const sources = new Map<string, Translations>();

export function registerTranslations(pluginId: string, source: Translations): void {
    sources.set(pluginId, source);
    read(pluginId, source);
}

export function forgetTranslations(pluginId: string): void {
    sources.delete(pluginId);
    dispatch({type: 'RECEIVED_PLUGIN_TRANSLATIONS', pluginId, data: null});
}

// readTranslations asks all plugins again, after the user chose another language.
export function readTranslations(): void {
    sources.forEach((source, pluginId) => read(pluginId, source));
}

function read(pluginId: string, source: Translations): void {
    dispatch({type: 'RECEIVED_PLUGIN_TRANSLATIONS', pluginId, data: source(getCurrentUserLocale(store.getState(), 'en')) ?? {}});
}
