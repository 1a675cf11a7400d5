import React, {type ReactNode} from 'react';

import type {DialogElement} from '../state/dialog';

import {useOptions} from './options';
import {Radio} from './radio';

type Props = {field: DialogElement; value: string | boolean; error?: string; change: (value: string | boolean) => void};

export function DialogField({field, value, error, change}: Props) {
    const {name, display_name: label, help_text: help, optional} = field;
    const isGroup = field.type === 'radio' || field.type === 'bool';
    return (
        <div className={`form-group ${error ? 'has-error' : ''}`} data-testid={name} role={isGroup ? 'group' : undefined} aria-label={isGroup ? label : undefined}>
            <label className='control-label dialog-label' htmlFor={isGroup ? undefined : name}>
                {label}
                {optional ? <span className='light'>{' (optional)'}</span> : <span className='error-text'>{' *'}</span>}
            </label>
            <Input field={field} value={value} change={change}/>
            {help && <div className='help-text'>{help}</div>}
            {error && <div className='error-text' role='alert'>{error}</div>}
        </div>
    );
}

function Input({field, value, change}: Omit<Props, 'error'>): ReactNode & JSX.Element {
    const {name, type, subtype, placeholder, min_length: minLength, max_length: maxLength} = field;
    const options = useOptions(field.data_source, field.options);
    const common = {
        id: name, className: 'form-control', placeholder, value: String(value),
        onChange: (event: {target: {value: string}}) => change(event.target.value),
    };
    switch (type) {
    case 'bool':
        return (
            <label className='checkbox-inline'>
                <input id={name} type='checkbox' checked={Boolean(value)} onChange={(event) => change(event.target.checked)}/>
                {placeholder}
            </label>
        );
    case 'textarea':
        return <textarea {...common} minLength={minLength} maxLength={maxLength} rows={5}/>;
    case 'select':
        return (
            <select {...common}>
                <option value=''>{placeholder ?? ''}</option>
                {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
            </select>
        );
    case 'radio':
        return <Radio name={name} options={options} value={value} change={change}/>;
    default:
        return <input {...common} type={subtype ?? 'text'} minLength={minLength} maxLength={maxLength}/>;
    }
}
