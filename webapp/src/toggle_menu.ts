// What a click on the video icon does.
import {rememberAnchor} from './anchor';
import {closeMenu, openMenu, openNotice, select} from './store';
import {targetInView} from './target';
import type {Store} from './types/host';

export function toggleMenu({getState, dispatch}: Store): void {
    rememberAnchor();
    const target = targetInView(getState());
    if (select(getState()).menu) {
        dispatch(closeMenu());
    } else {
        dispatch(target ? openMenu(target) : openNotice({kind: 'no_target'}));
    }
}
