import {useCallback, useEffect, useRef, useState} from 'react';

// useAnswer holds the answer to the last question, undefined before one has come. An answer that comes after ask, forget or the end of the
// component is dropped.
export function useAnswer<T>(question: () => Promise<T>) {
    const [state, setState] = useState<{answer?: T; busy: boolean}>({busy: false});
    const asked = useRef(0);
    const ask = useCallback(async () => {
        const mine = ++asked.current;
        setState(({answer}) => ({answer, busy: true}));
        const answer = await question();
        if (mine === asked.current) {
            setState({answer, busy: false});
        }
    }, [question]);
    const forget = useCallback(() => {
        asked.current++;
        setState({busy: false});
    }, []);
    useEffect(() => () => {
        asked.current++;
    }, []);
    return {...state, ask, forget};
}
