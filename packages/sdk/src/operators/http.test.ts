import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempt } from '../fixtures/memory-attempt.ts';
import { task } from '../index.ts';
import { http } from './index.ts';

/** Answers with what it was asked; `/slow` never, `/500` with that status, `/text` with text. */
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/slow') return;
  response.statusCode = pathname === '/500' ? 500 : 200;
  response.setHeader('content-type', pathname === '/text' ? 'text/plain' : 'application/json; charset=utf-8');
  if (pathname === '/text') response.end('plain');
  else void echo(request).then((echoed) => response.end(JSON.stringify(echoed)));
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a JSON response is parsed, another is text', async () => {
  const json = await attempt(() => http('json', { url: `${origin}/a?day={{ ds }}` }));
  const plain = await attempt(() => http('plain', { url: `${origin}/text` }));
  expect(json.result).toMatchObject({ method: 'GET', url: '/a?day=2026-03-01', body: '' });
  expect(plain.result).toBe('plain');
});

test('the body is JSON unless it is a text, and may hold results of other tasks and templates', async () => {
  const total = task('total', () => 5);
  const { result } = await attempt(
    () =>
      http('post', {
        method: 'POST',
        url: origin,
        headers: { 'x-day': '{{ ds }}' },
        body: { total: total(), day: '{{ ds }}' },
      }),
    { outputs: { total: 7 } },
  );
  expect(result).toMatchObject({
    method: 'POST',
    body: '{"total":7,"day":"2026-03-01"}',
    headers: { 'content-type': 'application/json', 'x-day': '2026-03-01' },
  });
});

test('the connection gives host, login and headers', async () => {
  const { hostname, port } = new URL(origin);
  const facts = {
    host: hostname,
    port: Number(port),
    login: 'me',
    password: 'secret',
    extra: { headers: { 'x-team': 'a' } },
  };
  const { result } = await attempt(() => http('get', { connection: 'api', url: '/path' }), {
    connections: { api: facts },
  });
  expect(result).toMatchObject({
    url: '/path',
    headers: { authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`, 'x-team': 'a' },
  });
});

test('a status other than 2xx fails with the status and the beginning of the body', async () => {
  const { thrown, error } = await attempt(() => http('fail', { url: `${origin}/500` }));
  expect(thrown).toMatchObject({ kind: 'failed', isRetryable: true });
  expect(error).toMatchObject({
    code: 'HTTP_STATUS',
    status: 500,
    message: expect.stringMatching(/^GET .*\/500 was answered with status 500\. Its body begins: \{/),
  });
});

test('the check of the author may refuse a response', async () => {
  const { error } = await attempt(() => http('refuse', { url: origin, check: ({ text }) => text.includes('ready') }));
  expect(error).toMatchObject({ code: 'HTTP_RESPONSE_REFUSED' });
});

test('the result may be made from the response', async () => {
  const { result } = await attempt(() => http('status', { url: origin, result: ({ status }) => status }));
  expect(result).toBe(200);
});

test('no answer in time, and no server at all, are told apart', async () => {
  const slow = await attempt(() => http('slow', { url: `${origin}/slow`, timeout: '20ms' }));
  const nobody = await attempt(() => http('nobody', { url: 'http://127.0.0.1:9' }));
  expect(slow.error).toMatchObject({
    code: 'HTTP_REQUEST_FAILED',
    message: expect.stringContaining('longer than 20 ms'),
  });
  expect(nobody.error).toMatchObject({ code: 'HTTP_REQUEST_FAILED', message: expect.not.stringContaining('longer') });
});

test('a connection that does not exist is named', async () => {
  const { error } = await attempt(() => http('get', { connection: 'nope', url: '/' }));
  expect(error).toMatchObject({ code: 'CONNECTION_MISSING', message: expect.stringContaining('"nope"') });
});

async function echo(request: IncomingMessage): Promise<object> {
  return { method: request.method, url: request.url, headers: request.headers, body: await text(request) };
}
