import React, {type ReactNode} from 'react';

import {AppBar} from './app_bar';
import {useBodyClass} from './body_class';
import {GlobalHeader} from './global_header';
import {MobileHeader} from './mobile_header';
import {RightHandSide} from './rhs';
import {Sidebar} from './sidebar';

// Workspace is what is around the middle of a team's pages. The App Bar comes last, also for the Tab key.
export function Workspace({children}: {children: ReactNode}) {
    useBodyClass('app__body', 'channel-view');
    return (
        <div className='workspace'>
            <GlobalHeader/>
            <MobileHeader/>
            <div className='main-wrapper'>
                <Sidebar/>
                <main id='channel_view' className='channel-view'>{children}</main>
                <RightHandSide/>
                <AppBar/>
            </div>
        </div>
    );
}
