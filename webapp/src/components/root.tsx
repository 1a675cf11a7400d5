import React, {useEffect} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {language, message} from '../i18n';
import {isFrom, leaveTarget, select} from '../store';
import {isSameTarget, targetInView} from '../target';

import {Dialogs} from './dialogs';
import {Menu} from './menu';

// Root is all that is not inside of one of the host's own parts.
export function Root() {
    const {working, form, menu} = useSelector(select);
    const dispatch = useDispatch();
    const inView = useSelector(targetInView, isSameTarget);
    const open = menu ?? form;
    const isLeft = open !== null && !isSameTarget(open, inView);
    useEffect(() => {
        if (isLeft) {
            dispatch(leaveTarget());
        }
    }, [isLeft, dispatch]);
    // A form's button says it, too.
    const seen = isFrom(form, working) ? 'zoom-unseen' : 'zoom-status';
    return (
        <>
            <Menu/>
            <Dialogs/>
            <div role='status' className={seen} lang={language}>
                {working && <span>{message(working.request.share ? 'zoom.sharing' : 'zoom.starting')}</span>}
            </div>
        </>
    );
}
