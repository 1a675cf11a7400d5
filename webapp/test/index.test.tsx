import {isValidElement} from 'react';
import {expect, test, vi} from 'vitest';

import {reducer} from '../src/store';
import type {Plugin, Registry, Store} from '../src/types/host';

import {makeStore} from './host';

test('everything that is registered is taken away again', async () => {
    let plugin: Plugin | undefined;
    Object.assign(window, {registerPlugin: (id: string, registered: Plugin) => {
        expect(id).toBe('zoom');
        plugin = registered;
    }});
    await import('../src');
    const registry = {
        registerReducer: vi.fn(), registerTranslations: vi.fn(), registerRootComponent: vi.fn(() => 'root'),
        registerPostTypeComponent: vi.fn((_type: string) => 'card'), registerChannelHeaderButtonAction: vi.fn((..._all: unknown[]) => 'button'),
        registerAdminConsoleCustomSetting: vi.fn(), unregisterComponent: vi.fn(), unregisterPostTypeComponent: vi.fn(),
    };
    const store = makeStore();
    const styles = () => document.head.querySelectorAll('style').length;
    const before = styles();
    plugin?.initialize(registry as unknown as Registry, store as unknown as Store);
    expect(styles()).toBe(before + 1);
    expect(registry.registerReducer).toHaveBeenCalledWith(reducer);
    expect(registry.registerAdminConsoleCustomSetting).toHaveBeenCalledWith('Setup', expect.any(Function));
    expect(registry.registerPostTypeComponent.mock.lastCall?.[0]).toBe('custom_zoom');

    const [icon, action, dropdownText, tooltipText] = registry.registerChannelHeaderButtonAction.mock.lastCall as unknown[];
    expect([icon, dropdownText, tooltipText].every(isValidElement)).toBe(true);
    const slice = () => (store.getState() as Record<string, unknown>)['plugins-zoom'];
    const click = action as () => void;
    click();
    expect(slice()).toMatchObject({menu: {channelId: 'c'}});
    click();
    expect(slice()).toMatchObject({menu: null});

    click();
    plugin?.uninitialize();
    expect(styles()).toBe(before);
    expect(slice()).toMatchObject({menu: null});
    expect(registry.unregisterComponent.mock.calls.flat().sort()).toEqual(['button', 'root']);
    expect(registry.unregisterPostTypeComponent).toHaveBeenCalledWith('card');
});
