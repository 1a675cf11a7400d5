// The texts. en.json is their only source: an id that it lacks does not compile.
import React, {type ReactNode} from 'react';
import {FormattedMessage, useIntl} from 'react-intl';

import en from './en.json';
import {inPlace} from './in_place';

export type MessageId = keyof typeof en;
export const english: Record<MessageId, string> = en;
// language is that of the texts, whatever that of Mattermost is.
export const language = 'en';

type Values = Record<string, ReactNode>;

// message is an element, as the host takes it for labels, too.
export function message(id: MessageId, values?: Values) {
    return <FormattedMessage id={id} defaultMessage={en[id]} values={values}>{inPlace}</FormattedMessage>;
}

// useText returns a function for what must be a string, such as an attribute.
export function useText() {
    const intl = useIntl();
    return (id: MessageId, values?: Record<string, string | number>): string => intl.formatMessage({id, defaultMessage: en[id]}, values);
}
