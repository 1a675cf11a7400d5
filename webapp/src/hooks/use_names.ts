import type {GlobalState} from '@mattermost/types/store';
import type {UserProfile} from '@mattermost/types/users';
import {useSelector} from 'react-redux';

import {overridesName} from '../post_props';
import {text} from '../untyped';

// useNameInIntro is the name that a card has to say, since the post around it is shown under that of a service. It is empty where the post
// shows its author, and where nobody knows the author.
export function useNameInIntro(post: Parameters<typeof overridesName>[0] & {user_id: string}, username: string): string {
    return useSelector((state: GlobalState) => {
        const isOverridden = overridesName(post) && state.entities.general.config.EnablePostUsernameOverride === 'true';
        return isOverridden ? displayName(state, state.entities.users.profiles[post.user_id]) || username : '';
    });
}

// useDisplayName is how Mattermost shows the user with this username.
export function useDisplayName(username: string): string {
    return useSelector((state: GlobalState) => {
        const profile = Object.values(state.entities.users.profiles).find((user) => user.username === username);
        return displayName(state, profile) || username;
    });
}

// displayName chooses like Mattermost does: by the reader's setting, unless admins have locked theirs.
function displayName({entities: {general: {config, license}, preferences}}: GlobalState, user: UserProfile | undefined): string {
    const isLocked = config.LockTeammateNameDisplay === 'true' && license.LockTeammateNameDisplay === 'true';
    const own = preferences.myPreferences['display_settings--name_format']?.value;
    const fullName = [user?.first_name, user?.last_name].filter(Boolean).join(' ');
    switch ((!isLocked && own) || config.TeammateNameDisplay) {
    case 'nickname_full_name':
        return user?.nickname || fullName || text(user?.username);
    case 'full_name':
        return fullName || text(user?.username);
    default:
        return text(user?.username);
    }
}
