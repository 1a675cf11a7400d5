import React from 'react';
import {useSelector} from 'react-redux';

import {message} from '../i18n';
import {isFrom, select} from '../store';

import {Dialogs} from './dialogs';
import {Menu} from './menu';

// Root is all that is not inside of one of the host's own parts.
export function Root() {
    const {working, form} = useSelector(select);
    // A form's button says it, too.
    const seen = isFrom(form, working) ? 'zoom-unseen' : 'zoom-status';
    return (
        <>
            <Menu/>
            <Dialogs/>
            <div role='status' className={seen}>
                {working && <span>{message(working.request.share ? 'zoom.sharing' : 'zoom.starting')}</span>}
            </div>
        </>
    );
}
