import {useCallback, useEffect, useRef, useState} from 'react';

import type {Answer} from './client';

// useAnswer holds the answer to the last question, undefined before one has come. An answer that comes after ask, forget or the end of the
// component is dropped.
export function useAnswer<T>(question: () => Promise<Answer<T>>) {
    const [state, setState] = useState<{answer?: Answer<T>; busy: boolean}>({busy: false});
    const asked = useRef(0);
    const refreshing = useRef(false);
    const ask = useCallback(async () => {
        const mine = ++asked.current;
        setState(({answer}) => ({answer, busy: true}));
        const answer = await question();
        if (mine === asked.current) {
            setState({answer, busy: false});
        }
    }, [question]);

    // refresh asks in the background: what is shown stays until a good answer has come.
    const refresh = useCallback(async () => {
        if (refreshing.current) {
            return;
        }
        refreshing.current = true;
        const last = asked.current;
        const answer = await question();
        refreshing.current = false;
        if (last === asked.current && 'value' in answer) {
            setState((now) => (now.busy ? now : {answer, busy: false}));
        }
    }, [question]);
    const forget = useCallback(() => {
        asked.current++;
        setState({busy: false});
    }, []);
    useEffect(() => () => {
        asked.current++;
    }, []);
    return {...state, ask, refresh, forget};
}
