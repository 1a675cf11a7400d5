import {createElement} from 'react';

// h is what JSX becomes in the bundle: shorter than a property of a global.
export const h = createElement;
