// The web app's slice of the host's store: what is open and what is under way.
import type {GlobalState} from '@mattermost/types/store';

import type {Answer, Failure, MeetingRequest, Recent} from './client';

// Form is an open dialog with fields. text is the topic, or what names the meeting to share.
export type Form = {id: number; kind: 'topic' | 'share'; channelId: string; text: string; personal: boolean};

// Notice is what a start or a share had to tell. It takes the place of a form, which comes back as it was.
export type Notice =
    | {kind: 'failed'; failure: Failure; work: Work}
    | {kind: 'recent'; recent: Recent; work: Work}
    | {kind: 'connect'; url: string; text: string}
    // The meeting is there, but the browser let no tab open.
    | {kind: 'ready'; url: string};

export type State = {
    menu: {channelId: string} | null;
    form: Form | null;
    // Why the server refused what is in the form.
    refusal: Failure | null;
    notice: Notice | null;
    working: Work | null;
};

// Work is a request under way, and the id of the form that it came from.
export type Work = {request: MeetingRequest; form?: number};

const initial: State = {menu: null, form: null, refusal: null, notice: null, working: null};
const changed = 'zoom/changed';

type Action = {type: typeof changed; state: Partial<State>};

export function reducer(state: State = initial, action: Action | {type: unknown}): State {
    return action.type === changed ? {...state, ...(action as Action).state} : state;
}

const slice = 'plugins-zoom';

// select returns our slice. Until the reducer is registered there is none.
export function select(state: GlobalState): State {
    return (state as unknown as Record<string, State | undefined>)[slice] ?? initial;
}

let forms = 0;

const change = (state: Partial<State>): Action => ({type: changed, state});

export const reset = () => change(initial);
export const openMenu = (channelId: string) => change({menu: {channelId}});
export const closeMenu = () => change({menu: null});
// leaveChannel closes what is about a channel that is no longer shown.
export const leaveChannel = () => change({menu: null, form: null, refusal: null});
export const openForm = (kind: Form['kind'], channelId: string) => change({
    menu: null, form: {id: ++forms, kind, channelId, text: '', personal: false}, refusal: null,
});
export const editForm = (form: Form, edited: Partial<Form>) => change({form: {...form, ...edited}, refusal: null});
export const closeForm = () => change({form: null, refusal: null});
export const closeNotice = () => change({notice: null});
export const begin = (working: Work) => change({working, refusal: null, notice: null});

// settle shows what came of work. opened tells whether the started meeting has opened.
export function settle(state: State, work: Work, answer: Answer, opened: boolean): Action {
    const here = isFrom(state.form, work);
    switch (answer.outcome) {
    case 'started':
        return change({working: null, ...(here && {form: null}), notice: opened || !answer.url ? null : {kind: 'ready', url: answer.url}});
    case 'needs_confirm':
        return change({working: null, notice: {kind: 'recent', recent: answer.recent, work}});
    case 'needs_connect':
        return change({working: null, notice: {kind: 'connect', url: answer.url, text: answer.text}});
    case 'failed':
        return change({working: null, ...(here ? {refusal: answer.failure} :
            {notice: {kind: 'failed' as const, failure: answer.failure, work}})});
    }
}

// isFrom tells whether the form is the one that work came from.
export function isFrom(form: Form | null, work: Work | null): boolean {
    return Boolean(form && work && form.id === work.form);
}
