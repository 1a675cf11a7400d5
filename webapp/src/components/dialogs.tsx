import React, {useEffect, useState, type KeyboardEvent, type ReactNode} from 'react';
import {Modal} from 'react-bootstrap';
import {useDispatch, useSelector} from 'react-redux';

import {returnFocus} from '../anchor';
import {language} from '../i18n';
import {closeForm, closeNotice, select} from '../store';

import {titleId} from './dialog_parts';
import {FormDialog} from './form_dialog';
import {NoticeDialog} from './notice_dialog';

// Dialogs is one dialog in the look of the host's own, with a form or a notice in it. Two, one over the other, would stay hidden from
// assistive technology after the upper one is gone.
export function Dialogs() {
    const {form, notice} = useSelector(select);
    const dispatch = useDispatch();
    if (!form && !notice) {
        return null;
    }
    const close = () => dispatch(notice ? closeNotice() : closeForm());
    return (
        <Dialog close={close}>
            {notice ? <NoticeDialog notice={notice} close={close}/> : form && <FormDialog form={form}/>}
        </Dialog>
    );
}

function Dialog({close, children}: {close: () => void; children: ReactNode}) {
    // ReactBootstrap takes a field in its dialog that has the focus from the start for where the focus was before.
    const [before] = useState(() => document.activeElement as HTMLElement | null);
    // As long as the dialog is there, it takes the focus back.
    useEffect(() => () => queueMicrotask(() => returnFocus(before)), [before]);
    return (
        <Modal show={true} onHide={close} aria-modal={true} aria-labelledby={titleId} dialogClassName='a11y__modal zoom-dialog'>
            {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- it only listens */}
            <div ref={leaveOneDialog} lang={language} onKeyDown={keepFromHost}>{children}</div>
        </Modal>
    );
}

// keepFromHost keeps characters from Mattermost, which listens on the document. It would move the focus from a button into the message box.
function keepFromHost({key, ctrlKey, metaKey, altKey, nativeEvent}: KeyboardEvent): void {
    if (key.length === 1 && !ctrlKey && !metaKey && !altKey) {
        nativeEvent.stopImmediatePropagation();
    }
}

// leaveOneDialog: ReactBootstrap calls the element around its dialog a dialog, too.
function leaveOneDialog(content: HTMLElement | null): void {
    content?.closest('.modal')?.parentElement?.setAttribute('role', 'presentation');
}
