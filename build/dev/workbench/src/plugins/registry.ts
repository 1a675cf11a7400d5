// The registry that a plugin's initialize gets, by Mattermost's documented contract. What the workbench does not show is refused.
import reducerRegistry from 'mattermost-redux/store/reducer_registry';
import {type ComponentType, createElement, isValidElement, type ReactNode} from 'react';
import type {Reducer} from 'redux';

import {closeRHS, showRHSPlugin, toggleRHSPlugin} from '../state/rhs';
import {dispatch, dispatchEntities} from '../state/store';
import type {Action, CustomSettingProps, Place, PluginComponent} from '../state/types';

import {type Handler, registerHandler, registerReconnect, unregisterHandler, unregisterReconnect} from './handlers';
import {registerTranslations, type Translations} from './translations';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- plugins take what props they like
type AnyComponent = ComponentType<any>;
type Resolvable = ReactNode | AnyComponent;

export class Registry {
    readonly supports = {globalAppBar: true, globalRhs: true};

    constructor(private readonly id: string) {}

    registerRootComponent = byName(['component'], (args: {component: AnyComponent}) => this.add('Root', args));
    registerGlobalComponent = byName(['component'], (args: {component: AnyComponent}) => this.add('Global', args));
    registerPostMessageAttachmentComponent = byName(['component'],
        (args: {component: AnyComponent}) => this.add('PostMessageAttachment', args));

    registerChannelHeaderButtonAction = byName(['icon', 'action', 'dropdownText', 'tooltipText'],
        ({icon, action, dropdownText, tooltipText}: {icon: Resolvable; action: Action; dropdownText: Resolvable; tooltipText: Resolvable}) => {
            const button = {icon: resolve(icon), action, dropdownText: resolve(dropdownText), tooltipText: resolve(tooltipText)};
            const id = this.add('ChannelHeaderButton', button);
            this.add('MobileChannelHeaderButton', button, id);
            return id;
        });

    registerAppBarComponent = byName(['iconUrl', 'action', 'tooltipText', 'supportedProductIds', 'rhsComponent', 'rhsTitle'],
        ({iconUrl, action, tooltipText, rhsComponent, rhsTitle}: {
            iconUrl: string; action?: Action; tooltipText: Resolvable; rhsComponent?: AnyComponent; rhsTitle?: Resolvable;
        }) => {
            if (!rhsComponent) {
                return this.add('AppBar', {iconUrl, action, tooltipText: resolve(tooltipText)});
            }
            const rhs = this.registerRightHandSidebarComponent(rhsComponent, rhsTitle);
            const toggle = () => dispatchEntities(rhs.toggleRHSPlugin);
            const id = this.add('AppBar', {iconUrl, action: toggle, tooltipText: resolve(tooltipText), rhsComponentId: rhs.id});
            return {id, rhsComponent: rhs};
        });

    registerRightHandSidebarComponent = byName(['component', 'title'],
        ({component, title}: {component: AnyComponent; title: Resolvable}) => {
            const id = this.add('RightHandSidebarComponent', {component, title: resolve(title)});
            return {id, showRHSPlugin: showRHSPlugin(id), hideRHSPlugin: closeRHS, toggleRHSPlugin: toggleRHSPlugin(id)};
        });

    registerChannelHeaderMenuAction = byName(['text', 'action'],
        ({text, action}: {text: Resolvable; action: (channelId?: string) => void}) =>
            this.add('ChannelHeader', {text: resolve(text), menuAction: action}));

    registerMainMenuAction = byName(['text', 'action', 'mobileIcon'],
        ({text, action, mobileIcon}: {text: Resolvable; action: Action; mobileIcon: Resolvable}) =>
            this.add('MainMenu', {text: resolve(text), action, icon: resolve(mobileIcon)}));

    registerSlashCommandWillBePostedHook = byName(['hook'],
        (args: {hook: NonNullable<PluginComponent['hook']>}) => this.add('SlashCommandWillBePosted', args));

    registerPostTypeComponent = byName(['type', 'component'], ({type, component}: {type: string; component: AnyComponent}) => {
        const id = newId();
        dispatch({type: 'RECEIVED_PLUGIN_POST_COMPONENT', data: {id, pluginId: this.id, type, component}});
        return id;
    });

    unregisterComponent = byName(['componentId'],
        ({componentId}: {componentId: string}) => dispatch({type: 'REMOVED_PLUGIN_COMPONENT', id: componentId}));
    unregisterPostTypeComponent = byName(['componentId'],
        ({componentId}: {componentId: string}) => dispatch({type: 'REMOVED_PLUGIN_POST_COMPONENT', id: componentId}));

    registerReducer = byName(['reducer'],
        ({reducer}: {reducer: Reducer}) => reducerRegistry.register(`plugins-${this.id}`, reducer));

    registerTranslations = byName(['getTranslationsForLocale'],
        ({getTranslationsForLocale}: {getTranslationsForLocale: Translations}) => registerTranslations(this.id, getTranslationsForLocale));

    registerWebSocketEventHandler = byName(['event', 'handler'],
        ({event, handler}: {event: string; handler: Handler}) => registerHandler(this.id, event, handler));
    unregisterWebSocketEventHandler = byName(['event'], ({event}: {event: string}) => unregisterHandler(this.id, event));

    registerReconnectHandler = byName(['handler'], ({handler}: {handler: () => void}) => registerReconnect(this.id, handler));
    unregisterReconnectHandler = () => unregisterReconnect(this.id);

    registerAdminConsoleCustomSetting = byName(['key', 'component', 'options'],
        ({key, component, options}: {key: string; component: ComponentType<CustomSettingProps>; options?: {showTitle?: boolean}}) => dispatch({
            type: 'RECEIVED_ADMIN_CONSOLE_CUSTOM_COMPONENT',
            data: {key, pluginId: this.id, component, options: {showTitle: options?.showTitle ?? false}},
        }));

    // strict is this registry for a plugin: every registration exists, so that one that is not offered fails by name.
    strict(): Registry {
        return new Proxy(this, {
            get: (registry, name, receiver) => {
                if (typeof name === 'string' && !(name in registry) && /^(un)?register/.test(name)) {
                    return () => {
                        throw new Error(`registry.${name}: the workbench does not offer this registration (plugin ${this.id})`);
                    };
                }
                return Reflect.get(registry, name, receiver);
            },
        });
    }

    private add(name: Place, component: Omit<PluginComponent, 'id' | 'pluginId'>, id = newId()): string {
        dispatch({type: 'RECEIVED_PLUGIN_COMPONENT', name, data: {...component, id, pluginId: this.id}});
        return id;
    }
}

// byName lets a registration take its arguments in order, or all of them in one object.
function byName<Args extends object, Result>(names: string[], register: (args: Args) => Result) {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- checked by neither side: this is where plugins come in
    return (...args: any[]): Result => {
        const [first] = args;
        const named = args.length === 1 && typeof first === 'object' && first !== null && Object.keys(first).every((key) => names.includes(key));
        return register(named ? first : Object.fromEntries(names.map((name, i) => [name, args[i]])));
    };
}

// resolve makes an element of a component; both may be given.
function resolve(item: Resolvable): ReactNode {
    const isComponent = typeof item === 'function' || (typeof item === 'object' && item !== null && '$$typeof' in item && !isValidElement(item));
    return isComponent ? createElement(item as AnyComponent) : item as ReactNode;
}

function newId(): string {
    return Math.random().toString(36).slice(2).padEnd(11, '0');
}
