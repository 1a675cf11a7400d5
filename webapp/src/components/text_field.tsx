import React, {type ClipboardEvent} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {message, type MessageId} from '../i18n';
import {editForm, select, type Form} from '../store';

import {Glyph} from './glyphs';

type Props = {
    form: Form;
    label: MessageId;
    left?: () => void;
    disabled?: boolean;
    problem?: MessageId;
    // The codes of the server's errors that are about this field.
    refusals: string[];
};

// TextField is a dialog's first field, with what is wrong with it.
export function TextField({form, label, left, disabled, problem, refusals}: Props) {
    const {refusal} = useSelector(select);
    const dispatch = useDispatch();
    const change = (text: string) => dispatch(editForm(form, {text}));
    const refused = Boolean(refusal?.code && refusals.includes(refusal.code));
    const pasted = (event: ClipboardEvent<HTMLInputElement>) => {
        // An input would drop the ends of lines, and an invitation's link would stick to the word before it.
        const lines = event.clipboardData.getData('text');
        const {selectionStart, selectionEnd} = event.currentTarget;
        if (lines.includes('\n')) {
            event.preventDefault();
            change(form.text.slice(0, selectionStart ?? 0) + lines.replace(/\s+/g, ' ') + form.text.slice(selectionEnd ?? form.text.length));
        }
    };
    return (
        <div className='zoom-field'>
            <label htmlFor='zoom_field'>{message(label)}</label>
            <input
                id='zoom_field'
                className='form-control'
                type='text'
                autoComplete='off'
                // eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog's first field has the focus
                autoFocus={true}
                value={form.text}
                disabled={disabled}
                aria-invalid={Boolean(problem) || refused}
                aria-describedby={problem ? 'zoom_problem' : refused ? 'zoom_refusal' : undefined}
                onChange={({target}) => change(target.value)}
                onPaste={pasted}
                // What appears then would move a button away from under the pointer.
                onBlur={({relatedTarget}) => relatedTarget instanceof HTMLButtonElement || left?.()}
            />
            <div id='zoom_problem' className='zoom-problem' role='alert'>{problem && <><Glyph name='problem' size={14}/>{message(problem)}</>}</div>
        </div>
    );
}
