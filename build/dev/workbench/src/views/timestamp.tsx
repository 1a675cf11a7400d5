import React from 'react';
import {useIntl} from 'react-intl';

type Props = {value: number | string | Date; useDate?: boolean; useTime?: boolean; className?: string};

// Timestamp says when, in the user's language.
export function Timestamp({value, useDate = true, useTime = true, className}: Props) {
    const intl = useIntl();
    const date = new Date(value);
    const day = useDate && intl.formatDate(date, {day: 'numeric', month: 'long', year: 'numeric'});
    const time = useTime && intl.formatTime(date, {hour: 'numeric', minute: '2-digit'});
    return <time className={className} dateTime={date.toISOString()}>{[day, time].filter(Boolean).join(' ')}</time>;
}
