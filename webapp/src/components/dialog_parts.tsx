import React, {type ReactNode} from 'react';
import {Modal} from 'react-bootstrap';

import {message, type MessageId} from '../i18n';

export const titleId = 'zoom_dialog_title';

// DialogParts are title, content and buttons of a dialog; the first button says no, and has the focus when it is the only one.
export function DialogParts({title, no, close, yes, children}: {
    title: MessageId; no: MessageId; close: () => void; yes: ReactNode; children: ReactNode;
}) {
    return (
        <>
            <Modal.Header closeButton={true}>
                <Modal.Title componentClass='h1' id={titleId}>{message(title)}</Modal.Title>
            </Modal.Header>
            <Modal.Body>{children}</Modal.Body>
            <Modal.Footer>
                {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the focus moves into a dialog */}
                <button type='button' autoFocus={!yes} className='zoom-button' onClick={close}>{message(no)}</button>
                {yes}
            </Modal.Footer>
        </>
    );
}
