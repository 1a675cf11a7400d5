// Actions of the right-hand side that plugins get, to dispatch them themselves.
import type {State} from './types';
import type {ViewsAction} from './views';

export const closeRHS: ViewsAction = {type: 'CLOSE_RHS'};

export function showRHSPlugin(pluggableId: string): ViewsAction {
    return {type: 'SHOW_RHS_PLUGIN', pluggableId};
}

export function toggleRHSPlugin(pluggableId: string) {
    return (dispatch: (action: ViewsAction) => void, getState: () => State) =>
        dispatch(getState().views.rhs.pluggableId === pluggableId ? closeRHS : showRHSPlugin(pluggableId));
}
