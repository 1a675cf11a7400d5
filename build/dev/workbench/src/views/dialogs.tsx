// What lies above the page: interactive dialogs, and modals that plugins opened through window.WebappUtils.
import React, {type FormEvent, useState} from 'react';
import {Modal} from 'react-bootstrap';

import {errorText} from '../client';
import {Markdown} from '../markdown';
import {type Dialog, type DialogElement, getDialog, receiveDialog, submitDialog, type Values} from '../state/dialog';
import {dispatch, useSelector} from '../state/store';

import {DialogField} from './dialog_field';

export function Dialogs() {
    const modals = useSelector((state) => state.views.modals.modalState);
    const dialog = useSelector(getDialog);
    return (
        <>
            {Object.entries(modals).map(([modalId, {dialogType: PluginModal, dialogProps}]) => (
                <PluginModal key={modalId} {...dialogProps} onExited={() => dispatch({type: 'MODAL_CLOSE', modalId})}/>
            ))}
            {dialog && <InteractiveDialog key={dialog.trigger_id} dialog={dialog}/>}
        </>
    );
}

function InteractiveDialog({dialog}: {dialog: Dialog}) {
    const {title, introduction_text: introduction, elements, submit_label: label, notify_on_cancel: notify} = dialog.dialog;
    const fields = elements ?? [];
    const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((field) => [field.name, initialValue(field)])));
    const [errors, setErrors] = useState<Record<string, string>>({});
    const [failure, setFailure] = useState('');
    const [sending, setSending] = useState(false);

    const submit = async (event: FormEvent) => {
        event.preventDefault();
        const missing = fields.filter(({name, optional, type}) => !optional && type !== 'bool' && !values[name]);
        setErrors(Object.fromEntries(missing.map(({name}) => [name, 'This field is required.'])));
        setFailure('');
        if (missing.length > 0) {
            return;
        }
        setSending(true);
        try {
            const answer = await submitDialog(dialog, values);
            setErrors(answer?.errors ?? {});
            setFailure(answer?.error ?? '');
            if (!answer?.error && Object.keys(answer?.errors ?? {}).length === 0) {
                receiveDialog(null);
                return;
            }
        } catch (error) {
            setFailure(errorText(error));
        }
        setSending(false);
    };
    const cancel = () => {
        receiveDialog(null);
        if (notify) {
            submitDialog(dialog, {}, true).catch((error: unknown) => console.error(error));
        }
    };
    return (
        <Modal id='interactiveDialogModal' show={true} animation={false} backdrop='static' onHide={cancel} aria-labelledby='interactiveDialogModalLabel'>
            <form onSubmit={submit} noValidate={true}>
                <Modal.Header closeButton={true}>
                    <Modal.Title componentClass='h1' id='interactiveDialogModalLabel'>{title}</Modal.Title>
                </Modal.Header>
                <Modal.Body>
                    {introduction && <Markdown text={introduction}/>}
                    {fields.map((field) => (
                        <DialogField
                            key={field.name}
                            field={field}
                            value={values[field.name]}
                            error={errors[field.name]}
                            change={(value) => setValues({...values, [field.name]: value})}
                        />
                    ))}
                </Modal.Body>
                <Modal.Footer>
                    {failure && <div className='error-text' role='alert'>{failure}</div>}
                    <button id='interactiveDialogCancel' type='button' className='btn btn-tertiary' onClick={cancel}>{'Cancel'}</button>
                    <button id='interactiveDialogSubmit' type='submit' className='btn btn-primary' disabled={sending}>{label || 'Submit'}</button>
                </Modal.Footer>
            </form>
        </Modal>
    );
}

function initialValue({type, default: given}: DialogElement): string | boolean {
    return type === 'bool' ? given === 'true' : given ?? '';
}
