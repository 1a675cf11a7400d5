import {getMyChannels} from 'mattermost-redux/selectors/entities/channels';
import {getUsers} from 'mattermost-redux/selectors/entities/users';

import {useSelector} from '../state/store';

type Option = {text: string; value: string};

// useOptions are what a select of an attachment or a dialog offers: its own options, or the people and channels known here.
export function useOptions(source = '', options: Option[] = []): Option[] {
    const users = useSelector(getUsers);
    const channels = useSelector(getMyChannels);
    switch (source) {
    case 'users':
        return Object.values(users).map(({id, username}) => ({text: username, value: id}));
    case 'channels':
        return channels.map(({id, display_name: text}) => ({text, value: id}));
    default:
        return options;
    }
}
