// The servers are started by browser_test.go, which names them in the environment: SERVERS is a list of {name, url}.
import {existsSync} from 'node:fs';

import {defineConfig} from '@playwright/test';

import type {WorkerOptions} from './fixtures';

const servers = JSON.parse(process.env.SERVERS ?? '[]') as Array<{name: string; url: string}>;
const alone = '**/*.alone.spec.ts'; // these change the whole server, so no others run on it at the same time
const debian = '/usr/bin/chromium';

export default defineConfig<object, WorkerOptions>({
    testDir: '.',
    outputDir: process.env.RESULTS ?? 'test-results',
    fullyParallel: true,
    forbidOnly: Boolean(process.env.CI),
    // The machines of continuous integration are slow and busy: what fails there once may try again, what is broken fails again.
    timeout: 60_000,
    expect: {timeout: 20_000},
    retries: process.env.CI ? 1 : 0,
    workers: 2,
    reporter: [['list']],
    use: {
        actionTimeout: 20_000,
        screenshot: 'only-on-failure',
        launchOptions: {
            executablePath: existsSync(debian) ? debian : undefined,
            // The tests talk to this machine only, and Chromium need not try anything else.
            args: ['--disable-background-networking', '--disable-component-update', '--disable-gpu', '--disable-quic', '--disable-sync',
                '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
        },
    },
    projects: servers.flatMap(({name, url}) => [
        {name, use: {server: url}, testIgnore: alone},
        {name: `${name} alone`, use: {server: url}, testMatch: alone, dependencies: [name]},
    ]),
});
