import type {GlobalState} from '@mattermost/types/store';
import React, {useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject} from 'react';
import {useDispatch, useSelector, useStore} from 'react-redux';

import {currentAnchor, returnFocus} from '../anchor';
import {useMenuKeys} from '../hooks/use_menu_keys';
import {language, message, useText} from '../i18n';
import {useMeetings} from '../meetings';
import {placeMenu} from '../place_menu';
import {isOwnTopic} from '../post_props';
import {runningInView} from '../running';
import {closeMenu, openForm, select} from '../store';
import {obstacleAt, type Target} from '../target';
import {lengthOf} from '../time';
import type {Store} from '../types/host';

import {Glyph, type GlyphName} from './glyphs';

type Item = {glyph: GlyphName; label: ReactNode; title?: string; choose: () => void};

// Menu is the menu under the icon, by the ARIA pattern "menu button".
export function Menu() {
    const {menu} = useSelector(select);
    return menu && <OpenMenu target={menu}/>;
}

function OpenMenu({target}: {target: Target}) {
    const dispatch = useDispatch();
    const text = useText();
    const list = useRef<HTMLUListElement>(null);
    const obstacle = useSelector((state: GlobalState) => obstacleAt(state, target));
    const join = useJoinItem();
    const actions = useActionItems(target);
    const close = () => {
        // First of all, so that the focus is never on nothing: Tab goes on from it, and a dialog that opens now returns to it.
        returnFocus();
        dispatch(closeMenu());
    };
    usePlace(list);
    useMenuKeys(list, close);
    useClickOutside(list, () => dispatch(closeMenu()));

    const show = ({glyph, label, title, choose}: Item, key: string, isDisabled: boolean) => (
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- useMenuKeys has them
        <li
            key={key}
            role='menuitem'
            tabIndex={-1}
            className='zoom-item'
            title={title}
            aria-disabled={isDisabled || undefined}
            onClick={() => {
                if (!isDisabled) {
                    close();
                    choose();
                }
            }}
            // An item that merely appears under a resting pointer is not meant.
            onMouseMove={({currentTarget}) => currentTarget.focus()}
        >
            <Glyph name={glyph}/>
            {label}
        </li>
    );
    return (
        // A press between the items leaves the focus where it is.
        <ul
            ref={list}
            className='zoom-menu'
            role='menu'
            lang={language}
            aria-label={text('zoom.button')}
            aria-describedby={obstacle ? obstacleId : undefined}
            onMouseDown={(event) => event.preventDefault()}
        >
            {join && show(join, 'join', false)}
            {obstacle && <li id={obstacleId} role='presentation' className='zoom-obstacle'>{message(obstacle)}</li>}
            {actions.map((item, i) => show(item, String(i), obstacle !== null))}
        </ul>
    );
}

const obstacleId = 'zoom_menu_obstacle';

function useActionItems(target: Target): Item[] {
    const dispatch = useDispatch();
    const ask = useMeetings();
    return [
        {glyph: 'video', label: message('zoom.menu.now'), choose: () => ask(target)},
        {glyph: 'lines', label: message('zoom.menu.topic'), choose: () => dispatch(openForm('topic', target))},
        {glyph: 'share', label: message('zoom.menu.share'), choose: () => dispatch(openForm('share', target))},
    ];
}

// useJoinItem is there when a meeting was running where the user is as the menu opened. The items of an open menu do not move.
function useJoinItem(): Item | null {
    const store = useStore() as unknown as Store;
    const [running] = useState(() => runningInView(store.getState()));
    if (!running) {
        return null;
    }
    const {startedAt, meeting: {topic, link}} = running;
    const {hours, minutes} = lengthOf(startedAt);
    const isLonger = startedAt > 0 && hours + minutes > 0; // than some seconds
    return {
        glyph: 'join',
        title: new URL(link).host,
        label: (
            <>
                <span className='zoom-join'>{message('zoom.menu.join', {named: isOwnTopic(topic) ? 'yes' : 'no', topic})}</span>
                {isLonger && <span>{' '}{message('zoom.menu.minutes', {hours, minutes})}</span>}
            </>
        ),
        choose: () => window.open(link, '_blank', 'noopener,noreferrer'),
    };
}

// usePlace must come before what focuses an item: nothing should scroll to where the menu was before.
function usePlace(list: RefObject<HTMLElement>): void {
    useLayoutEffect(() => {
        const place = () => list.current && placeMenu(list.current, currentAnchor());
        place();
        window.addEventListener('resize', place);
        return () => window.removeEventListener('resize', place);
    });
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
