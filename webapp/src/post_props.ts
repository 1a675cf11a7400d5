// The only reader of post.props, whose contract is in server/mattermost/props.go. Anybody can put anything there.
import {digits, moment, record, text, webAddress} from './untyped';

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
    // missed: it did not take place.
    | {state: 'ended'; meeting: Meeting; startedAt: number; endedAt: number; missed: boolean}
    // Nobody ever entered.
    // An ephemeral post: meeting has just been started in the channel, and the reader wanted to start another one.
    | {state: 'recent'; meeting: Meeting; wanted: {topic: string; personal: boolean}}
    | {state: 'unknown'};

export function parseProps(value: unknown): MeetingPost {
    const props = record(value);
    const meeting = {
        topic: text(props.meeting_topic),
        creator: text(props.meeting_creator_username),
        number: digits(props.meeting_id),
        personal: props.meeting_personal === true,
        shared: props.meeting_shared === true,
        passcode: text(props.meeting_passcode),
        link: webAddress(props.meeting_link),
    };
    const startedAt = moment(props.meeting_start_time);
    switch (props.meeting_status) {
    case 'SHARED':
        return {state: 'shared', meeting};
    case 'STARTED':
        return {state: 'running', meeting, startedAt};
    case 'ENDED':
        return {state: 'ended', meeting, startedAt, endedAt: moment(props.meeting_end_time), missed: props.meeting_missed === true};
    case 'RECENTLY_CREATED':
        return {state: 'recent', meeting, wanted: {topic: text(props.wanted_topic), personal: props.wanted_personal === true}};
    default:
        return {state: 'unknown'};
    }
}

// grouped writes a meeting number as Zoom does, on one line: 123 456 789, 123 456 7890, 123 4567 8901.
export function grouped(number: string): string {
    return number.replace(number.length === 11 ? /^(\d{3})(\d{4})(\d{4})$/ : /^(\d{3})(\d{3})(\d{3,4})$/, '$1\u00a0$2\u00a0$3');
}
