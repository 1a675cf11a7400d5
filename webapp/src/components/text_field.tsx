import React, {type ClipboardEvent} from 'react';
import {useDispatch} from 'react-redux';

import type {Failure} from '../client';
import {message, type MessageId} from '../i18n';
import {editForm, type Form} from '../store';

import {FailureWords} from './failure_text';
import {Glyph} from './glyphs';

export type Field = {
    label: MessageId;
    left?: () => void;
    disabled?: boolean;
    // problem is what is known to be wrong without asking the server.
    problem?: MessageId;
};

type Props = Field & {form: Form; refusal: Failure | null};

// TextField is a dialog's first field, with what is wrong with it.
export function TextField({form, refusal, label, left, disabled, problem}: Props) {
    const dispatch = useDispatch();
    const change = (text: string) => dispatch(editForm(form, {text}));
    const isWrong = Boolean(problem || refusal);
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
                aria-invalid={isWrong}
                aria-describedby={isWrong ? 'zoom_problem' : undefined}
                onChange={({target}) => change(target.value)}
                onPaste={pasted}
                onBlur={({relatedTarget}) => {
                    // What appears then would move a button away from under the pointer.
                    if (!(relatedTarget instanceof HTMLButtonElement)) {
                        left?.();
                    }
                }}
            />
            <div id='zoom_problem' className='zoom-problem' role='alert'>
                {isWrong && <Glyph name='problem' size={14}/>}
                {problem ? <div>{message(problem)}</div> : refusal && <FailureWords failure={refusal}/>}
            </div>
        </div>
    );
}
