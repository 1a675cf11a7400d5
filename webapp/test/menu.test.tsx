import {act, screen} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';

import {rememberAnchor} from '../src/anchor';
import {Icon} from '../src/components/icon';
import {Root} from '../src/components/root';
import {closeMenu, openForm, openMenu} from '../src/store';

import {answer, letOpen, makeStore, show, started} from './host';

const labels = ['Start Zoom Meeting Now', 'Start Zoom Meeting with Topic', 'Share Zoom Meeting'];

beforeEach(() => {
    // jsdom lays nothing out.
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([new DOMRect(0, 0, 1, 1)] as unknown as DOMRectList);
});

function showIcon(label?: string) {
    const view = show(<><button aria-label={label}><Icon/></button><button>{'outside'}</button><Root/></>);
    const open = () => act(() => {
        rememberAnchor();
        view.store.dispatch(openMenu({channelId: 'c'}));
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
        view.store.dispatch(openMenu({channelId: 'c'}));
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

test('Mattermost hears of no character that is typed on a button of a dialog, but of Escape', async () => {
    const heard: string[] = [];
    const listen = ({key}: KeyboardEvent) => heard.push(key);
    const {store} = showIcon();
    act(() => void store.dispatch(openForm('topic', {channelId: 'c'})));
    document.addEventListener('keydown', listen);
    screen.getByRole('button', {name: 'Cancel'}).focus();
    await userEvent.keyboard('x{Escape}');
    expect(heard).toEqual(['Escape']);
    document.removeEventListener('keydown', listen);
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
        view.store.dispatch(openMenu({channelId: 'c'}));
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
        view.store.dispatch(openMenu({channelId: 'c'}));
    });
    act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})));
    expect(document.activeElement?.textContent).toBe('Plugins');
});

// A double of the App Bar's button, which is a DIV. Mattermost calls the action only where the user is a member of the channel in view.
function showAppBar(store: ReturnType<typeof makeStore>) {
    const acted = vi.fn();
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- as in Mattermost's App Bar
    const bar = <div className='app-bar__icon' onClick={acted}><div role='button' tabIndex={0}><Icon/></div></div>;
    return {...show(<>{bar}<Root/></>, store), acted, button: screen.getByRole('button')};
}

const member = {channels: {currentChannelId: 'c', myMembers: {c: {}}}};

test('the button in the App Bar works by keyboard, and Mattermost does not hear the keys', async () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    const {button, acted, state} = showAppBar(makeStore(member));
    button.focus();
    await userEvent.keyboard('{Enter} ');
    expect(acted).toHaveBeenCalledTimes(2);
    expect(heard).not.toHaveBeenCalled();
    expect(state().menu, 'the menu is up to the action').toBeNull();
    document.removeEventListener('keydown', heard);
});

const root = {id: 'r'.repeat(26), channel_id: 'd'};
const threads = {channels: {currentChannelId: '', myMembers: {}}, posts: {posts: {[root.id]: root}}};

afterEach(() => window.history.replaceState(null, '', '/'));

test('in the list of threads a meeting starts in the thread that is open', async () => {
    window.history.replaceState(null, '', `/team/threads/${root.id}`);
    const {button} = showAppBar(makeStore(threads));
    const {requests} = answer({body: started});
    letOpen();
    await userEvent.click(button);
    await userEvent.click(screen.getByRole('menuitem', {name: labels[0]}));
    expect(requests).toEqual([{channel_id: 'd', root_id: root.id}]);
});

test('where neither a channel nor a thread is open, the icon says to open one', async () => {
    const {button} = showAppBar(makeStore(threads));
    await userEvent.click(button);
    expect(screen.queryByRole('menu')).toBeNull();
    expect(screen.getByRole('dialog', {name: 'Open a channel first'})).toBeTruthy();
});

