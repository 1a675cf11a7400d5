import {expect, test} from 'vitest';

const sources: Record<string, string> = import.meta.glob('../src/**/*.{ts,tsx}', {query: '?raw', import: 'default', eager: true});

// What React 19 has removed, and what would bundle a part of another React than the host's.
const removed = /\b(?:defaultProps|propTypes|contextTypes|childContextTypes|getChildContext|createFactory|findDOMNode|unmountComponentAtNode)\b|\bref='|this\.refs/;
const bundled = /from 'react(?:-dom|\/)/;

test.each(Object.entries(sources))('%s needs no other React than the host has', (_, source) => {
    expect(source).not.toMatch(removed);
    expect(source).not.toMatch(bundled);
});
