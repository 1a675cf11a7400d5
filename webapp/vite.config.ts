// Builds dist/main.js, the only file of the web app, and runs its unit tests.
import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';

import type {Plugin} from 'vite';
import {defineConfig} from 'vitest/config';

// What Mattermost has on `window` for plugins costs no byte.
const globals = {
    react: 'React',
    'react-bootstrap': 'ReactBootstrap',
    'react-intl': 'ReactIntl',
    'react-redux': 'ReactRedux',
};

const limits = {bytes: 30_000, gzipped: 10_000};

export default defineConfig({
    plugins: [weigh()],
    // All of these browsers know `?.`; esbuild is wary of a rare bug in some.
    esbuild: {supported: {'optional-chain': true}},
    build: {
        lib: {entry: 'src/index.tsx', name: 'zoomPlugin', formats: ['iife'], fileName: () => 'main.js'},
        rollupOptions: {external: Object.keys(globals), output: {globals}},
        // Mattermost Desktop 5.0 and the browsers that Mattermost 6.7 supports.
        target: ['chrome89', 'firefox91', 'safari14'],
        minify: 'terser',
        terserOptions: {ecma: 2020, compress: {passes: 3}},
        reportCompressedSize: false,
    },
    test: {
        environment: 'jsdom',
        include: ['test/**/*.test.{ts,tsx}'],
        setupFiles: ['test/setup.ts'],
        restoreMocks: true,
    },
});

// weigh prints the size of the bundle and fails when it is too large.
function weigh(): Plugin {
    return {
        name: 'weigh',
        apply: 'build',
        closeBundle() {
            const bundle = readFileSync('dist/main.js');
            const size = {bytes: bundle.length, gzipped: gzipSync(bundle).length};
            const text = `webapp/dist/main.js: ${size.bytes} bytes, ${size.gzipped} gzipped`;
            console.log(text);
            if (size.bytes > limits.bytes || size.gzipped > limits.gzipped) {
                throw new Error(`${text}: more than ${limits.bytes} and ${limits.gzipped} are not allowed`);
            }
        },
    };
}
