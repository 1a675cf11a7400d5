import {afterEach, beforeEach, expect, test, vi} from 'vitest';

import {begin, cancelForm, closeForm, editForm, leaveTarget, openForm, reducer, resume, settle, stop, type State} from '../src/store';

let state: State;
const act = (...actions: Array<Parameters<typeof reducer>[1]>) => actions.forEach((action) => {
    state = reducer(state, action);
});
const type = (text: string) => act(editForm(state.form!, {text}));
const here = {channelId: 'c'};

beforeEach(() => {
    vi.useFakeTimers();
    state = reducer(undefined, {type: ''});
});
afterEach(() => vi.useRealTimers());

test.each([['closed', closeForm], ['left for another channel', leaveTarget]])('a form that was %s opens again as it was, in its channel or thread only', (_, close) => {
    act(openForm('topic', here));
    type('Planning');
    act(close());
    expect(state.form).toBeNull();
    for (const [kind, target] of [['share', here], ['topic', {channelId: 'd'}], ['topic', {channelId: 'c', rootId: 'r'}]] as const) {
        act(openForm(kind, target));
        expect(state.form?.text).toBe('');
        act(closeForm());
    }
    act(openForm('topic', here));
    expect(state.form).toMatchObject({text: 'Planning', personal: false, channelId: 'c'});
});

test('a form that was cancelled, emptied or sent opens empty', () => {
    const open = () => act(openForm('topic', here));
    open();
    type('Planning');
    act(cancelForm());
    open();
    expect(state.form?.text).toBe('');

    type('Planning');
    act(closeForm());
    open();
    type('');
    act(closeForm());
    expect(state.drafts).toEqual([]);

    open();
    type('Planning');
    const work = {request: here, form: state.form!.id};
    act(begin(work), closeForm(), settle(work, {outcome: 'started', url: ''}, true));
    open();
    expect(state.form?.text).toBe('');
});

test('a form that was closed, opened again and sent opens empty', () => {
    const open = () => act(openForm('topic', here));
    open();
    type('Planning');
    act(closeForm());
    open();
    const work = {request: here, form: state.form!.id};
    act(begin(work), settle(work, {outcome: 'started', url: ''}, true));
    open();
    expect(state.form?.text).toBe('');
});

test('the state that an older web app has left is gone on with', () => {
    state = {menu: null, form: null, refusal: null, notice: null, working: null} as unknown as State;
    act(resume(), openForm('topic', here));
    const work = {request: here, form: state.form!.id};
    act(begin(work), settle(work, {outcome: 'started', url: ''}, true));
    expect(state).toMatchObject({form: null, working: null, drafts: []});
});

test('a form stays open while the web app is replaced by a newer one', () => {
    act(openForm('topic', here));
    type('Planning');
    act(stop());
    vi.advanceTimersByTime(10_000);
    act(resume());
    expect(state).toMatchObject({form: {text: 'Planning'}, stoppedAt: 0});
});

test('a form does not come back by itself when the plugin was disabled for a while', () => {
    act(openForm('topic', here));
    type('Planning');
    act(stop());
    vi.advanceTimersByTime(10 * 60_000);
    act(resume());
    expect(state.form).toBeNull();
    act(openForm('topic', here));
    expect(state.form?.text).toBe('Planning');
});
