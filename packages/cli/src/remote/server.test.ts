import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createTokenCli, getPool, getPools } from '@tradewind/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { connectServer, type Server } from './server.ts';

let http: HttpServer | undefined;
afterEach(() => http?.close().closeAllConnections());

async function serve(answer: RequestListener, token: string | null = null): Promise<Server> {
  http = createServer(answer);
  await new Promise<void>((resolve) => http!.listen(0, '127.0.0.1', resolve));
  return serverAt((http.address() as AddressInfo).port, token);
}

function serverAt(port: number, token: string | null = null): Server {
  return connectServer({ url: `http://127.0.0.1:${port}`, token, signal: new AbortController().signal });
}

const answering =
  (status: number, body: string, headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' }) =>
  (_request: unknown, response: Parameters<RequestListener>[1]) =>
    void response.writeHead(status, headers).end(body);

async function errorOf(server: Server): Promise<unknown> {
  return server.client.call(getPools).catch((error: unknown) => error);
}

test('a call says by whom it is made, and for whom', async () => {
  const seen: unknown[] = [];
  const server = await serve(({ url, headers }, response) => {
    seen.push([url, headers['user-agent'], headers.authorization]);
    answering(200, '{"name":"a/b"}')(undefined, response);
  }, 'twp_1');
  expect(await server.client.call(getPool, { params: { pool_name: 'a/b' } })).toEqual({ name: 'a/b' });
  expect(seen).toEqual([['/api/v2/pools/a%2Fb', expect.stringMatching(/^tradewind-cli\/\d/), 'Bearer twp_1']]);
});

test('what the API refuses is its own error', async () => {
  expect(await errorOf(await serve(answering(404, '{"detail":"There is no pool."}')))).toMatchObject({
    code: 'API_REFUSED',
    status: 404,
    message: 'There is no pool.',
  });
});

describe('who has not signed in', () => {
  const refuse = answering(401, '{"detail":"The token is not valid: it has expired. Sign in again."}');

  test('is told how', async () => {
    expect(await errorOf(await serve(refuse))).toMatchObject({
      code: 'SIGN_IN_NEEDED',
      message: expect.stringMatching(/^You have not signed in to (\S+)\. Sign in with "tradewind auth login --url \1"/),
    });
  });

  test('or no longer has, is told why', async () => {
    expect(await errorOf(await serve(refuse, 'twp_old'))).toMatchObject({
      code: 'SIGN_IN_NEEDED',
      message: expect.stringMatching(/refuses the token: .* it has expired\. Sign in again with "tradewind auth login/),
    });
  });

  test('and has a wrong password, gets the refusal itself', async () => {
    const server = await serve(answering(401, '{"detail":"Invalid credentials"}'));
    const body = { username: 'kim', password: 'wrong' };
    await expect(server.client.call(createTokenCli, { body })).rejects.toMatchObject({
      code: 'API_REFUSED',
      status: 401,
    });
  });
});

describe('an address where nobody answers', () => {
  test('is named with what to do', async () => {
    const server = await serve(answering(200, '{}'));
    await new Promise((resolve) => http!.close(resolve));
    expect(await errorOf(server)).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: expect.stringMatching(
        /Cannot reach .*: nothing listens there\. Check that it runs, and the address in --url/,
      ),
    });
  });

  test('because its port is that of another protocol', async () => {
    const error = await errorOf(serverAt(25));
    expect(error).toMatchObject({ code: 'SERVER_UNREACHABLE', message: expect.stringContaining('another protocol') });
  });

  test('because its host is unknown', async () => {
    const url = 'http://tradewind.invalid';
    const server = connectServer({ url, token: null, signal: new AbortController().signal });
    expect(await errorOf(server)).toMatchObject({ code: 'SERVER_UNREACHABLE', url });
  });

  test('since what listens there hangs up', async () => {
    const tcp = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const error = await errorOf(serverAt((tcp.address() as AddressInfo).port));
    tcp.close();
    expect(error).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: expect.stringContaining('the connection was cut'),
    });
  });

  test('but a proxy, which says so', async () => {
    const error = await errorOf(
      await serve(answering(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' })),
    );
    expect(error).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: expect.stringContaining('answers 502 Bad Gateway'),
    });
  });
});

describe('an address of something else', () => {
  test.each([
    ['a page', 200, { 'content-type': 'text/html; charset=utf-8' }, 'it answers 200 with text/html'],
    ['nothing of the kind', 404, { 'content-type': 'text/plain' }, 'it answers 404 with text/plain'],
    [
      'another address',
      308,
      { location: 'https://elsewhere.example/' },
      'it sends one on to https://elsewhere.example/',
    ],
  ])('that answers with %s is no API', async (_, status, headers, says) => {
    expect(await errorOf(await serve(answering(status, 'x', headers as never)))).toMatchObject({
      code: 'SERVER_MISTAKEN',
      message: expect.stringContaining(says),
    });
  });
});

test('a call that is interrupted ends at once', async () => {
  const interruption = new AbortController();
  const { url } = await serve(() => interruption.abort());
  const server = connectServer({ url, token: null, signal: interruption.signal });
  await expect(server.client.call(getPools)).rejects.toMatchObject({ name: 'AbortError' });
});
