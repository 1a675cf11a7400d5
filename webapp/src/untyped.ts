// Reads values that somebody else wrote: the props of a post, the answer of a server. What is not as it should be counts as absent.

export function record(value: unknown): Record<string, unknown> {
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
}

export function text(value: unknown): string {
    return typeof value === 'string' ? value.trim() : '';
}

// webAddress keeps what is no full address of a web page, such as javascript:, from becoming a link.
export function webAddress(value: unknown): string {
    try {
        const {protocol, href} = new URL(text(value));
        return protocol === 'https:' || protocol === 'http:' ? href : '';
    } catch {
        return '';
    }
}

const lastMoment = 8.64e15; // of Date

// moment takes milliseconds since 1970; 0 stands for unknown.
export function moment(value: unknown): number {
    return typeof value === 'number' && value > 0 && value <= lastMoment ? value : 0;
}

// digits takes a number or its digits.
export function digits(value: unknown): string {
    return /^[1-9]\d{0,15}$/.exec(String(typeof value === 'number' ? value : text(value)))?.[0] ?? '';
}
