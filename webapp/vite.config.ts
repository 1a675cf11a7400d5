// Builds the two files of the web app, and runs its unit tests: dist/main.js, which everybody loads, and, in the mode console before it,
// dist/console.js, which the System Console does.
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {gzipSync} from 'node:zlib';

import type {BuildOptions, Plugin} from 'vite';
import {defineConfig, type TestProjectInlineConfiguration} from 'vitest/config';

// What Mattermost has on `window` for plugins costs no byte.
const globals: Record<string, string> = {
    react: 'React',
    'react-bootstrap': 'ReactBootstrap',
    'react-intl': 'ReactIntl',
    'react-redux': 'ReactRedux',
};

const build: BuildOptions = {
    // docs/development.md says what decides.
    target: ['chrome88', 'firefox91', 'safari14.1'],
    minify: 'terser',
    terserOptions: {ecma: 2020, compress: {passes: 3}},
    reportCompressedSize: false,
};

const shared = {
    // All of these browsers know `?.`; esbuild is wary of a rare bug in some.
    esbuild: {supported: {'optional-chain': true}, jsxFactory: 'h', jsxInject: 'import {h} from "/src/h"'},
};

export default defineConfig(({mode}) => (mode === 'console' ? {
    ...shared,
    plugins: [fromWindow(), weigh('console.js', {bytes: 15_000, gzipped: 5_000})],
    build: {
        ...build,
        lib: {entry: 'src/console/index.tsx', formats: ['es'], fileName: () => 'console.js'},
        terserOptions: {ecma: 2020, compress: {passes: 3}, module: true},
    },
} : {
    ...shared,
    plugins: [weigh('main.js', {bytes: 36_000, gzipped: 12_500})],
    build: {
        ...build,
        emptyOutDir: false,
        lib: {entry: 'src/index.tsx', name: 'zoomPlugin', formats: ['iife'], fileName: () => 'main.js'},
        rollupOptions: {external: Object.keys(globals), output: {globals}},
    },
    test: {
        environment: 'jsdom',
        setupFiles: ['test/setup.ts'],
        restoreMocks: true,
        testTimeout: 30_000, // which only matters on a busy machine
        projects: [testsOn(16), testsOn(18), testsOn(19)],
    },
}));

// testsOn runs the unit tests on a generation of React. React 18 is in package.json, the others are in a folder of test/ with all that goes
// with them. What needs no React, *.test.ts, is tested once.
function testsOn(react: 16 | 18 | 19): TestProjectInlineConfiguration {
    const test = {name: `React ${react}`, env: {REACT: String(react)}, include: ['test/*.test.tsx']};
    if (react === 18) {
        return {extends: true, test: {...test, include: ['test/*.test.{ts,tsx}']}};
    }
    const folder = resolve(`test/react${react}`);
    const {dependencies} = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {dependencies: object};
    const alias = Object.keys(dependencies).map((library) => (
        {find: new RegExp(`^${library}(?=/|$)`), replacement: `${folder}/node_modules/${library}`}
    ));
    if (react === 19) {
        alias.push({find: /^react-bootstrap$/, replacement: `${folder}/react_bootstrap.tsx`});
    }
    return {extends: true, resolve: {alias}, test};
}

// fromWindow lets a module import what rollup's globals are for scripts only.
function fromWindow(): Plugin {
    return {
        name: 'from-window',
        enforce: 'pre',
        resolveId: (id) => (id in globals ? `\0${id}` : null),
        load: (id) => (id.startsWith('\0') && id.slice(1) in globals ? {
            code: `export default window.${globals[id.slice(1)]}`, syntheticNamedExports: true,
        } : null),
    };
}

// weigh prints the size of a file and fails when it is too large.
function weigh(file: string, limits: {bytes: number; gzipped: number}): Plugin {
    return {
        name: 'weigh',
        apply: 'build',
        closeBundle() {
            const bundle = readFileSync(`dist/${file}`);
            const size = {bytes: bundle.length, gzipped: gzipSync(bundle).length};
            const text = `webapp/dist/${file}: ${size.bytes} bytes, ${size.gzipped} gzipped`;
            console.log(text);
            if (size.bytes > limits.bytes || size.gzipped > limits.gzipped) {
                throw new Error(`${text}: more than ${limits.bytes} and ${limits.gzipped} are not allowed`);
            }
        },
    };
}
