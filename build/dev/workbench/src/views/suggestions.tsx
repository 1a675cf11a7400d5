// Autocomplete of slash commands, as the server suggests it.
import {getCurrentTeamId} from 'mattermost-redux/selectors/entities/teams';
import React, {type KeyboardEvent, useEffect, useState} from 'react';

import {client} from '../client';
import {useSelector} from '../state/store';

type Suggestion = {Complete: string; Suggestion: string; Hint: string; Description: string};

export type Suggestions = ReturnType<typeof useSuggestions>;

export function useSuggestions(message: string, setMessage: (message: string) => void, channelId: string, rootId: string) {
    const teamId = useSelector(getCurrentTeamId);
    const [list, setList] = useState<Suggestion[]>([]);
    const [selected, setSelected] = useState(0);
    const [dismissed, setDismissed] = useState('');
    useEffect(() => {
        let outdated = false;
        setList([]);
        setSelected(0);
        if (message.startsWith('/') && message !== dismissed) {
            const args = {channel_id: channelId, root_id: rootId, team_id: teamId};
            client.getCommandAutocompleteSuggestionsList(message, teamId, args).then(
                (found) => !outdated && setList(found as unknown as Suggestion[]),
                () => undefined, // Whoever types a command on a bad line needs no second complaint.
            );
        }
        return () => {
            outdated = true;
        };
    }, [message, dismissed, channelId, rootId, teamId]);

    const open = list.length > 0;
    const choose = (suggestion: Suggestion) => {
        const completed = `/${suggestion.Complete} `;
        setMessage(completed);
    };
    const dismiss = () => {
        setDismissed(message);
        setList([]);
    };
    // keyDown tells whether the key was for the list.
    const keyDown = ({key}: KeyboardEvent): boolean => {
        const step = {ArrowDown: 1, ArrowUp: -1}[key];
        if (!open || !(step || key === 'Tab' || key === 'Enter' || key === 'Escape')) {
            return false;
        }
        if (step) {
            setSelected((selected + step + list.length) % list.length);
        } else if (key === 'Escape') {
            dismiss();
        } else if (key === 'Enter' && `/${list[selected].Complete}` === message.trimEnd()) {
            return false; // It is complete, and Enter sends it.
        } else {
            choose(list[selected]);
        }
        return true;
    };
    const aria = (id: string): React.AriaAttributes & {role: string} => ({
        role: 'combobox', 'aria-expanded': open, 'aria-controls': id, 'aria-autocomplete': 'list',
        'aria-activedescendant': open ? `${id}_${selected}` : undefined,
    });
    return {list, selected, choose, keyDown, aria};
}

export function SuggestionList({id, suggestions: {list, selected, choose}}: {id: string; suggestions: Suggestions}) {
    return list.length > 0 ? (
        <div id='suggestionList' className='suggestion-list suggestion-list__content'>
            <ul id={id} role='listbox' aria-label='Suggestions'>
                {list.map((suggestion, i) => (
                    <li
                        key={suggestion.Complete}
                        id={`${id}_${i}`}
                        role='option'
                        aria-selected={i === selected}
                        className={`suggestion-list__item slash-command ${i === selected ? 'suggestion--selected' : ''}`}
                        onClick={() => choose(suggestion)}
                    >
                        <div className='slash-command__title'>{`/${suggestion.Suggestion} ${suggestion.Hint}`}</div>
                        <div className='slash-command__desc'>{suggestion.Description}</div>
                    </li>
                ))}
            </ul>
        </div>
    ) : null;
}
