// What the host has on window, as far as unit tests need it.
import {cleanup} from '@testing-library/react';
import {createElement} from 'react';
import {afterEach} from 'vitest';

Object.assign(window, {
    PostUtils: {
        formatText: (text: string) => text.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>'),
        messageHtmlToComponent: (html: string) => createElement('span', {dangerouslySetInnerHTML: {__html: html}}),
    },
    registerPlugin: () => undefined,
});

afterEach(cleanup);
