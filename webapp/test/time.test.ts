import {expect, test} from 'vitest';

import {lengthOf, momentText, spanText} from '../src/time';

const at = Date.UTC(2026, 10, 23, 9, 2);
const berlin = {locale: 'en', timeZone: 'Europe/Berlin', hourCycle: 'h12'} as const;
const later = (minutes: number) => at + minutes * 60_000;
const plain = (text: string) => text.replace(/\s/g, ' ');

test.each([
    ['today', berlin, later(30), '10:02 AM'],
    ['by 24 hours', {...berlin, hourCycle: 'h23'} as const, later(30), '10:02'],
    ['in another zone', {...berlin, timeZone: 'America/New_York'}, later(30), '4:02 AM'],
    ['yesterday', berlin, later(24 * 60), 'November 23 at 10:02 AM'],
    ['after midnight there', {...berlin, timeZone: 'Asia/Tokyo'}, later(7 * 60), 'November 23 at 6:02 PM'],
    ['last year', berlin, later(60 * 24 * 60), 'November 23, 2026 at 10:02 AM'],
    ['in German', {...berlin, locale: 'de', hourCycle: 'h23'} as const, later(24 * 60), '23. November um 10:02'],
])('%s', (_, reader, now, text) => expect(plain(momentText(at, reader, now))).toBe(text));

test.each([
    ['one morning', later(42), 'November 23, 10:02 – 10:44 AM'],
    ['over noon', later(180), 'November 23, 10:02 AM – 1:02 PM'],
    ['over midnight', later(15 * 60), 'November 23 at 10:02 AM – November 24 at 1:02 AM'],
    ['no time at all', at, 'November 23 at 10:02 AM'],
    ['clocks that disagree', at - 1, 'November 23 at 10:01 AM'],
])('a span of %s', (_, until, text) => expect(plain(spanText(at, until, berlin, until))).toBe(text));

test.each([
    [29_000, {hours: 0, minutes: 0}], [31_000, {hours: 0, minutes: 1}], [42 * 60_000, {hours: 0, minutes: 42}],
    [65 * 60_000, {hours: 1, minutes: 5}], [120 * 60_000, {hours: 2, minutes: 0}], [-5, {hours: 0, minutes: 0}],
])('%d ms are %j', (length, expected) => expect(lengthOf(at, at + length)).toEqual(expected));
