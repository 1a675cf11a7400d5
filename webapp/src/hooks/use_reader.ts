import type {GlobalState} from '@mattermost/types/store';
import {useIntl} from 'react-intl';
import {useSelector} from 'react-redux';

import {record, text} from '../untyped';

// Reader is how the person in front of the screen likes to read times.
export type Reader = {locale: string; timeZone?: string; hourCycle: 'h12' | 'h23'};

export function useReader(): Reader {
    const {locale} = useIntl();
    const military = useSelector(readsMilitaryTime);
    const timeZone = useSelector(readTimeZone);
    return {locale, timeZone, hourCycle: military ? 'h23' : 'h12'};
}

function readsMilitaryTime({entities}: GlobalState): boolean {
    return entities.preferences.myPreferences['display_settings--use_military_time']?.value === 'true';
}

// readTimeZone is the zone that the person set, else that of their device as Mattermost knows it, else that of this browser.
function readTimeZone({entities}: GlobalState): string | undefined {
    const {currentUserId, profiles} = entities.users;
    const {useAutomaticTimezone, automaticTimezone, manualTimezone} = record(profiles[currentUserId]?.timezone);
    const zone = text(String(useAutomaticTimezone) === 'false' ? manualTimezone : automaticTimezone);
    return isKnown(zone) ? zone : undefined;
}

function isKnown(zone: string): boolean {
    try {
        return Boolean(zone && new Intl.DateTimeFormat('en', {timeZone: zone}));
    } catch {
        return false;
    }
}
