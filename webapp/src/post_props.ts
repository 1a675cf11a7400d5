// The only reader of post.props, whose contract is in server/mattermost/props.go. Anybody can put anything there.
import type {Post} from '@mattermost/types/posts';

import {english} from './i18n';
import {digits, moment, record, text, webAddress} from './untyped';

// postType is that of the posts of meetings.
export const postType = 'custom_zoom' as string;

// longestMeeting is longer than Zoom lets any meeting run.
const longestMeeting = 31 * 60 * 60_000; // milliseconds

// clockDifference is how far the clocks of the service and of the reader may be apart.
const clockDifference = 5 * 60_000; // milliseconds

// longestTopic is as in server/meeting/topic.go, in characters.
export const longestTopic = 200;

// What posts said before the server kept its sentence in meeting_message.
const earlierMessages = ['Started a Zoom meeting.', 'Shared a Zoom meeting.', 'I have started a meeting'];

export type Meeting = {
    // Empty strings and 0 stand for what is not known. Times are milliseconds since 1970.
    topic: string;
    creator: string;
    number: string; // its digits
    personal: boolean;
    shared: boolean; // here, not started
    passcode: string;
    link: string; // an http or https address
};

export type MeetingPost =
    | {state: 'shared'; meeting: Meeting}
    | {state: 'running'; meeting: Meeting; startedAt: number}
    // The post says that it runs, but for longer than any meeting does: nobody has told that it ended.
    | {state: 'unsure'; meeting: Meeting; startedAt: number}
    // missed: it did not take place.
    | {state: 'ended'; meeting: Meeting; startedAt: number; endedAt: number; missed: boolean}
    // An ephemeral post: meeting has just been started in the channel, and the reader wanted to start another one.
    | {state: 'recent'; meeting: Meeting; wanted: {topic: string; personal: boolean}}
    | {state: 'unknown'};

export function parsePost(post: Pick<Post, 'props' | 'create_at' | 'update_at'>, now = Date.now()): MeetingPost {
    const props = record(post.props);
    const meeting = {
        topic: Array.from(text(props.meeting_topic).replace(/\s+/g, ' ')).slice(0, longestTopic).join(''),
        creator: text(props.meeting_creator_username),
        number: digits(props.meeting_id),
        personal: props.meeting_personal === true,
        shared: props.meeting_shared === true,
        passcode: text(props.meeting_passcode),
        link: webAddress(props.meeting_link),
    };
    const toldStart = moment(props.meeting_start_time);
    const startedAt = toldStart > now + clockDifference ? 0 : toldStart;
    switch (props.meeting_status) {
    case 'SHARED':
        return {state: 'shared', meeting};
    case 'STARTED': {
        // A shared meeting may start long after its post.
        const runsSince = startedAt || (meeting.shared ? post.update_at : post.create_at);
        return {state: now - runsSince > longestMeeting ? 'unsure' : 'running', meeting, startedAt};
    }
    case 'ENDED':
        return {state: 'ended', meeting, startedAt, endedAt: moment(props.meeting_end_time), missed: props.meeting_missed === true};
    case 'RECENTLY_CREATED':
        return {state: 'recent', meeting, wanted: {topic: text(props.wanted_topic), personal: props.wanted_personal === true}};
    default:
        return {state: 'unknown'};
    }
}

// ownWords are what the author of a post has added to the server's sentence, or written instead.
export function ownWords({message, props}: Pick<Post, 'message' | 'props'>): string {
    const {meeting_message: current} = record(props);
    const sentence = [text(current), ...earlierMessages].find((known) => known && message.startsWith(known)) ?? '';
    return message.slice(sentence.length).trim();
}

// overridesName tells whether a post asks to be shown under a name that is not its author's.
export function overridesName({props}: Pick<Post, 'props'>): boolean {
    const {from_webhook: fromWebhook, override_username: name} = record(props);
    return fromWebhook === 'true' && text(name) !== '';
}

// isOwnTopic tells whether somebody gave a meeting its topic. The one that Zoom gives to a meeting without a topic is none.
export function isOwnTopic(topic: string): boolean {
    return topic !== '' && topic !== english['zoom.card.untitled'];
}

// grouped writes a meeting number as Zoom does, on one line: 123 456 789, 123 456 7890, 123 4567 8901.
export function grouped(number: string): string {
    return number.replace(number.length === 11 ? /^(\d{3})(\d{4})(\d{4})$/ : /^(\d{3})(\d{3})(\d{3,4})$/, '$1\u00a0$2\u00a0$3');
}
