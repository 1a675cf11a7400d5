// Posts of meetings, as the server writes them.
const hour = 60 * 60_000;

// meeting is the type and the props of a post about a meeting that has run for twelve minutes, but for what is changed.
export function meeting(props: object = {}): {type: string; props: object} {
    return {type: 'custom_zoom', props: {
        meeting_id: 85746065432, meeting_link: 'https://zoom.us/j/85746065432', meeting_passcode: '4711', meeting_status: 'STARTED',
        meeting_topic: 'Planning', meeting_creator_username: 'alice', meeting_start_time: Date.now() - hour / 5, meeting_end_time: 0, ...props,
    }};
}

// inEveryState is a meeting in each state that a card can show.
export function inEveryState(): object[] {
    const now = Date.now();
    return [
        {meeting_topic: 'Retrospective', meeting_status: 'ENDED', meeting_start_time: now - 2 * hour, meeting_end_time: now - 1.3 * hour},
        {meeting_topic: 'Stand-up', meeting_status: 'ENDED', meeting_missed: true},
        {meeting_topic: 'All hands', meeting_start_time: now - 40 * hour},
        {meeting_topic: '', meeting_status: 'SHARED', meeting_shared: true, meeting_personal: true, meeting_id: 5551112222, meeting_passcode: ''},
        {meeting_topic: 'Release planning'},
    ];
}
