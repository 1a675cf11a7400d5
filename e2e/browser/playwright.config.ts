// The servers are started by browser_test.go, which names them in the environment: SERVERS is a list of {name, url, zoom}.
import {existsSync} from 'node:fs';

import {defineConfig, type Project} from '@playwright/test';

import type {WorkerOptions} from './fixtures';

type Server = {name: string; url: string; zoom: string};

const servers = JSON.parse(process.env.SERVERS ?? '[]') as Server[];
// Not --grep-invert on the command line, which does not concern projects that others depend on.
const grepInvert = process.env.MATTERMOST_DIST ? /@workbench/ : undefined;
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
            // Like people's browsers, this one opens a tab in a click only.
            ignoreDefaultArgs: ['--disable-popup-blocking'],
        },
    },
    projects: servers.flatMap(projectsOf),
});

// projectsOf are all specs on one server. Those that change the whole server come after the others, one at a time; those with a Zoom in
// trouble are for one server only.
function projectsOf({name, url: server, zoom}: Server, index: number): Array<Project<object, WorkerOptions>> {
    const use = {server, zoom};
    const alone = '**/*.alone.spec.ts';
    const trouble = '**/*.trouble.spec.ts';
    const isNewest = index === servers.length - 1;
    return [
        {name, use, grepInvert, testIgnore: [alone, trouble]},
        {name: `${name} alone`, use, grepInvert, testMatch: isNewest ? [alone, trouble] : alone, dependencies: [name], fullyParallel: false, workers: 1},
    ];
}
