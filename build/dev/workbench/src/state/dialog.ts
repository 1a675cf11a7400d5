// Interactive dialogs: the server sends one over the WebSocket, or a plugin opens one itself.
import type {SubmitDialogResponse} from '@mattermost/types/integrations';
import {IntegrationTypes} from 'mattermost-redux/action_types';
import {getCurrentChannelId} from 'mattermost-redux/selectors/entities/channels';
import {getCurrentTeamId} from 'mattermost-redux/selectors/entities/teams';
import {getCurrentUserId} from 'mattermost-redux/selectors/entities/users';

import {client} from '../client';

import {dispatchEntities, store} from './store';
import type {State} from './types';

export type DialogElement = {
    display_name: string;
    name: string;
    type: 'text' | 'textarea' | 'select' | 'bool' | 'radio';
    subtype?: string;
    default?: string;
    placeholder?: string;
    help_text?: string;
    optional?: boolean;
    min_length?: number;
    max_length?: number;
    data_source?: string;
    options?: Array<{text: string; value: string}>;
};

export type Dialog = {
    trigger_id?: string;
    url: string;
    dialog: {
        callback_id?: string;
        title: string;
        introduction_text?: string;
        elements?: DialogElement[];
        submit_label?: string;
        notify_on_cancel?: boolean;
        state?: string;
    };
};

export type Values = Record<string, string | boolean>;

// openInteractiveDialog shows a dialog at once.
export function openInteractiveDialog(dialog: Dialog): void {
    expectDialog(dialog.trigger_id ?? '');
    receiveDialog(dialog);
}

// expectDialog notes the trigger of what the user did here: a dialog with another one belongs to another window.
export function expectDialog(triggerId: string): void {
    dispatchEntities({type: IntegrationTypes.RECEIVED_DIALOG_TRIGGER_ID, data: triggerId});
}

export function receiveDialog(dialog: Dialog | null): void {
    dispatchEntities({type: IntegrationTypes.RECEIVED_DIALOG, data: dialog});
}

// getDialog is the dialog to show.
export function getDialog(state: State): Dialog | null {
    const {dialog, dialogTriggerId} = state.entities.integrations as unknown as {dialog?: Dialog | null; dialogTriggerId: string};
    return dialog && (dialog.trigger_id ?? '') === dialogTriggerId ? dialog : null;
}

// submitDialog tells the integration, through the server, what was entered or that nothing was.
export async function submitDialog({url, dialog}: Dialog, values: Values, cancelled = false): Promise<SubmitDialogResponse> {
    const state = store.getState();
    return client.submitInteractiveDialog({
        url,
        callback_id: dialog.callback_id ?? '',
        state: dialog.state ?? '',
        user_id: getCurrentUserId(state),
        channel_id: getCurrentChannelId(state),
        team_id: getCurrentTeamId(state),
        submission: values as Record<string, string>,
        cancelled,
    });
}
