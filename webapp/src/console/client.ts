// What the panel asks the server. An answer is a value here, also when it is an error.
import {type Failure, request} from '../client';
import {record, text, webAddress} from '../untyped';

// Verdict is null for what is not certain, or may become bad.
export type Verdict = boolean | null;

// Line is something that the admin is told, and what to do about it, in Markdown.
export type Line = {verdict: Verdict; text: string; fix: string; connectUrl: string};

const uses = ['required', 'optional', 'ignored'] as const;
export type Use = typeof uses[number];

const modes = ['server_to_server', 'user_oauth', 'admin_oauth', 'api_key'] as const;
export type Mode = typeof modes[number];

export type Setup = {
    mode: Mode | undefined;
    inferred: boolean;
    // The names of the settings.
    settings: Record<Use, string[]>;
    problems: Line[];
    // Addresses are empty where there are none.
    webhookUrl: string;
    redirectUrl: string;
    deauthorizationUrl: string;
    scopes: string[];
    events: string[];
    webhook: Line[];
};

export type Answer<T> = {value: T} | {failure: Failure};

export async function getSetup(): Promise<Answer<Setup>> {
    return answerOf(await request('/api/v1/setup'), (body) => ({
        mode: modes.find((mode) => mode === body.mode),
        inferred: body.inferred === true,
        settings: settingsOf(body.settings),
        problems: list(body.problems, line),
        webhookUrl: webAddress(body.webhook_url),
        redirectUrl: webAddress(body.redirect_url),
        deauthorizationUrl: webAddress(body.deauthorization_url),
        scopes: list(body.scopes, text),
        events: list(body.events, text),
        webhook: list(body.webhook, line),
    }));
}

// postTest tests what is saved.
export async function postTest(): Promise<Answer<Line[]>> {
    return answerOf(await request('/api/v1/setup/test', {}), ({lines}) => list(lines, line));
}

function answerOf<T>([status, body]: [number, unknown], read: (body: Record<string, unknown>) => T): Answer<T> {
    const answer = record(body);
    if (status === 200 && body) {
        return {value: read(answer)};
    }
    return {failure: {code: text(answer.error), text: text(answer.message), status}};
}

function settingsOf(value: unknown): Setup['settings'] {
    const named = list(value, record);
    const of = (use: Use) => named.filter((setting) => setting.use === use).map(({name}) => text(name));
    return {required: of('required'), optional: of('optional'), ignored: of('ignored')};
}

function line(value: unknown): Line {
    const {ok, text: words, fix, connect_url: connectUrl} = record(value);
    return {verdict: typeof ok === 'boolean' ? ok : null, text: text(words), fix: text(fix), connectUrl: connectUrl ? webAddress(connectUrl) : ''};
}

function list<T>(value: unknown, read: (item: unknown) => T): T[] {
    return Array.isArray(value) ? value.map(read) : [];
}
