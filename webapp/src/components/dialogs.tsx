import React from 'react';
import {Modal} from 'react-bootstrap';
import {useDispatch, useSelector} from 'react-redux';

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
        <Modal show={true} onHide={close} aria-modal={true} aria-labelledby={titleId} dialogClassName='a11y__modal zoom-dialog'>
            <div ref={leaveOneDialog}>
                {notice ? <NoticeDialog notice={notice} close={close}/> : form && <FormDialog form={form} close={close}/>}
            </div>
        </Modal>
    );
}

// leaveOneDialog: ReactBootstrap calls the element around its dialog a dialog, too.
function leaveOneDialog(content: HTMLElement | null): void {
    content?.closest('.modal')?.parentElement?.setAttribute('role', 'presentation');
}
