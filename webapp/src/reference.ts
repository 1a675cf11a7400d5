// What people type to name a meeting, by the rules of server/zoom/reference.go, which has the last word: it alone knows the server's Zoom.
import type {MessageId} from './i18n';

export type Judgement = {
    problem?: MessageId;
    // Tells that typing on cannot mend it.
    final?: boolean;
};

const cloudHost = /^(?:[a-z0-9-]+\.)*(?:zoom\.us|zoom\.com|zoomgov\.com|zoom\.com\.cn)$/;
const joinPath = /^\/(?:j|wc\/join|wc)\/([1-9]\d{8,10})(?:\/join)?\/?$/;
const startPath = /^\/(?:s\/|wc\/\d+\/start)/;
const personalPath = /^\/my\//;
const groups = /.?\d(?:[\s\p{Pd}]*\d)*/gsu; // digits with spaces and dashes between them, and what is before them
const meetingNumber = /^[1-9]\d{8,10}$/;

export function judge(typed: string): Judgement {
    const path = findLink(typed)?.pathname;
    if (path === undefined) {
        return findNumbers(typed).length === 1 ? {} : {problem: 'zoom.problem.bad_reference', final: hasTooManyDigits(typed)};
    }
    if (startPath.test(path)) {
        return {problem: 'zoom.problem.host_link', final: true};
    }
    if (personalPath.test(path)) {
        return {problem: 'zoom.problem.personal_link', final: true};
    }
    return joinPath.test(path) ? {} : {problem: 'zoom.problem.bad_reference'};
}

// findLink returns the first link of Zoom's cloud, else the first that could be one of the server's own Zoom. The scheme may be missing.
function findLink(typed: string): URL | undefined {
    const links = typed.split(/\s+/).flatMap((word) => parseLink(word.replace(/^[<>()[\]"',;.]+|[<>()[\]"',;.]+$/g, '')));
    const couldBe = ({pathname}: URL) => [joinPath, startPath, personalPath].some((path) => path.test(pathname));
    return links.find(({hostname}) => cloudHost.test(hostname)) ?? links.find(couldBe);
}

function parseLink(word: string): URL[] {
    try {
        const link = new URL(word.includes('://') ? word : `https://${word}`);
        return /^https?:$/.test(link.protocol) && !link.username ? [link] : [];
    } catch {
        return [];
    }
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
