// What the host has on window, as far as unit tests need it. An error on the console, such as React's warnings, fails a test.
import {cleanup} from '@testing-library/react';
import {createElement} from 'react';
import {afterEach, expect} from 'vitest';

Object.assign(window, {
    PostUtils: {
        formatText: (text: string) => text.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>'),
        messageHtmlToComponent: (html: string) => createElement('span', {dangerouslySetInnerHTML: {__html: html}}),
    },
    registerPlugin: () => undefined,
});

const errors: unknown[][] = [];
Object.assign(console, {error: (...error: unknown[]) => errors.push(error)});

afterEach(() => {
    cleanup();
    expect(errors.splice(0), 'errors on the console').toEqual([]);
});
