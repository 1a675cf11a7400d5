import type {AdminConfig} from '@mattermost/types/config';
import type {PluginManifest} from '@mattermost/types/plugins';
import {getCurrentUser} from 'mattermost-redux/selectors/entities/users';
import React, {useEffect, useState} from 'react';
import {Link, Redirect, Route, Switch} from 'react-router-dom';

import {client, errorText} from '../../client';
import {useSelector} from '../../state/store';

import {useBodyClass} from '../body_class';

import {PluginSettings} from './plugin_settings';

type Loaded = {plugins: PluginManifest[]; config: AdminConfig};

// AdminConsole is the part of the System Console that is about plugins.
export function AdminConsole() {
    const user = useSelector(getCurrentUser);
    const [loaded, setLoaded] = useState<Loaded>();
    const [failure, setFailure] = useState('');
    const isAdmin = user.roles.split(' ').includes('system_admin');
    useBodyClass('console__body');
    const reload = () => load().then(setLoaded, (error) => setFailure(errorText(error)));
    useEffect(() => {
        if (isAdmin) {
            reload();
        }
    }, [isAdmin]);
    if (!isAdmin) {
        return <Redirect to='/'/>;
    }
    const {plugins, config} = loaded ?? {plugins: []};
    return (
        <div className='admin-console__wrapper'>
            <nav className='admin-sidebar' aria-label='Plugins'>
                <Link to='/'>{'← Back to the workbench'}</Link>
                <h2>{'Plugins'}</h2>
                <ul>
                    {plugins.map(({id, name}) => (
                        <li key={id}><Link id={`plugins/plugin_${id}`} className='sidebar-section-title' to={`/admin_console/plugins/plugin_${id}`}>{name}</Link></li>
                    ))}
                </ul>
            </nav>
            <main className='admin-console'>
                {failure && <p className='error-text' role='alert'>{failure}</p>}
                <Switch>
                    <Route
                        path='/admin_console/plugins/plugin_:id'
                        render={({match}) => {
                            const plugin = plugins.find(({id}) => id === match.params.id);
                            return plugin && config ? <PluginSettings key={plugin.id} plugin={plugin} config={config} reload={reload}/> : null;
                        }}
                    />
                    <Route render={() => <p>{'Choose a plugin. The workbench shows no other pages of the System Console.'}</p>}/>
                </Switch>
            </main>
        </div>
    );
}

async function load(): Promise<Loaded> {
    const [{active, inactive}, config] = await Promise.all([client.getPlugins(), client.getConfig()]);
    const plugins = [...active, ...inactive].sort((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id));
    return {plugins: plugins as PluginManifest[], config};
}
