import {version} from 'react';
import {version as versionOfDOM} from 'react-dom';
import {expect, test} from 'vitest';

test('the tests run on the React that the project is named after', () => {
    expect(version).toMatch(new RegExp(`^${process.env.REACT}\\.`));
    expect(versionOfDOM).toBe(version);
});
