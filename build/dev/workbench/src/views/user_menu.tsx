import type {UserProfile} from '@mattermost/types/users';
import {get, getTheme} from 'mattermost-redux/selectors/entities/preferences';
import React from 'react';
import {Dropdown, MenuItem} from 'react-bootstrap';

import {client} from '../client';
import {browserHistory} from '../history';
import {dispatch, useSelector} from '../state/store';
import {appBarKey} from '../state/views';
import {themes} from '../theme';

import {useAppBar} from './app_bar';
import {UserAvatar} from './avatar';
import {useComponents} from './pluggable';

const languages: Record<string, string> = {en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', ja: '日本語', 'zh-CN': '中文 (简体)'};

// UserMenu has what a person changes to look at a plugin: theme, language, density, the App Bar.
export function UserMenu({user}: {user: UserProfile}) {
    const theme = useSelector(getTheme);
    const display = useSelector((state) => get(state, 'display_settings', 'message_display', 'clean'));
    const fromPlugins = useComponents('MainMenu');
    const appBar = useAppBar();
    const isAdmin = user.roles.split(' ').includes('system_admin');

    const save = (category: string, name: string, value: string) => client.savePreferences(user.id, [{user_id: user.id, category, name, value}]);
    const showAppBar = (show: boolean) => {
        localStorage.setItem(appBarKey, String(show));
        dispatch({type: 'SHOW_APP_BAR', show});
    };
    return (
        <Dropdown id='userAccountMenuButton' pullRight={true}>
            <Dropdown.Toggle noCaret={true} aria-label='User menu'>
                <UserAvatar user={user} size='sm'/>
                {user.username}
            </Dropdown.Toggle>
            <Dropdown.Menu>
                <MenuItem header={true}>{'Theme'}</MenuItem>
                {Object.entries(themes).map(([key, choice]) => (
                    <Choice key={key} active={theme.type === choice.type} choose={() => save('theme', '', JSON.stringify(choice))}>{choice.type}</Choice>
                ))}
                <MenuItem header={true}>{'Language (of plugins; the workbench speaks English)'}</MenuItem>
                {Object.entries(languages).map(([locale, name]) => (
                    <Choice key={locale} active={user.locale === locale} choose={() => client.patchMe({locale})}>{name}</Choice>
                ))}
                <MenuItem header={true}>{'Display'}</MenuItem>
                <Choice active={display === 'compact'} choose={() => save('display_settings', 'message_display', display === 'compact' ? 'clean' : 'compact')}>
                    {'Compact messages'}
                </Choice>
                <Choice active={appBar} choose={() => showAppBar(!appBar)}>{'App Bar'}</Choice>
                <MenuItem divider={true}/>
                {fromPlugins.map(({id, text, action}) => <MenuItem key={id} onSelect={action as never}>{text}</MenuItem>)}
                {isAdmin && <MenuItem id='systemConsole' onSelect={() => browserHistory.push('/admin_console')}>{'System Console'}</MenuItem>}
                <MenuItem id='logout' onSelect={logOut}>{'Log out'}</MenuItem>
            </Dropdown.Menu>
        </Dropdown>
    );
}

function Choice({active, choose, children}: {active: boolean; choose: () => unknown; children: React.ReactNode}) {
    return <MenuItem onSelect={choose as never} className={active ? 'chosen' : ''} aria-checked={active}>{children}</MenuItem>;
}

async function logOut() {
    await client.logout();
    window.location.assign(`${window.location.origin}${browserHistory.createHref({pathname: '/login'})}`);
}
