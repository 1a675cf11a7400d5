// The part of Mattermost's plugin contract that is used here, the same on 6.7 and 11.
import type {Post} from '@mattermost/types/posts';
import type {GlobalState} from '@mattermost/types/store';
import type {ComponentType, ReactElement} from 'react';

export type Store = {
    dispatch: (action: {type: string}) => unknown;
    getState: () => GlobalState;
};

export type PostTypeProps = {post: Post; compactDisplay?: boolean; isRHS?: boolean};

// config is the server's configuration as it is saved.
export type CustomSettingProps = {config?: unknown};

export type Registry = {
    registerReducer: (reducer: (state: never, action: never) => unknown) => void;
    registerTranslations: (source: (locale: string) => Record<string, string>) => void;
    registerRootComponent: (component: ComponentType) => string;
    registerPostTypeComponent: (type: string, component: ComponentType<PostTypeProps>) => string;
    registerChannelHeaderButtonAction: (
        icon: ReactElement, action: () => void, dropdownText: ReactElement, tooltipText: ReactElement,
    ) => string;
    // The host takes it away with the plugin.
    registerAdminConsoleCustomSetting: (key: string, component: ComponentType<CustomSettingProps>) => void;
    unregisterComponent: (id: string) => void;
    unregisterPostTypeComponent: (id: string) => void;
};

export type Plugin = {
    initialize: (registry: Registry, store: Store) => void;
    uninitialize: () => void;
};
