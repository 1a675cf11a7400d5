import React, {type FormEvent, useState} from 'react';
import type {RouteComponentProps} from 'react-router-dom';

import {basename, client, errorText} from '../client';

type Props = RouteComponentProps<object, object, {failure?: string} | undefined>;

export function Login({location}: Props) {
    const [loginId, setLoginId] = useState('');
    const [password, setPassword] = useState('');
    const [failure, setFailure] = useState(location.state?.failure ?? '');

    const submit = async (event: FormEvent) => {
        event.preventDefault();
        try {
            await client.login(loginId, password);
            const target = new URLSearchParams(location.search).get('redirect_to');
            window.location.assign(basename + (target?.startsWith('/') ? target : '/'));
        } catch (error) {
            setFailure(errorText(error));
        }
    };
    return (
        <main className='login-body'>
            <form className='login-body-card' onSubmit={submit}>
                <h1>{'Plugin workbench'}</h1>
                <p>{'This small web client hosts plugins during development. It talks to a real Mattermost server, but it is not Mattermost’s web client.'}</p>
                {failure && <p className='login-body-message error-text' role='alert'>{failure}</p>}
                <label htmlFor='input_loginId'>{'Email or username'}</label>
                <input
                    id='input_loginId'
                    className='form-control'
                    autoComplete='username'
                    autoFocus={true}
                    required={true}
                    value={loginId}
                    onChange={(event) => setLoginId(event.target.value)}
                />
                <label htmlFor='input_password-input'>{'Password'}</label>
                <input
                    id='input_password-input'
                    className='form-control'
                    type='password'
                    autoComplete='current-password'
                    required={true}
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                />
                <button id='saveSetting' className='btn btn-primary' type='submit'>{'Log in'}</button>
            </form>
        </main>
    );
}
