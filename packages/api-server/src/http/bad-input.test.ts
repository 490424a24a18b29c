/** What no route may choke on, whatever it does: tried on a few that stand for all. */
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  api = await createTestApi();
  headers = api.headersOf(adminCaller);
  await storeDag(api.database, makeDag('sales', [{ id: 'load' }]));
});

afterAll(() => api.close());

interface Refusal {
  readonly detail: string | readonly { readonly loc: readonly unknown[]; readonly msg: string }[];
}

async function ask(method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'OPTIONS', url: string, payload?: unknown, more = {}) {
  const answer = await api.app.inject({
    method,
    url,
    headers: { ...headers, ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...more },
    ...(payload === undefined ? {} : { payload: payload as string }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body, read: () => answer.json<Refusal>() };
}

describe('text that cannot be stored is refused by field', () => {
  test.each([
    ['NUL in a path', '/api/v2/dags/a%00b', ['path', 'dag_id']],
    ['NUL in a path with numbers', '/api/v2/dags/a%00b/dagVersions/1', ['path', 'dag_id']],
    ['NUL in a query', '/api/v2/variables?variable_key_pattern=%00', ['query', 'variable_key_pattern']],
    ['NUL in a list of a query', '/api/v2/dags?tags=a&tags=%00', ['query', 'tags', 1]],
  ])('%s', async (_, url, loc) => {
    const { status, read } = await ask('GET', url);
    expect([status, read().detail]).toEqual([422, [expect.objectContaining({ loc })]]);
  });

  test.each([
    ['NUL', '{"key":"a\\u0000","value":"x"}', ['body', 'key']],
    ['half a character', '{"key":"a\\ud800","value":"x"}', ['body', 'key']],
    ['NUL in what may be null', '{"key":"a","value":"x","description":"\\u0000"}', ['body', 'description']],
  ])('%s in a body', async (_, body, loc) => {
    const { status, read } = await ask('POST', '/api/v2/variables', body);
    expect([status, read().detail]).toEqual([422, [expect.objectContaining({ loc })]]);
  });
});

test('JSON that may be anything may hold any text', async () => {
  const { status } = await ask('POST', '/api/v2/variables', '{"key":"odd","value":{"a":"\\u0000","b":["\\ud800"]}}');
  expect(status).toBe(201);
});

test('instants that four digits cannot write are refused by field', async () => {
  for (const at of ['0000-12-31T23:59:59Z', '9999-12-31T23:59:59-12:00', '10000-01-01', '0001-01-01T00:00:00+01:00']) {
    const { status, read } = await ask('POST', '/api/v2/dags/sales/dagRuns', JSON.stringify({ logical_date: at }));
    expect([at, status]).toEqual([at, 422]);
    expect(read().detail[0]).toMatchObject({ loc: ['body', 'logical_date'], msg: expect.stringContaining('9999') });
  }
  for (const at of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
    expect((await ask('POST', '/api/v2/dags/sales/dagRuns', JSON.stringify({ logical_date: at }))).status).toBe(200);
});

test('an address that cannot be read is refused in the shape of all refusals', async () => {
  for (const url of ['/api/v2/dags/%zz', '/api/v2/dags/%ed%a0%80']) {
    const { status, read } = await ask('GET', url);
    expect([status, read()]).toEqual([400, { detail: expect.stringContaining('url component') }]);
  }
});

test('bodies that are no JSON are refused', async () => {
  const status = async (body: string, type: string) =>
    (await ask('POST', '/api/v2/variables', body, { 'content-type': type })).status;
  expect(await status('x', 'text/plain')).toBe(415);
  expect(await status('<a/>', 'application/xml')).toBe(415);
  expect(await status('{"key"', 'application/json')).toBe(400);
  expect(await status(`{"key":"deep","value":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'application/json')).toBe(
    422,
  );
});

test('methods that a route does not have are not found', async () => {
  for (const method of ['HEAD', 'OPTIONS', 'DELETE'] as const)
    expect((await ask(method, '/api/v2/variables')).status).toBe(404);
});

test('a refusal has nothing of the answer that was begun', async () => {
  const own = await createTestApi({ onFault: () => {} });
  const rename = (from: string, to: string) =>
    own.database.query({ name: '', text: `alter table ${from} rename to ${to}` });
  const exported = () =>
    own.app.inject({
      url: '/api/v2/eventLogs/export?format=csv',
      headers: { ...own.headersOf(adminCaller), 'accept-encoding': 'gzip' },
    });
  expect((await exported()).headers['content-type']).toMatch(/^text\/csv/);
  await rename('audit_event', 'hidden');
  const answer = await exported();
  await rename('hidden', 'audit_event');
  expect(answer.statusCode).toBe(500);
  expect(answer.headers).toMatchObject({ 'content-type': expect.stringMatching(/json/), 'cache-control': 'no-store' });
  expect(answer.headers).not.toHaveProperty('content-encoding');
  expect(answer.headers).not.toHaveProperty('content-disposition');
  expect(answer.json()).toEqual({ detail: expect.stringContaining('went wrong') });
  await own.close();
});
