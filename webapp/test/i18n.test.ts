import {readdirSync, readFileSync} from 'node:fs';

import {IntlMessageFormat} from 'intl-messageformat';
import {expect, test} from 'vitest';

import ofConsole from '../src/console/en.json';
import en from '../src/i18n/en.json';

const sources = readdirSync('src', {recursive: true, encoding: 'utf8'}).filter((path) => /\.tsx?$/.test(path)).
    map((path) => readFileSync(`src/${path}`, 'utf8')).join('\n');

// Ids that the panel of the System Console puts together.
const composed = /^zoom\.setup\.(mode\.\w+|required|optional|ignored|good|bad|unsure)$/;

// That every id in the sources has a text is up to the compiler.
test.each(Object.entries({...en, ...ofConsole}))('%s is used and can be read', (id, text) => {
    expect(composed.test(id) || sources.includes(`'${id}'`)).toBe(true);
    expect(() => new IntlMessageFormat(text, 'en')).not.toThrow();
});
