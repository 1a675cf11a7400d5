import React, {type ComponentType, useCallback, useEffect, useState} from 'react';

import {message} from '../i18n';
import {loadConsole} from '../load_console';
import type {CustomSettingProps} from '../types/host';

// Setup is the panel of the System Console, which comes in a file of its own.
export function Setup(props: CustomSettingProps) {
    // null stands for one that could not be loaded.
    const [Panel, setPanel] = useState<ComponentType<CustomSettingProps> | null>();
    const load = useCallback(() => {
        loadConsole().then((all) => setPanel(() => all.Panel), () => setPanel(null));
    }, []);
    useEffect(load, [load]);
    return Panel ? <Panel {...props}/> : Panel === null ? (
        <p role='alert'>
            {message('zoom.problem.unreachable')}
            {' '}
            <button type='button' className='zoom-button' onClick={load}>{message('zoom.notice.retry')}</button>
        </p>
    ) : null;
}
