import {getCurrentChannel, getMyCurrentChannelMembership} from 'mattermost-redux/selectors/entities/channels';
import {type ComponentProps, isValidElement, type ReactNode} from 'react';
import {FormattedMessage, type IntlShape} from 'react-intl';

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

// plainText is what a label says, as far as it can be read without rendering it.
export function plainText(node: ReactNode, intl: IntlShape): string {
    if (isValidElement<ComponentProps<typeof FormattedMessage>>(node) && node.type === FormattedMessage) {
        const {id, defaultMessage, values} = node.props;
        return String(intl.formatMessage({id, defaultMessage}, values as Record<string, string>));
    }
    return typeof node === 'string' ? node : '';
}
