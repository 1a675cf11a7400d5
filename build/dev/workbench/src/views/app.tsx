import {getCurrentUserLocale} from 'mattermost-redux/selectors/entities/i18n';
import {getTheme} from 'mattermost-redux/selectors/entities/preferences';
import React, {useEffect, useMemo, useState} from 'react';
import {IntlProvider} from 'react-intl';
import {Provider} from 'react-redux';
import {Redirect, Route, type RouteComponentProps, Router, Switch} from 'react-router-dom';

import {errorText, hasSession} from '../client';
import {browserHistory} from '../history';
import {syncPlugins} from '../plugins/loader';
import {readTranslations} from '../plugins/translations';
import {listen} from '../state/events';
import {loadMe} from '../state/load';
import {store, useSelector} from '../state/store';
import {applyTheme, themes} from '../theme';

import {AdminConsole} from './admin/console';
import {Dialogs} from './dialogs';
import {useFocusClasses} from './focus_classes';
import {FirstVisit} from './landing';
import {Login} from './login';
import {Pluggable} from './pluggable';
import {Team, FirstTeam} from './team';
import {Threads} from './threads';
import {useWindow} from './window';

export function App() {
    return (
        <FirstVisit>
            <Provider store={store}>
                <Translated>
                    <Router history={browserHistory}>
                        <Switch>
                            <Route path='/login' component={Login}/>
                            <Route component={LoggedIn}/>
                        </Switch>
                    </Router>
                </Translated>
            </Provider>
        </FirstVisit>
    );
}

// Translated gives plugins the user's language and their own texts in it. The workbench itself speaks English only.
function Translated({children}: {children: React.ReactNode}) {
    const locale = useSelector((state) => getCurrentUserLocale(state, 'en'));
    const byPlugin = useSelector((state) => state.views.i18n.pluginTranslations);
    const messages = useMemo(() => Object.assign({}, ...Object.values(byPlugin)) as Record<string, string>, [byPlugin]);
    useEffect(readTranslations, [locale]);
    return (
        <IntlProvider
            locale={locale}
            messages={messages}
            textComponent='span'
            onError={(error) => error.code !== 'MISSING_TRANSLATION' && console.error(error)}
        >
            {children as never}
        </IntlProvider>
    );
}

let loading: Promise<void> | undefined;

// load reads what every page needs, once for the life of this window.
async function load(): Promise<void> {
    await loadMe();
    await listen();
    await syncPlugins();
}

function LoggedIn({location}: RouteComponentProps) {
    const [ready, setReady] = useState(false);
    const [failure, setFailure] = useState('');
    const chosen = useSelector(getTheme);
    // The System Console has one theme for all.
    const theme = location.pathname.startsWith('/admin_console') ? themes.denim : chosen;
    useWindow();
    useFocusClasses();
    useEffect(() => applyTheme(theme), [theme]);
    useEffect(() => {
        if (hasSession()) {
            loading ??= load();
            loading.then(() => setReady(true), (error) => setFailure(errorText(error)));
        }
    }, []);
    if (!hasSession() || failure) {
        const search = `?redirect_to=${encodeURIComponent(location.pathname + location.search)}`;
        return <Redirect to={{pathname: '/login', search, state: {failure}}}/>;
    }
    if (!ready) {
        return <p className='loading-screen' role='status'>{'Loading …'}</p>;
    }
    return (
        <>
            <Switch>
                <Route path='/admin_console' component={AdminConsole}/>
                <Route path='/:team/threads/:thread?' component={Threads}/>
                <Route path='/:team/:kind(channels|messages|pl)/:name' component={Team}/>
                <Route component={FirstTeam}/>
            </Switch>
            <Pluggable name='Root'/>
            <Pluggable name='Global'/>
            <Dialogs/>
        </>
    );
}
