import {readdirSync, readFileSync} from 'node:fs';

import {IntlMessageFormat} from 'intl-messageformat';
import {expect, test} from 'vitest';

import en from '../src/i18n/en.json';

const sources = readdirSync('src', {recursive: true, encoding: 'utf8'}).filter((path) => /\.tsx?$/.test(path)).
    map((path) => readFileSync(`src/${path}`, 'utf8')).join('\n');

// That every id in the sources has a text is up to the compiler.
test.each(Object.entries(en))('%s is used and can be read', (id, text) => {
    expect(sources).toContain(`'${id}'`);
    expect(() => new IntlMessageFormat(text, 'en')).not.toThrow();
});
