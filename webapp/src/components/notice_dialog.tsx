import React from 'react';
import {useDispatch} from 'react-redux';

import {mayPass} from '../client';
import {message, type MessageId} from '../i18n';
import {useMeetings} from '../meetings';
import {cancelForm, closeNotice, type Notice, type Work} from '../store';

import {DialogParts} from './dialog_parts';
import {FailureText} from './failure_text';
import {LinkButton} from './link_button';
import {RecentText} from './recent_text';

// NoticeDialog tells what a start came to, when it came to no open meeting.
export function NoticeDialog({notice, close}: {notice: Notice; close: () => void}) {
    switch (notice.kind) {
    case 'failed':
        return (
            <DialogParts
                title={notice.work.request.share ? 'zoom.notice.not_shared' : 'zoom.notice.failed'}
                no='zoom.notice.close'
                close={close}
                yes={mayPass(notice.failure) && <Ask work={notice.work} text='zoom.notice.retry' primary={true}/>}
            >
                <FailureText failure={notice.failure}/>
            </DialogParts>
        );
    case 'recent':
        return (
            <DialogParts
                title='zoom.notice.recent'
                no='zoom.form.cancel'
                close={close}
                yes={<>
                    <Ask work={{...notice.work, request: {...notice.work.request, force: true}}} text='zoom.recent.another'/>
                    <Leave url={notice.recent.link} text='zoom.card.join'/>
                </>}
            >
                <RecentText {...notice.recent}/>
            </DialogParts>
        );
    case 'connect':
        return (
            <DialogParts
                title='zoom.notice.connect'
                no='zoom.form.cancel'
                close={close}
                yes={<Leave url={notice.url} text='zoom.notice.connect_button'/>}
            >
                <div lang=''>{notice.text}</div>
            </DialogParts>
        );
    case 'no_target':
        return (
            <DialogParts title='zoom.notice.no_target' no='zoom.notice.close' close={close} yes={null}>
                {message('zoom.notice.no_target_text')}
            </DialogParts>
        );
    case 'ready':
        return (
            <DialogParts title='zoom.notice.ready' no='zoom.notice.close' close={close} yes={<Leave url={notice.url} text='zoom.notice.ready_button'/>}>
                {message('zoom.notice.ready_text')}
            </DialogParts>
        );
    }
}

// Ask makes a request again, in the name of the form that it came from.
function Ask({work: {request, form}, text, primary}: {work: Work; text: MessageId; primary?: boolean}) {
    const ask = useMeetings();
    return (
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the focus moves into a dialog, to what most people want
        <button type='button' autoFocus={primary} className={`zoom-button ${primary ? 'zoom-primary' : ''}`} onClick={() => ask(request, form)}>
            {message(text)}
        </button>
    );
}

// Leave is a link after which nothing is left to do here.
function Leave({url, text}: {url: string; text: MessageId}) {
    const dispatch = useDispatch();
    const left = () => {
        dispatch(closeNotice());
        dispatch(cancelForm());
    };
    return url ? <LinkButton url={url} text={text} focus={true} followed={left}/> : null;
}
