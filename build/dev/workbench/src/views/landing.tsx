import React, {type ReactNode, useState} from 'react';

const key = '__landingPageSeen__';

// FirstVisit asks once in each browser whether to go on there or in the desktop app, as Mattermost does.
export function FirstVisit({children}: {children: ReactNode}) {
    const [isSeen, setSeen] = useState(() => localStorage.getItem(key) === 'true');
    const goOn = () => {
        localStorage.setItem(key, 'true');
        setSeen(true);
    };
    return isSeen ? <>{children}</> : (
        <main className='login-body'>
            <div className='login-body-card'>
                <h1>{'Where would you like to view this?'}</h1>
                <button className='btn btn-primary get-app__download' disabled={true}>{'View in Desktop App'}</button>
                <button className='btn btn-tertiary' onClick={goOn}>{'View in Browser'}</button>
            </div>
        </main>
    );
}
