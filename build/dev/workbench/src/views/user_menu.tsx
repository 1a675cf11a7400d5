import type {UserProfile} from '@mattermost/types/users';
import {get, getTheme} from 'mattermost-redux/selectors/entities/preferences';
import React from 'react';

import {client} from '../client';
import {browserHistory} from '../history';
import {dispatch, useSelector} from '../state/store';
import {appBarKey} from '../state/views';
import {themes} from '../theme';

import {useAppBar} from './app_bar';
import {UserAvatar} from './avatar';
import {Menu, MenuItem} from './menu';
import {useComponents} from './pluggable';
import {useAction} from './plugin_action';

const languages: Record<string, string> = {en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', ja: '日本語', 'zh-CN': '中文 (简体)'};

// UserMenu has what a person changes to look at a plugin: theme, language, density, the App Bar.
export function UserMenu({user}: {user: UserProfile}) {
    const theme = useSelector(getTheme);
    const compact = useSelector((state) => get(state, 'display_settings', 'message_display', 'clean') === 'compact');
    const fromPlugins = useComponents('MainMenu');
    const appBar = useAppBar();
    const act = useAction();
    const isAdmin = user.roles.split(' ').includes('system_admin');

    const save = (category: string, name: string, value: string) => client.savePreferences(user.id, [{user_id: user.id, category, name, value}]);
    const showAppBar = (show: boolean) => {
        localStorage.setItem(appBarKey, String(show));
        dispatch({type: 'SHOW_APP_BAR', show});
    };
    return (
        <Menu id='userAccountMenuButton' label='User menu' button={<><UserAvatar user={user} size='sm'/>{user.username}</>} pullRight={true}>
            <li className='dropdown-header'>{'Theme'}</li>
            {Object.entries(themes).map(([key, choice]) => (
                <MenuItem key={key} checked={theme.type === choice.type} select={() => save('theme', '', JSON.stringify(choice))}>{choice.type}</MenuItem>
            ))}
            <li className='dropdown-header'>{'Language of plugins (the workbench speaks English)'}</li>
            {Object.entries(languages).map(([locale, name]) => (
                <MenuItem key={locale} checked={user.locale === locale} select={() => client.patchMe({locale})}>{name}</MenuItem>
            ))}
            <li className='dropdown-header'>{'Display'}</li>
            <MenuItem checked={compact} select={() => save('display_settings', 'message_display', compact ? 'clean' : 'compact')}>{'Compact messages'}</MenuItem>
            <MenuItem checked={appBar} select={() => showAppBar(!appBar)}>{'App Bar'}</MenuItem>
            <li className='divider'/>
            {fromPlugins.map((item) => <MenuItem key={item.id} select={() => act(item)}>{item.text}</MenuItem>)}
            {isAdmin && <MenuItem id='systemConsole' select={() => browserHistory.push('/admin_console')}>{'System Console'}</MenuItem>}
            <MenuItem id='logout' select={logOut}>{'Log out'}</MenuItem>
        </Menu>
    );
}

async function logOut() {
    await client.logout();
    window.location.assign(`${window.location.origin}${browserHistory.createHref({pathname: '/login'})}`);
}
