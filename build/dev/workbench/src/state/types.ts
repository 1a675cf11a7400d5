// The state that plugins see: Mattermost's `entities`, and of its `plugins` and `views` what the workbench has.
import type {Channel, ChannelMembership} from '@mattermost/types/channels';
import type {GlobalState} from '@mattermost/types/store';
import type {ComponentType, ReactNode} from 'react';

export type Action = (channel: Channel | undefined, member?: ChannelMembership) => void;

export type PluginComponent = {
    id: string;
    pluginId: string;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- plugins take what props they like
    component?: ComponentType<any>;
    icon?: ReactNode;
    iconUrl?: string;
    text?: ReactNode;
    title?: ReactNode;
    dropdownText?: ReactNode;
    tooltipText?: ReactNode;
    rhsComponentId?: string;
    action?: Action;
    menuAction?: (channelId?: string) => void;
    hook?: (message: string, args: CommandArgs) => Promise<CommandHookResult> | CommandHookResult;
};

export type CommandArgs = {channel_id: string; team_id: string; root_id: string};
export type CommandHookResult = {message?: string; args?: CommandArgs; error?: {message: string}};

// The places where plugins add something, under Mattermost's names for them.
export type Place =
    | 'AppBar' | 'ChannelHeader' | 'ChannelHeaderButton' | 'Global' | 'MainMenu' | 'MobileChannelHeaderButton'
    | 'PostMessageAttachment' | 'RightHandSidebarComponent' | 'Root' | 'SlashCommandWillBePosted';

export type PostType = PluginComponent & {type: string};
export type CustomSetting = {key: string; pluginId: string; component: ComponentType<CustomSettingProps>; options: {showTitle: boolean}};

export type CustomSettingProps = {
    id: string;
    label: ReactNode;
    helpText: ReactNode;
    value: unknown;
    disabled: boolean;
    config: unknown;
    license: unknown;
    setByEnv: boolean;
    onChange: (id: string, value: unknown) => void;
    setSaveNeeded: () => void;
    registerSaveAction: (save: SaveAction) => void;
    unRegisterSaveAction: (save: SaveAction) => void;
};
export type SaveAction = () => Promise<{error?: {message?: string}}>;

export type Manifest = {id: string; version: string; webapp: {bundle_path: string}};

export type PluginsState = {
    plugins: Record<string, Manifest>;
    components: Partial<Record<Place, PluginComponent[]>>;
    postTypes: Record<string, PostType>;
    adminConsoleCustomComponents: Record<string, Record<string, CustomSetting>>;
};

export type ViewsState = {
    browser: {focused: boolean; windowSize: 'desktopView' | 'mobileView'};
    i18n: {pluginTranslations: Record<string, Record<string, string>>};
    lhs: {isOpen: boolean};
    modals: {modalState: Record<string, {open: boolean; dialogType: ComponentType<ModalProps>; dialogProps?: object}>};
    rhs: {isSidebarOpen: boolean; selectedPostId: string; selectedChannelId: string; pluggableId: string; searchTerms: string; rhsState: string | null};
    threads: {selectedThreadIdInTeam: Record<string, string>};
    workbench: {appBar: boolean | null};
};
export type ModalProps = {onExited: () => void};

export type State = GlobalState & {plugins: PluginsState; views: ViewsState};
