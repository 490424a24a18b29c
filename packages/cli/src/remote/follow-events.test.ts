import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tailLog } from '@tradewind/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followEvents } from './follow-events.ts';
import type { ServerEvent } from './read-events.ts';
import { connectServer, type Server } from './server.ts';

const stream = { 'content-type': 'text/event-stream; charset=utf-8' };
const ofLog = {
  route: tailLog,
  call: { params: { dag_id: 'd', dag_run_id: 'r', task_id: 't', try_number: 1 } },
};

let http: HttpServer;
let server: Server;
/** One for each connection, in their order; the last one again for all after it. */
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let stop: AbortController;

beforeEach(async () => {
  answers = [];
  stop = new AbortController();
  http = createServer((request, response) => (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  server = connectServer({ url, token: null, signal: stop.signal });
});

afterEach(() => {
  stop.abort();
  http.close().closeAllConnections();
});

const follow = (options: Parameters<typeof followEvents>[2] | object = {}): AsyncGenerator<ServerEvent> =>
  followEvents(server, ofLog, { signal: stop.signal, firstPauseMs: 1, ...options });

async function take(count: number, events: AsyncGenerator<ServerEvent>): Promise<readonly string[]> {
  const taken: string[] = [];
  for await (const { data } of events) {
    taken.push(data);
    if (taken.length === count) break;
  }
  return taken;
}

test('a connection that ends, or breaks, is made again after the last event that came', async () => {
  const lastIds: unknown[] = [];
  const send =
    (text: string, end: (response: ServerResponse) => void) => (request: IncomingMessage, response: ServerResponse) => {
      lastIds.push(request.headers['last-event-id']);
      response.writeHead(200, stream).write(text, () => end(response));
    };
  answers = [
    send('id: 1\ndata: a\n\nid: 2\ndata: b\n\n', (response) => response.end()),
    send('id: 3\ndata: c\n\nid: 4\ndata: cut', (response) => response.destroy()),
    (_request, response) => response.destroy(),
    (_request, response) => response.writeHead(503, { 'content-type': 'application/json' }).end('{"detail":"busy"}'),
    send('id: 4\ndata: d\n\n', () => undefined),
  ];
  expect(await take(4, follow())).toEqual(['a', 'b', 'c', 'd']);
  expect(lastIds).toEqual([undefined, '2', '3']);
});

test('a connection that has fallen silent is given up', async () => {
  let connections = 0;
  answers = [
    (_request, response) => {
      connections += 1;
      response.writeHead(200, stream).write(`data: ${connections}\n\n`);
    },
  ];
  const [first, second] = await take(2, follow({ longestSilenceMs: 250 }));
  expect(Number(second)).toBeGreaterThan(Number(first));
});

test('what the API refuses is told at once', async () => {
  answers = [
    (_request, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"gone"}'),
  ];
  await expect(take(1, follow())).rejects.toMatchObject({ status: 404, message: 'gone' });
});

test('a server that stays away is given up in the end', async () => {
  answers = [(_request, response) => response.destroy()];
  await expect(take(1, follow({ longestAwayMs: 20 }))).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
});

test('it ends when it is told to, also while nothing comes', async () => {
  answers = [(_request, response) => response.writeHead(200, stream).write('data: a\n\n')];
  const taken: string[] = [];
  for await (const { data } of follow()) {
    taken.push(data);
    stop.abort();
  }
  expect(taken).toEqual(['a']);
});

test('who stops reading ends the connection', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  answers = [
    (_request, response) => {
      response.on('close', resolve);
      response.writeHead(200, stream).write('data: a\n\ndata: b\n\n');
    },
  ];
  expect(await take(1, follow())).toEqual(['a']);
  await closed;
});
