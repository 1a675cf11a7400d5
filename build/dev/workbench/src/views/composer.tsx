import {getCurrentChannel} from 'mattermost-redux/selectors/entities/channels';
import {getCurrentTeamId} from 'mattermost-redux/selectors/entities/teams';
import React, {type FormEvent, type KeyboardEvent, useEffect, useRef, useState} from 'react';

import {client, errorText} from '../client';
import {browserHistory} from '../history';
import {expectDialog} from '../state/dialog';
import {addPost} from '../state/load';
import {store, useSelector} from '../state/store';
import type {CommandArgs} from '../state/types';

import {useTypingAnywhere} from './focus_textbox';
import {SuggestionList, useSuggestions} from './suggestions';
import {Textbox} from './textbox';

type Props = {id: 'post_textbox' | 'reply_textbox'; channelId: string; rootId: string; isTypedAnywhere?: boolean};

export function Composer({id, channelId, rootId, isTypedAnywhere = false}: Props) {
    const [message, setMessage] = useState('');
    const [failure, setFailure] = useState('');
    const channel = useSelector(getCurrentChannel);
    const suggestions = useSuggestions(message, setMessage, channelId, rootId);
    const textbox = useRef<HTMLTextAreaElement>(null);
    useEffect(() => textbox.current?.focus(), [channelId, rootId]);
    useTypingAnywhere(textbox, isTypedAnywhere);

    const submit = async (event?: FormEvent) => {
        event?.preventDefault();
        const text = message.trim();
        if (!text) {
            return;
        }
        setMessage('');
        setFailure('');
        try {
            await (text.startsWith('/') ? execute(text, channelId, rootId) : post(text, channelId, rootId));
        } catch (error) {
            setMessage(text);
            setFailure(errorText(error));
        }
    };
    const keyDown = (event: KeyboardEvent) => {
        if (suggestions.keyDown(event)) {
            event.preventDefault();
        } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            submit();
        }
    };
    if (channel?.delete_at) {
        return <p className='post-create__archived'>{'This channel is archived.'}</p>;
    }
    return (
        <form id={rootId ? undefined : 'create_post'} className='post-create' onSubmit={submit}>
            <SuggestionList id={`${id}_suggestions`} suggestions={suggestions}/>
            <div className='post-create-body'>
                <Textbox
                    id={id}
                    inputRef={textbox}
                    createMessage={rootId ? 'Reply to this thread...' : `Write to ${channel?.display_name ?? ''}`}
                    value={message}
                    aria={suggestions.aria(`${id}_suggestions`)}
                    onChange={(event) => setMessage(event.target.value)}
                    onKeyDown={keyDown}
                />
                <button className='btn btn-primary' data-testid='SendMessageButton' disabled={!message.trim()}>{'Send'}</button>
            </div>
            {failure && <div className='post-create-footer post-error has-error' role='alert'>{failure}</div>}
        </form>
    );
}

async function post(message: string, channelId: string, rootId: string): Promise<void> {
    await addPost(await client.createPost({channel_id: channelId, root_id: rootId, message} as Parameters<typeof client.createPost>[0]));
}

// execute runs a slash command. Plugins may change or refuse it first, one after the other.
async function execute(command: string, channelId: string, rootId: string): Promise<void> {
    let args: CommandArgs = {channel_id: channelId, root_id: rootId, team_id: getCurrentTeamId(store.getState())};
    for (const {hook} of store.getState().plugins.components.SlashCommandWillBePosted ?? []) {
        const result = await hook?.(command, args);
        if (result?.error) {
            throw new Error(result.error.message);
        }
        if (!result?.message) {
            return; // The plugin has taken care of it.
        }
        command = result.message;
        args = result.args ?? args;
    }
    const {trigger_id: trigger, goto_location: target} = await client.executeCommand(command, args);
    expectDialog(trigger ?? '');
    if (target?.startsWith('/')) {
        browserHistory.push(target);
    } else if (target) {
        window.open(target, '_blank', 'noopener');
    }
}
