// Starts and shares meetings: from the click to the meeting, or to what had to be told.
import {useStore} from 'react-redux';

import {postMeeting, type MeetingRequest} from './client';
import {useText} from './i18n';
import {begin, select, settle} from './store';
import {openTab} from './tab';
import type {Store} from './types/host';

// useMeetings returns a function to call in the click itself, or the browser lets no tab open.
export function useMeetings(): (request: MeetingRequest, form?: number) => void {
    const store = useStore() as unknown as Store;
    const text = useText();
    return (request, form) => {
        void ask(store, request, form, text('zoom.starting'));
    };
}

async function ask(store: Store, request: MeetingRequest, form: number | undefined, waiting: string): Promise<void> {
    if (select(store.getState()).working) {
        return;
    }
    const tab = request.share ? null : openTab(waiting);
    const work = {request, form};
    store.dispatch(begin(work));
    const answer = await postMeeting(request);
    const opened = answer.outcome === 'started' && Boolean(answer.url && tab?.go(answer.url));
    if (answer.outcome !== 'started') {
        tab?.close();
    }
    // The plugin may have been disabled meanwhile.
    if (select(store.getState()).working === work) {
        store.dispatch(settle(work, answer, opened));
    }
}
