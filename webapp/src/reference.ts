// What people type to name a meeting. What surely names none is told at once; the rest, each link above all, is up to the server, which
// knows its Zoom and says more: server/zoom/reference.go.
import type {MessageId} from './i18n';

export type Judgement = {
    problem?: MessageId;
    // Tells that typing on cannot mend it.
    final?: boolean;
};

const groups = /.?\d(?:[\s\p{Pd}]*\d)*/gsu; // digits with spaces and dashes between them, and what is before them
const meetingNumber = /^[1-9]\d{8,10}$/;

export function judge(typed: string): Judgement {
    // No link that leads anywhere is without a slash.
    if (typed.includes('/') || findNumbers(typed).length === 1) {
        return {};
    }
    return {problem: 'zoom.problem.bad_reference', final: hasTooManyDigits(typed)};
}

function findNumbers(typed: string): string[] {
    const found = Array.from(typed.matchAll(groups), ([text]) => text);
    // What follows a sign is an amount or a telephone number.
    return found.filter((text) => !/^[+\p{Pd}\p{Sm}]/u.test(text)).map((text) => text.replace(/\D/g, '')).filter((digits) => meetingNumber.test(digits));
}

function hasTooManyDigits(typed: string): boolean {
    const digits = typed.replace(/[\s\p{Pd}]/gu, '');
    return /^(?:\d{12,}|0\d*)$/.test(digits);
}
