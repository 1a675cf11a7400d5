import {getCurrentTeam, getMyTeams} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUser} from 'mattermost-redux/selectors/entities/users';
import React, {version} from 'react';
import {Link} from 'react-router-dom';

import {dispatch, useSelector} from '../state/store';

import {Icon} from './icons';
import {SearchBox} from './search';
import {UserMenu} from './user_menu';

export function GlobalHeader() {
    const teams = useSelector(getMyTeams);
    const current = useSelector(getCurrentTeam);
    const user = useSelector(getCurrentUser);
    const server = useSelector((state) => state.entities.general.config.Version);
    const isMobile = useSelector((state) => state.views.browser.windowSize === 'mobileView');
    const isOpen = useSelector((state) => state.views.lhs.isOpen);
    return (
        <header id='global-header' className='global-header'>
            {isMobile && (
                <button className='navbar-toggle' aria-expanded={isOpen} aria-label='Channels' onClick={() => dispatch({type: 'TOGGLE_LHS', isOpen: !isOpen})}>
                    <Icon name='menu'/>
                </button>
            )}
            <strong>{'Workbench'}</strong>
            <span className='global-header__what'>{`not Mattermost’s own client · Mattermost ${server} · React ${version}`}</span>
            <nav id='teamSidebarWrapper' aria-label='Teams'>
                {teams.map(({id, name, display_name: displayName}) => (
                    <Link
                        key={id}
                        id={`${name}TeamButton`}
                        to={`/${name}/channels/town-square`}
                        aria-current={id === current?.id ? 'page' : undefined}
                    >
                        {displayName}
                    </Link>
                ))}
            </nav>
            <SearchBox username={user.username}/>
            <UserMenu user={user}/>
        </header>
    );
}
