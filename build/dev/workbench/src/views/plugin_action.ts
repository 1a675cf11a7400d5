import {getCurrentChannel, getMyCurrentChannelMembership} from 'mattermost-redux/selectors/entities/channels';

import {useSelector} from '../state/store';
import type {PluginComponent} from '../state/types';

// useAction calls what a plugin has registered, as Mattermost does: with the channel and the user's membership, without the event. Neither
// is there where no channel is shown.
export function useAction(): (component: PluginComponent) => void {
    const channel = useSelector(getCurrentChannel);
    const member = useSelector(getMyCurrentChannelMembership);
    return ({action, menuAction}) => {
        action?.(channel, member);
        menuAction?.(channel?.id);
    };
}
