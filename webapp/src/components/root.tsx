import type {GlobalState} from '@mattermost/types/store';
import React, {useEffect} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {message} from '../i18n';
import {isFrom, leaveChannel, select} from '../store';

import {Dialogs} from './dialogs';
import {Menu} from './menu';

// Root is all that is not inside of one of the host's own parts.
export function Root() {
    const {working, form, menu} = useSelector(select);
    const dispatch = useDispatch();
    const channelId = useSelector(({entities}: GlobalState) => entities.channels.currentChannelId);
    const open = menu?.channelId || form?.channelId;
    const left = Boolean(open) && open !== channelId;
    useEffect(() => {
        if (left) {
            dispatch(leaveChannel());
        }
    }, [left, dispatch]);
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
