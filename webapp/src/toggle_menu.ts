// What a click on the video icon does.
import {rememberAnchor} from './anchor';
import {openThreadId} from './host';
import {closeMenu, openMenu, openNotice, select} from './store';
import {targetInView} from './target';
import type {Store} from './types/host';

export function toggleMenu({getState, dispatch}: Store): void {
    rememberAnchor();
    const target = targetInView(getState());
    if (select(getState()).menu) {
        dispatch(closeMenu());
    } else if (target) {
        dispatch(openMenu(target));
    } else if (!openThreadId()) { // or else the thread is still being loaded
        dispatch(openNotice({kind: 'no_target'}));
    }
}
