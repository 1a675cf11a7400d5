// Builds the two files of the web app, and runs its unit tests: dist/main.js, which everybody loads, and, in the mode console before it,
// dist/console.js, which the System Console does.
import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';

import type {BuildOptions, Plugin} from 'vite';
import {defineConfig} from 'vitest/config';

// What Mattermost has on `window` for plugins costs no byte.
const globals: Record<string, string> = {
    react: 'React',
    'react-bootstrap': 'ReactBootstrap',
    'react-intl': 'ReactIntl',
    'react-redux': 'ReactRedux',
};

const build: BuildOptions = {
    // Mattermost Desktop 5.0 and the browsers that Mattermost 6.7 supports.
    target: ['chrome89', 'firefox91', 'safari14'],
    minify: 'terser',
    terserOptions: {ecma: 2020},
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
        terserOptions: {ecma: 2020, module: true},
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
        include: ['test/**/*.test.{ts,tsx}'],
        setupFiles: ['test/setup.ts'],
        restoreMocks: true,
    },
}));

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
