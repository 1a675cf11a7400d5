// The web app's slice of the host's store: what is open and what is under way.
import type {GlobalState} from '@mattermost/types/store';

import type {Answer, Failure, MeetingRequest, Recent} from './client';
import {isSameTarget, type Target} from './target';

// Form is an open dialog with fields. text is the topic, or what names the meeting to share.
export type Form = Target & {id: number; kind: 'topic' | 'share'; text: string; personal: boolean};

// Notice is what a start or a share had to tell. It takes the place of a form, which comes back as it was.
export type Notice =
    | {kind: 'failed'; failure: Failure; work: Work}
    | {kind: 'recent'; recent: Recent; work: Work}
    | {kind: 'connect'; url: string; text: string}
    // The meeting is there, but the browser let no tab open.
    | {kind: 'ready'; url: string}
    // Neither a channel nor a thread is open.
    | {kind: 'no_target'};

export type State = {
    menu: Target | null;
    form: Form | null;
    // Forms that were closed with something typed in them, to be opened again. There is one for each kind and target.
    drafts: Form[];
    // When this web app was taken away, in milliseconds since 1970; 0 while it is there.
    stoppedAt: number;
    // Why the server refused what is in the form.
    refusal: Failure | null;
    notice: Notice | null;
    working: Work | null;
};

// Work is a request under way, and the id of the form that it came from.
export type Work = {request: MeetingRequest; form?: number};

const initial: State = {menu: null, form: null, drafts: [], stoppedAt: 0, refusal: null, notice: null, working: null};
const changed = 'zoom/changed';

type Action = {type: typeof changed; update: (state: State) => Partial<State>};

export function reducer(state: State = initial, action: Action | {type: unknown}): State {
    return action.type === changed ? {...state, ...(action as Action).update(state)} : state;
}

const slice = 'plugins-zoom';

// select returns our slice. Until the reducer is registered there is none.
export function select(state: GlobalState): State {
    return (state as unknown as Record<string, State | undefined>)[slice] ?? initial;
}

// longestUpgrade bounds how long the host takes to replace a web app by a newer one, in milliseconds.
const longestUpgrade = 60_000;

// The id of a form is not used again, not even after an upgrade of the web app.
let lastFormId = Date.now();

function change(update: Partial<State> | Action['update']): Action {
    return {type: changed, update: typeof update === 'function' ? update : () => update};
}

export const openMenu = (target: Target) => change({menu: target});
export const closeMenu = () => change({menu: null});

// openForm opens a form, as it was when the user closed it last at this target.
export const openForm = (kind: Form['kind'], target: Target) => change(({drafts}) => {
    const draft = drafts.find((other) => other.kind === kind && isSameTarget(other, target));
    const {text, personal} = draft ?? {text: '', personal: false};
    const form = {...target, id: ++lastFormId, kind, text, personal};
    return {menu: null, form, drafts: withoutDraft(drafts, form), refusal: null};
});

export const editForm = (form: Form, edited: Partial<Form>) => change({form: {...form, ...edited}, refusal: null});
// closeForm keeps what was typed for the next time.
export const closeForm = () => change((state) => ({...putAway(state), refusal: null}));
// cancelForm forgets what was typed.
export const cancelForm = () => change(({form, drafts}) => ({form: null, drafts: withoutDraft(drafts, form), refusal: null}));
// leaveTarget closes what is about a channel or thread that is no longer shown.
export const leaveTarget = () => change((state) => ({...putAway(state), menu: null, refusal: null}));
export const openNotice = (notice: Notice) => change({notice});
export const closeNotice = () => change({notice: null});
export const begin = (working: Work) => change({working, refusal: null, notice: null});

// stop closes everything but a form: an upgrade of the plugin replaces this web app by a newer one, and nobody should lose what they typed.
export const stop = () => change({menu: null, refusal: null, notice: null, working: null, stoppedAt: Date.now()});
// resume goes on after an upgrade with the state that the web app before has left, which may lack what only this one knows. When the plugin was
// disabled in between, a form comes back only when the user opens it.
export const resume = () => change((left) => {
    const state = {...initial, ...left};
    const isUpgrade = Date.now() - state.stoppedAt < longestUpgrade;
    return {...state, ...(isUpgrade ? {} : putAway(state)), stoppedAt: 0};
});

function putAway({form, drafts}: State): Pick<State, 'form' | 'drafts'> {
    const others = withoutDraft(drafts, form);
    return {form: null, drafts: form && (form.text || form.personal) ? [...others, form] : others};
}

function withoutDraft(drafts: Form[], form: Form | null): Form[] {
    return drafts.filter((draft) => draft.kind !== form?.kind || !isSameTarget(draft, form));
}

// settle shows what came of work. opened tells whether the started meeting has opened.
export const settle = (work: Work, answer: Answer, opened: boolean) => change((state) => {
    const isHere = isFrom(state.form, work);
    switch (answer.outcome) {
    case 'started':
        return {
            working: null,
            form: isHere ? null : state.form,
            drafts: state.drafts.filter((draft) => !isFrom(draft, work)),
            notice: opened || !answer.url ? null : {kind: 'ready', url: answer.url},
        };
    case 'needs_confirm':
        return {working: null, notice: {kind: 'recent', recent: answer.recent, work}};
    case 'needs_connect':
        return {working: null, notice: {kind: 'connect', url: answer.url, text: answer.text}};
    case 'failed':
        return isHere ? {working: null, refusal: answer.failure} : {working: null, notice: {kind: 'failed', failure: answer.failure, work}};
    }
});

// isFrom tells whether the form is the one that work came from.
export function isFrom(form: Form | null, work: Work | null): boolean {
    return Boolean(form && work && form.id === work.form);
}
