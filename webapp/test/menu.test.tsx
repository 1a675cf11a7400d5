import {act, screen} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import {beforeEach, expect, test, vi} from 'vitest';

import {rememberAnchor} from '../src/anchor';
import {Icon} from '../src/components/icon';
import {Root} from '../src/components/root';
import {closeMenu, openForm, openMenu} from '../src/store';

import {answer, letOpen, show, started} from './host';

const labels = ['Start Zoom Meeting Now', 'Start Zoom Meeting with Topic', 'Share Zoom Meeting'];

beforeEach(() => {
    // jsdom lays nothing out.
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([new DOMRect(0, 0, 1, 1)] as unknown as DOMRectList);
});

function showIcon(label?: string) {
    const view = show(<><button aria-label={label}><Icon/></button><button>{'outside'}</button><Root/></>);
    const open = () => act(() => {
        rememberAnchor();
        view.store.dispatch(openMenu('c'));
    });
    const [icon, outside] = screen.getAllByRole('button') as [HTMLElement, HTMLElement];
    return {...view, open, icon, outside};
}

const focused = () => document.activeElement?.textContent;

test('the icon has a name and says that it opens a menu', () => {
    const {icon, open, store} = showIcon();
    expect(icon.getAttribute('aria-label')).toBe('Zoom meeting');
    expect(icon.getAttribute('aria-haspopup')).toBe('menu');
    expect(icon.getAttribute('aria-expanded')).toBe('false');
    open();
    expect(icon.getAttribute('aria-expanded')).toBe('true');
    act(() => void store.dispatch(closeMenu()));
    expect(icon.getAttribute('aria-expanded')).toBe('false');
});

test('a name that the host gave stays, and what the icon set goes with it', () => {
    const {icon, unmount} = showIcon('Video');
    expect(icon.getAttribute('aria-label')).toBe('Video');
    unmount();
    expect(icon.hasAttribute('aria-haspopup')).toBe(false);
});

test('the menu has three items, and the first has the focus', () => {
    showIcon().open();
    expect(screen.getByRole('menu', {name: 'Zoom meeting'})).toBeTruthy();
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(labels);
    expect(focused()).toBe(labels[0]);
});

test.each([
    ['{ArrowDown}', 1], ['{ArrowDown}{ArrowDown}{ArrowDown}', 0], ['{ArrowUp}', 2], ['{End}', 2], ['{End}{Home}', 0], ['sh', 2], ['SH', 2],
    ['s', 1], ['ss', 2], ['x', 0], ['start zoom meeting w', 1], ['tart ', 0], ['{Control>}s{/Control}', 0],
])('%s goes to item %d', async (keys, index) => {
    showIcon().open();
    await userEvent.keyboard(keys);
    expect(focused()).toBe(labels[index]);
});

test('Escape closes it and returns to the button', async () => {
    const {icon, open, state} = showIcon();
    open();
    await userEvent.keyboard('{Escape}');
    expect(state().menu).toBeNull();
    expect(document.activeElement).toBe(icon);
});

test.each([['Tab', false, 'after'], ['Shift+Tab', true, 'before']])('%s closes it and goes on from the button', async (_, shift, next) => {
    const view = show(<><button>{'before'}</button><button><Icon/></button><button>{'after'}</button><Root/></>);
    const icon = screen.getByRole('button', {name: 'Zoom meeting'});
    icon.focus();
    act(() => {
        rememberAnchor();
        view.store.dispatch(openMenu('c'));
    });
    // Were the item with the focus to go first, the focus would be on nothing for a while.
    const focusedAtClose: Array<Element | null> = [];
    view.store.subscribe(() => focusedAtClose.push(document.activeElement));
    await userEvent.tab({shift});
    expect(focusedAtClose).toEqual([icon]);
    expect(view.state().menu).toBeNull();
    expect(focused()).toBe(next);
});

test('Mattermost, which listens on the document, hears of no key', async () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    showIcon().open();
    await userEvent.keyboard('sx{ArrowDown}{Escape}');
    expect(heard).not.toHaveBeenCalled();
    document.removeEventListener('keydown', heard);
});

