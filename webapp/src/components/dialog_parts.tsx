import React, {type ReactNode} from 'react';
import {Modal} from 'react-bootstrap';

import {message, type MessageId} from '../i18n';

export const titleId = 'zoom_dialog_title';

// DialogParts are title, content and buttons of a dialog; the first button says no.
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
                <button type='button' className='zoom-button' onClick={close}>{message(no)}</button>
                {yes}
            </Modal.Footer>
        </>
    );
}
