import type {ComponentType} from 'react';

import {basename} from './host';
import type {CustomSettingProps} from './types/host';

// loadConsole fetches what only the System Console shows. Its address is new each time: no cache gives that of another version, and no
// browser remembers that it could not be loaded.
export function loadConsole(): Promise<{Panel: ComponentType<CustomSettingProps>}> {
    return import(/* @vite-ignore */ `${basename()}/plugins/zoom/public/console.js?${Date.now()}`) as ReturnType<typeof loadConsole>;
}