test('a press outside closes it, one on the button is for the button', async () => {
    const {icon, outside, open, state} = showIcon();
    open();
    await userEvent.pointer({keys: '[MouseLeft]', target: icon});
    expect(state().menu).not.toBeNull();
    await userEvent.pointer({keys: '[MouseLeft]', target: outside});
    expect(state().menu).toBeNull();
});

test.each(['{Enter}', ' '])('the key %j starts a meeting', async (key) => {
    const {open, icon, state} = showIcon();
    const {requests} = answer({body: started});
    letOpen();
    open();
    await userEvent.keyboard(key);
    expect(requests).toEqual([{channel_id: 'c'}]);
    expect(state().menu).toBeNull();
    expect(document.activeElement).toBe(icon);
});

test('a key that is held down on the button chooses nothing', async () => {
    const {open} = showIcon();
    const {fetched} = answer();
    open();
    act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', repeat: true, bubbles: true})));
    expect(fetched).not.toHaveBeenCalled();
});

test('clicks open the dialogs', async () => {
    const {open} = showIcon();
    for (const label of labels.slice(1)) {
        open();
        await userEvent.click(screen.getByRole('menuitem', {name: label}));
        expect(await screen.findByRole('dialog', {name: label})).toBeTruthy();
        await userEvent.click(screen.getByRole('button', {name: 'Cancel'}));
    }
});

test.each([
    ['below the button', {left: 500, top: 10, right: 532, bottom: 42}, '', '332px', '46px'],
    ['above it when there is no room below', {left: 500, top: 700, right: 532, bottom: 732}, '', '332px', '596px'],
    ['within the window at its left edge', {left: 0, top: 10, right: 32, bottom: 42}, '', '8px', '46px'],
    ['beside the App Bar', {left: 980, top: 50, right: 1020, bottom: 90}, 'app-bar', '776px', '50px'],
    ['within the window at the end of the App Bar', {left: 980, top: 750, right: 1020, bottom: 766}, 'app-bar', '776px', '660px'],
    ['in the middle without a button', null, '', '408px', '64px'],
])('it is %s', (_, rect, className, left, top) => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(200);
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(100);
    const view = show(<>{rect && <div className={className}><button><Icon/></button></div>}<Root/></>);
    if (rect) {
        vi.spyOn(screen.getByRole('button'), 'getBoundingClientRect').mockReturnValue(rect as DOMRect);
    }
    act(() => {
        rememberAnchor();
        view.store.dispatch(openMenu('c'));
    });
    const {style} = screen.getByRole('menu');
    expect([style.left, style.top]).toEqual([left, top]);
});

test('in a drop-down, the button that opens it counts', () => {
    const view = show(
        <>
            <div className='dropdown'>
                <button>{'Plugins'}</button>
                <ul role='menu'><li role='presentation'><a role='menuitem' href='#x'><Icon/></a></li></ul>
            </div>
            <Root/>
        </>);
    act(() => {
        rememberAnchor();
        view.store.dispatch(openMenu('c'));
    });
    act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})));
    expect(document.activeElement?.textContent).toBe('Plugins');
});

test('a button that is none of HTML\'s opens the menu by keyboard, too', async () => {
    const pressed = vi.fn();
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- as in Mattermost's App Bar
    show(<div onClick={pressed}><div role='button' tabIndex={0}><Icon/></div></div>);
    screen.getByRole('button').focus();
    await userEvent.keyboard('{Enter} x');
    expect(pressed).toHaveBeenCalledTimes(2);
});

test('the menu and the dialogs of a channel close when another one is shown', () => {
    const {open, store} = showIcon();
    open();
    expect(screen.getByRole('menu')).toBeTruthy();
    act(() => void store.dispatch({type: 'channel', id: 'd'}));
    expect(screen.queryByRole('menu')).toBeNull();
    act(() => void store.dispatch(openForm('topic', 'd')));
    expect(screen.getByRole('dialog')).toBeTruthy();
    act(() => void store.dispatch({type: 'channel', id: 'c'}));
    expect(screen.queryByRole('dialog')).toBeNull();
});
