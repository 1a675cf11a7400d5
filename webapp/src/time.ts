// Says when, and how long. Times are milliseconds since 1970.
import type {Reader} from './hooks/use_reader';

// momentText is a time of day, with the date unless that is today.
export function momentText(at: number, reader: Reader, now = Date.now()): string {
    const isToday = day(at, reader) === day(now, reader);
    return clock(reader, isToday ? {} : date(at, reader, now)).format(at);
}

// spanText is a date and the times of day between which something took place.
export function spanText(from: number, to: number, reader: Reader, now = Date.now()): string {
    const dated = clock(reader, date(from, reader, now));
    return from < to ? dated.formatRange(from, to) : dated.format(to);
}

function clock({locale, timeZone, hourCycle}: Reader, more: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new Intl.DateTimeFormat(locale, {timeZone, hourCycle, hour: 'numeric', minute: '2-digit', ...more});
}

// date leaves out a year that goes without saying.
function date(at: number, reader: Reader, now: number): Intl.DateTimeFormatOptions {
    return {month: 'long', day: 'numeric', year: year(at, reader) === year(now, reader) ? undefined : 'numeric'};
}

function day(at: number, {timeZone}: Reader): string {
    return new Intl.DateTimeFormat('en', {timeZone, dateStyle: 'short'}).format(at);
}

function year(at: number, {timeZone}: Reader): string {
    return new Intl.DateTimeFormat('en', {timeZone, year: 'numeric'}).format(at);
}

// lengthOf is in whole minutes; clocks that disagree make no negative one.
export function lengthOf(from: number, to = Date.now()): {hours: number; minutes: number} {
    const minutes = Math.round(Math.max(to - from, 0) / 60_000);
    return {hours: Math.floor(minutes / 60), minutes: minutes % 60};
}
