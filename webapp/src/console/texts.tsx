// The texts of the panel, apart from those that everybody loads. An id that en.json lacks does not compile.
import React, {type ReactNode} from 'react';
import {FormattedMessage, IntlProvider, useIntl} from 'react-intl';

import {inPlace} from '../i18n/in_place';

import en from './en.json';

export type TextId = keyof typeof en;

// Texts lets the host's formatting find the panel's texts, which are not registered with it.
export function Texts({children}: {children: ReactNode}) {
    const {locale} = useIntl();
    return <IntlProvider locale={locale} messages={en}>{children}</IntlProvider>;
}

export function text(id: TextId, values?: Record<string, ReactNode>) {
    return <FormattedMessage id={id} defaultMessage={en[id]} values={values}>{inPlace}</FormattedMessage>;
}

// useText returns a function for what must be a string, such as an attribute.
export function useText() {
    const intl = useIntl();
    return (id: TextId, values?: Record<string, string>): string => intl.formatMessage({id, defaultMessage: en[id]}, values);
}
