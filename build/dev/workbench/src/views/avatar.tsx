import type {UserProfile} from '@mattermost/types/users';
import React from 'react';

import {client} from '../client';

const pixels = {xxs: 16, xs: 20, sm: 24, md: 32, lg: 36, xl: 50};

type Props = {url?: string; username?: string; size?: keyof typeof pixels; text?: string};

export function Avatar({url, username = '', size = 'md', text}: Props) {
    const style = {width: pixels[size], height: pixels[size]};
    if (!url) {
        return <span className={`Avatar Avatar-${size} Avatar-plain`} style={style} aria-hidden={true}>{text ?? username.slice(0, 1).toUpperCase()}</span>;
    }
    return <img className={`Avatar Avatar-${size}`} style={style} alt={`${username} profile image`} src={url} loading='lazy'/>;
}

export function UserAvatar({user, size}: {user?: UserProfile; size?: keyof typeof pixels}) {
    return <Avatar size={size} username={user?.username} url={user && client.getProfilePictureUrl(user.id, user.last_picture_update)}/>;
}

export function BotBadge() {
    return <span className='BotTag Tag'>{'BOT'}</span>;
}
