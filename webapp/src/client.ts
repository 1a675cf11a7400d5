// Talks to the plugin's server side. An answer is a value here, also when it is an error.
import {basename} from './host';
import {record, text, webAddress} from './untyped';

export type MeetingRequest = {
    channelId: string;
    rootId?: string;
    topic?: string;
    personal?: boolean;
    force?: boolean;
    // Shares a meeting that exists, and starts none: the personal one, or the one that reference names, a number or a link.
    share?: boolean;
    reference?: string;
};

export type Recent = {topic: string; creator: string; link: string};

// Failure has the server's words, in Markdown, if there are any. The HTTP status is 0 when there was no answer.
export type Failure = {code: string; text: string; status: number};

// passing are the codes of server/usertext/errors.go that the same request may not meet again. Behind all others is something that somebody
// has to change first.
const passing = [
    'stopping', 'too_many_starts', 'rate_limited', 'service_rejected', 'service_slow', 'service_unavailable', 'bad_answer', 'internal',
];

// mayPass tells whether it can help to try again. What has no code comes from elsewhere: from the network, from a proxy, or from Mattermost
// while it updates the plugin.
export function mayPass({code}: Failure): boolean {
    return code === '' || passing.includes(code);
}

export type Answer =
    // url leads the user into a meeting that was started, as its host where the server says how. It is empty for a shared one.
    | {outcome: 'started'; url: string}
    | {outcome: 'needs_confirm'; recent: Recent}
    // text is why, in the server's words.
    | {outcome: 'needs_connect'; url: string; text: string}
    | {outcome: 'failed'; failure: Failure};

// longestWait is more than the server ever takes: it gives Zoom 10 seconds a call.
const longestWait = 45_000;

export async function postMeeting(meeting: MeetingRequest): Promise<Answer> {
    const {channelId, rootId, topic, personal, force, share, reference} = meeting;
    const [status, body] = await request('/api/v1/meetings', {
        channel_id: channelId, root_id: rootId, topic, personal, force, share, meeting_id: reference,
    });
    const answer = record(body);
    const recent = record(answer.recent);
    if (status === 200) {
        switch (answer.outcome) {
        case 'started':
            return {outcome: 'started', url: share ? '' : webAddress(answer.start_url) || webAddress(answer.meeting_url)};
        case 'needs_confirm':
            return {outcome: 'needs_confirm', recent: {
                topic: text(recent.topic), creator: text(recent.creator_username), link: webAddress(recent.meeting_url),
            }};
        case 'needs_connect':
            return {outcome: 'needs_connect', url: webAddress(answer.connect_url), text: text(answer.message)};
        }
    }
    return {outcome: 'failed', failure: {code: text(answer.error), text: text(answer.message), status}};
}

// request sends a body by POST, and gets what is at path without one. It returns the HTTP status, 0 when there was no answer, and the JSON
// that came, if any.
export async function request(path: string, body?: object): Promise<[status: number, body: unknown]> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), longestWait);
    try {
        const response = await fetch(`${basename()}/plugins/zoom${path}`, {
            method: body ? 'POST' : 'GET',
            headers: {'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest', 'X-CSRF-Token': csrfToken()},
            body: JSON.stringify(body),
            signal: abort.signal,
        });
        return [response.status, await response.json().catch(() => null)];
    } catch {
        return [0, null];
    } finally {
        clearTimeout(timer);
    }
}

function csrfToken(): string {
    return /(?:^|; )MMCSRF=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}
