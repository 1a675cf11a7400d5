import {createElement, Fragment, type ReactNode} from 'react';

// inPlace shows the parts of a text. React 19 warns of parts in a list without keys, which is how react-intl would show them.
export function inPlace(parts: ReactNode[]) {
    return createElement(Fragment, null, ...parts);
}
