// Debian's Firefox ESR: `make firefox`.
import {defineConfig} from '@playwright/test';

import chromium from '../playwright.config';

export default defineConfig({
    ...chromium,
    testMatch: 'smoke.ts',
    use: {...chromium.use, browserName: 'firefox', channel: 'moz-firefox', launchOptions: {executablePath: '/usr/bin/firefox-esr'}},
    projects: chromium.projects?.filter(({dependencies}) => !dependencies).map(({name, use}) => ({name, use})),
});