describe('while a meeting is running', () => {
    const running = (topic: string, age = 12 * 60_000) => makeStore({posts: {posts: {p: {
        id: 'p', type: 'custom_zoom', channel_id: 'c', create_at: Date.now(), delete_at: 0, props: {
            meeting_status: 'STARTED', meeting_link: 'https://zoom.us/j/857', meeting_topic: topic, meeting_start_time: age && Date.now() - age,
        },
    }}}});

    test.each([
        ['Planning', 12 * 60_000, 'Join “Planning” (12 min)'],
        ['Planning', 72 * 60_000, 'Join “Planning” (1 h 12 min)'],
        ['Planning', 5_000, 'Join “Planning”'],
        ['Planning', 0, 'Join “Planning”'],
        ['', 12 * 60_000, 'Join the Zoom meeting (12 min)'],
        ['Zoom Meeting', 12 * 60_000, 'Join the Zoom meeting (12 min)'],
    ])('%j, for %d ms, the first item joins it: %s', async (topic, age, label) => {
        const {store} = show(<><button><Icon/></button><Root/></>, running(topic, age));
        const {open} = letOpen();
        act(() => void store.dispatch(openMenu({channelId: 'c'})));
        expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([label, ...labels]);
        expect(focused()).toBe(label);
        await userEvent.keyboard('{Enter}');
        expect(open.mock.calls).toEqual([['https://zoom.us/j/857', '_blank', 'noopener,noreferrer']]);
        expect(screen.queryByRole('menu')).toBeNull();
    });

    test('its item stays in the open menu when the meeting ends', async () => {
        const {store, state} = show(<><button><Icon/></button><Root/></>, running('Planning'));
        act(() => void store.dispatch(openMenu({channelId: 'c'})));
        act(() => void store.dispatch({type: 'posts', posts: {}}));
        expect(screen.getAllByRole('menuitem')).toHaveLength(4);
        expect(focused()).toBe('Join “Planning” (12 min)');
        await userEvent.keyboard('{Escape}');
        expect(state().menu).toBeNull();
    });

    test('the icon says so', () => {
        show(<button aria-label='Zoom meeting'><Icon/></button>, running('Planning'));
        expect(screen.getByRole('button').getAttribute('aria-label')).toBe('Zoom meeting, in progress in this channel');
    });
});

test.each([
    ['archived', {team_id: 't', delete_at: 1}, /archived/],
    ['read-only', {team_id: 't', delete_at: 0}, /can’t post/],
])('in a channel that is %s the menu says why nothing can be chosen', async (_, channel, reason) => {
    const {store, state} = show(<><button><Icon/></button><Root/></>, makeStore({
        users: {currentUserId: 'me', profiles: {me: {roles: 'reader'}}}, roles: {roles: {reader: {permissions: []}}},
        channels: {currentChannelId: 'c', channels: {c: channel}},
    }));
    const {fetched} = answer();
    act(() => void store.dispatch(openMenu({channelId: 'c'})));
    const description = screen.getByText(reason);
    expect(screen.getByRole('menu').getAttribute('aria-describedby')).toBe(description.id);
    for (const item of screen.getAllByRole('menuitem')) {
        expect(item.getAttribute('aria-disabled')).toBe('true');
        await userEvent.click(item);
    }
    await userEvent.keyboard('{Enter}');
    expect(fetched).not.toHaveBeenCalled();
    expect(state().form).toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(state().menu).toBeNull();
});

test('when the menu\'s origin is gone, the focus goes to the button of the channel menu', async () => {
    const {store} = show(<><button id='channelHeaderDropdownButton'>{'Channel'}</button><button id='item'>{'Zoom meeting'}</button><Root/></>);
    document.getElementById('item')?.focus();
    act(() => {
        rememberAnchor();
        store.dispatch(openMenu({channelId: 'c'}));
    });
    document.getElementById('item')!.getClientRects = () => [] as unknown as DOMRectList;
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe('Channel');
});

test('the menu and the dialogs of a channel close when another one is shown', () => {
    const {open, store} = showIcon();
    open();
    expect(screen.getByRole('menu')).toBeTruthy();
    act(() => void store.dispatch({type: 'channel', id: 'd'}));
    expect(screen.queryByRole('menu')).toBeNull();
    act(() => void store.dispatch(openForm('topic', {channelId: 'd'})));
    expect(screen.getByRole('dialog')).toBeTruthy();
    act(() => void store.dispatch({type: 'channel', id: 'c'}));
    expect(screen.queryByRole('dialog')).toBeNull();
});
