// An integration for the tests: it answers the server's calls with what it is told, and keeps what it was sent.
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shapes are Mattermost's
type JSONObject = Record<string, any>;

export async function startIntegration(answer: (body: JSONObject, path: string) => JSONObject | Promise<JSONObject>) {
    const received: JSONObject[] = [];
    const server = createServer(async (request, response) => {
        const body = parse(await read(request), request.headers['content-type']);
        received.push(body);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(await answer(body, String(request.url))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {url, received, stop: () => new Promise((resolve) => server.close(resolve))};
}

async function read(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
}

function parse(body: string, type = ''): JSONObject {
    return type.startsWith('application/json') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}
