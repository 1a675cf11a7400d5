import React, {useEffect, useLayoutEffect, useRef, type RefObject} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {currentAnchor, returnFocus} from '../anchor';
import {useMenuKeys} from '../hooks/use_menu_keys';
import {message, useText, type MessageId} from '../i18n';
import {useMeetings} from '../meetings';
import {placeMenu} from '../place_menu';
import {closeMenu, openForm, select} from '../store';

import {Glyph} from './glyphs';

const items: Array<{glyph: 'video' | 'lines' | 'share'; text: MessageId; act: 'now' | 'topic' | 'share'}> = [
    {glyph: 'video', text: 'zoom.menu.now', act: 'now'},
    {glyph: 'lines', text: 'zoom.menu.topic', act: 'topic'},
    {glyph: 'share', text: 'zoom.menu.share', act: 'share'},
];

// Menu is the menu under the icon, by the ARIA pattern "menu button".
export function Menu() {
    const {menu} = useSelector(select);
    return menu && <OpenMenu channelId={menu.channelId}/>;
}

function OpenMenu({channelId}: {channelId: string}) {
    const dispatch = useDispatch();
    const text = useText();
    const ask = useMeetings();
    const list = useRef<HTMLUListElement>(null);
    const close = () => {
        // First of all, so that the focus is never on nothing: Tab goes on from it, and a dialog that opens now returns to it.
        returnFocus();
        dispatch(closeMenu());
    };
    usePlace(list);
    useMenuKeys(list, close);
    useClickOutside(list, () => dispatch(closeMenu()));

    const choose = (act: (typeof items)[number]['act']) => {
        close();
        if (act === 'now') {
            ask({channelId});
        } else {
            dispatch(openForm(act, channelId));
        }
    };
    return (
        // A press between the items leaves the focus where it is.
        <ul ref={list} className='zoom-menu' role='menu' aria-label={text('zoom.button')} onMouseDown={(event) => event.preventDefault()}>
            {items.map(({glyph, text: label, act}) => (
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- useMenuKeys has them
                <li
                    key={act}
                    role='menuitem'
                    tabIndex={-1}
                    className='zoom-item'
                    onClick={() => choose(act)}
                    // An item that appears under a pointer at rest is not meant.
                    onMouseMove={({currentTarget}) => currentTarget.focus()}
                >
                    <Glyph name={glyph}/>
                    {message(label)}
                </li>
            ))}
        </ul>
    );
}

// usePlace must come before what focuses an item: nothing should scroll to where the menu was before.
function usePlace(list: RefObject<HTMLElement>): void {
    useLayoutEffect(() => {
        const place = () => list.current && placeMenu(list.current, currentAnchor());
        place();
        window.addEventListener('resize', place);
        return () => window.removeEventListener('resize', place);
    }, [list]);
}

function useClickOutside(list: RefObject<HTMLElement>, act: () => void): void {
    useEffect(() => {
        const pressed = ({target}: Event) => {
            // The button itself closes the menu in its action.
            if (!list.current?.contains(target as Node) && !currentAnchor()?.contains(target as Node)) {
                act();
            }
        };
        document.addEventListener('pointerdown', pressed, true);
        return () => document.removeEventListener('pointerdown', pressed, true);
    });
}
