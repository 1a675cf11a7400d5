// Builds the workbench on one of the two generations of React: `vite build --mode react16`, or react18.
import {resolve} from 'node:path';

import {defineConfig} from 'vite';

// Everything here is for development, and so is React, which warns of what a plugin does wrong.
process.env.NODE_ENV = 'development';

// What Mattermost 6.7 has in other versions than Mattermost 11; package.json names them with "-16" behind.
const differs = ['react', 'react-dom', 'react-intl', 'react-redux', 'redux'];

export default defineConfig(({mode}) => ({
    base: '/static/',
    resolve: {
        alias: [
            {find: '#mount', replacement: resolve(`src/mount_${mode}.ts`)},
            ...(mode === 'react16' ? differs : []).map((name) => ({find: new RegExp(`^${name}(?=/|$)`), replacement: `${name}-16`})),
        ],
    },
    build: {
        outDir: `dist/${mode}`,
        assetsDir: '',
        minify: false,
        target: 'es2022',
        chunkSizeWarningLimit: 10_000,
        rollupOptions: {input: 'root.html'},
    },
}));
