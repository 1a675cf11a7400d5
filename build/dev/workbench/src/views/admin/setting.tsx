import React, {type ReactNode} from 'react';

import {Markdown} from '../../markdown';
import {Radio} from '../radio';

// PluginSetting is one of plugin.json's settings_schema.settings.
export type PluginSetting = {
    key: string;
    display_name: string;
    type: 'bool' | 'custom' | 'dropdown' | 'generated' | 'longtext' | 'number' | 'radio' | 'text' | 'username';
    help_text?: string;
    regenerate_help_text?: string;
    placeholder?: string;
    default?: unknown;
    options?: Array<{display_name: string; value: string}>;
};
type Props = {id: string; setting: PluginSetting; value: unknown; change: (value: unknown) => void};

export function SettingInput(props: Props) {
    const {id, setting} = props;
    return (
        <Field id={id} label={setting.display_name} help={setting.help_text}>
            <Input {...props}/>
            {setting.type === 'generated' && setting.regenerate_help_text && <Markdown className='help-text' text={setting.regenerate_help_text}/>}
        </Field>
    );
}

type FieldProps = {id: string; label: string; help?: string; children: ReactNode};

export function Field({id, label, help, children}: FieldProps) {
    return (
        <div className='form-group' data-testid={id}>
            <label className='control-label col-sm-4' htmlFor={id}>{label}</label>
            <div className='col-sm-8'>
                {children}
                {help && <Markdown className='help-text' text={help}/>}
            </div>
        </div>
    );
}

function Input({id, setting: {type, display_name: label, options = [], placeholder}, value, change}: Props) {
    const text = {
        id, className: 'form-control', placeholder, value: value === undefined || value === null ? '' : String(value),
        onChange: (event: {target: {value: string}}) => change(event.target.value),
    };
    switch (type) {
    case 'bool':
        return <BooleanInput id={id} label={label} value={Boolean(value)} change={change}/>;
    case 'dropdown':
        return (
            <select {...text} data-testid={`${id}dropdown`}>
                {options.map((option) => <option key={option.value} value={option.value}>{option.display_name}</option>)}
            </select>
        );
    case 'radio':
        return <Radio name={id} options={options.map((option) => ({text: option.display_name, value: option.value}))} value={value} change={change}/>;
    case 'longtext':
        return <textarea {...text} data-testid={`${id}input`} rows={5}/>;
    case 'number':
        return <input {...text} data-testid={`${id}number`} type='number' onChange={(event) => change(Number(event.target.value))}/>;
    case 'generated':
        return (
            <>
                <input {...text} readOnly={true}/>
                <button type='button' className='btn btn-tertiary' onClick={() => change(generate())}>{'Regenerate'}</button>
            </>
        );
    case 'custom':
        return <div className='banner warning'>{'In order to view this setting, enable the plugin and click Save.'}</div>;
    default:
        return <input {...text} data-testid={`${id}input`}/>;
    }
}

export function BooleanInput({id, label, value, change}: {id: string; label: string; value: boolean; change: (value: boolean) => void}) {
    return (
        <div role='radiogroup' aria-label={label}>
            {[true, false].map((option) => (
                <label key={String(option)} className='radio-inline'>
                    <input
                        id={`${id}${option}`}
                        data-testid={`${id}${option}`}
                        type='radio'
                        name={id}
                        value={String(option)}
                        checked={value === option}
                        onChange={() => change(option)}
                    />
                    {String(option)}
                </label>
            ))}
        </div>
    );
}

// generate makes a secret like Mattermost's client: 32 characters of Base64, so also + and /, which a plugin must cope with.
function generate(): string {
    return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))));
}
