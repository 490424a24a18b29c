import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ApiError, getLog, getLogMeta } from '@tradewind/contract';
import type { LogLine } from '@tradewind/model';
import { notifyWatchers } from '@tradewind/store';
import { makeDag, type RunSeeded, seedRun, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EventSourceClient, openEventSource } from '../../fixtures/event-source.ts';
import { logText } from '../../fixtures/log-text.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';

type Lines = readonly (Partial<LogLine> & { readonly message: string })[];

const folder = mkdtempSync(join(tmpdir(), 'tradewind-logs-'));
const pathOf = (runId: string, tryNumber: number): string =>
  join(folder, encodeURIComponent(runId), `${tryNumber}.log`);

let api: TestApi;
let run: RunSeeded;
let origin: string;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  api = await createTestApi({ logs: { pathOf: ({ runId, tryNumber }) => pathOf(runId, tryNumber) } });
  headers = api.headersOf(adminCaller);
  const versionId = await storeDag(api.database, makeDag('sales', [{ id: 'load' }, { id: 'slow' }]));
  run = await seedRun(api.database, {
    dagId: 'sales',
    runId: 'run:1',
    versionId,
    tasks: { load: { state: 'failed', tryNumber: 2 }, slow: { state: 'running', tryNumber: 1 } },
  });
  origin = await api.app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Replaces the log of an attempt of the run. */
function write(lines: Lines | string, tryNumber = 1): void {
  const path = pathOf(run.runId, tryNumber);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof lines === 'string' ? lines : logText(lines));
}

function urlOf(rest: string, task = 'load', tryNumber = 1): string {
  return `/api/v2/dags/sales/dagRuns/run%3A1/taskInstances/${task}/logs/${tryNumber}${rest}`;
}

async function ask(url: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await api.app.inject({ url, headers: { ...headers, ...more } });
  return { ...answer, status: answer.statusCode, lines: answer.payload.split('\n').slice(0, -1) };
}

async function search(query: string): Promise<{ readonly status: number; readonly found: Record<string, unknown>[] }> {
  const { status, lines } = await ask(urlOf(`/search?${query}`));
  return { status, found: status === 200 ? lines.map((line) => JSON.parse(line) as Record<string, unknown>) : [] };
}

const params = { dag_id: 'sales', dag_run_id: 'run:1', task_id: 'load', try_number: 1 };

test('Airflow reads a log as structured lines', async () => {
  write([{ message: 'hello' }, { message: 'careful', level: 'warn', stream: 'log', fields: { rows: 3 } }]);
  expect(await api.admin.call(getLog, { params })).toEqual({
    content: [
      { timestamp: '2026-01-01T00:00:00.000Z', event: 'hello', level: 'info', logger: 'task.stdout' },
      { rows: 3, timestamp: '2026-01-01T00:00:00.001Z', event: 'careful', level: 'warning', logger: 'task' },
    ],
    continuation_token: null,
  });
  const ndjson = await ask(urlOf(''), { accept: 'application/x-ndjson, application/json' });
  expect(ndjson.headers['content-type']).toBe('application/x-ndjson');
  expect(ndjson.lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['hello', 'careful']);
  const plain = await ask(urlOf(''), { accept: 'text/plain' });
  expect(plain.lines[1]).toBe('[2026-01-01T00:00:00.001Z] WARN - careful rows=3');
});

test('a long log comes in pages, or whole when that is asked for', async () => {
  write(Array.from({ length: 25_000 }, (_, line) => ({ message: `line ${line}` })));
  const events: unknown[] = [];
  let token: string | null = '';
  let pages = 0;
  while (token !== null) {
    const page: { content: readonly unknown[]; continuation_token: string | null } = await api.admin.call(getLog, {
      params,
      query: { token },
    });
    events.push(...page.content.map((one) => (one as { event: string }).event));
    token = page.continuation_token;
    pages += 1;
  }
  expect([pages, events.length, events.at(-1)]).toEqual([3, 25_000, 'line 24999']);
  expect((await api.admin.call(getLog, { params, query: { full_content: true } })).content).toHaveLength(25_000);
  const page = await ask(urlOf(''), { accept: 'application/x-ndjson' });
  expect([page.lines.length, typeof page.headers['airflow-continuation-token']]).toEqual([10_000, 'string']);
  expect((await ask(urlOf('?full_content=true'), { accept: 'application/x-ndjson' })).lines).toHaveLength(25_000);
});

test('a log of an attempt that runs can be gone on with', async () => {
  write([{ message: 'first' }]);
  const running = { ...params, task_id: 'slow' };
  const page = await api.admin.call(getLog, { params: running });
  expect(page.content).toHaveLength(1);
  appendFileSync(pathOf(run.runId, 1), logText([{ message: 'second' }]));
  const next = await api.admin.call(getLog, { params: running, query: { token: page.continuation_token! } });
  expect(next.content).toMatchObject([{ event: 'second' }]);
  expect(next.continuation_token).not.toBeNull();
});

test('an attempt without a log has an empty one', async () => {
  const none = { ...params, try_number: 2 };
  expect(await api.admin.call(getLog, { params: none })).toEqual({ content: [], continuation_token: null });
  expect(await api.admin.call(getLogMeta, { params: none })).toMatchObject({ lines: 0, complete: true, errors: [] });
  expect((await ask(urlOf('/lines', 'load', 2))).payload).toBe('');
  expect((await search('q=x')).status).toBe(200);
});

test('the meta data say levels, groups and errors', async () => {
  write([{ message: '::group::Set up' }, { message: 'bad', level: 'error' }, { message: '::endgroup::' }]);
  const meta = await api.admin.call(getLogMeta, { params });
  expect(meta).toMatchObject({
    lines: 3,
    complete: true,
    counts: { debug: 0, info: 2, warn: 0, error: 1 },
    groups: [{ name: 'Set up', line: 0, end: 2, depth: 0 }],
    errors: [1],
    first_at: '2026-01-01T00:00:00.000Z',
  });
  expect(await api.admin.call(getLogMeta, { params: { ...params, task_id: 'slow' } })).toMatchObject({
    complete: false,
    version: null,
  });
});

test('windows of lines are cut where they are asked for, and kept for ever when they are complete', async () => {
  write(Array.from({ length: 3_500 }, (_, line) => ({ message: `line ${line} ${'ü'.repeat(line % 50)}` })));
  for (const [from, limit] of [
    [0, 1],
    [999, 3],
    [1_500, 1_600],
    [3_499, 10],
    [3_500, 10],
    [9_999, 1],
  ] as const) {
    const { lines, headers: got } = await ask(urlOf(`/lines?from=${from}&limit=${limit}`));
    const numbers = lines.map((line) => Number((JSON.parse(line) as LogLine).message.split(' ')[1]));
    const expected = Array.from({ length: Math.max(0, Math.min(limit, 3_500 - from)) }, (_, index) => from + index);
    expect(numbers).toEqual(expected);
    expect(Number(got['x-next-line'])).toBe(Math.min(3_500, from + expected.length));
  }
  const { version } = await api.admin.call(getLogMeta, { params });
  expect((await ask(urlOf(`/lines?version=${version}`))).headers['cache-control']).toContain('immutable');
  expect((await ask(urlOf('/lines?version=other'))).headers['cache-control']).toBe('private, no-cache');
});

test('damaged lines are shown as they are', async () => {
  write(`${logText([{ message: 'a' }])}no JSON\n`);
  const { lines } = await ask(urlOf('/lines'));
  expect(lines.map((line) => (JSON.parse(line) as LogLine).message)).toEqual(['a', 'no JSON']);
});

test('a search says each line, then how many there were', async () => {
  write(
    Array.from({ length: 2_000 }, (_, line) => ({
      message: `row ${line}`,
      level: line % 500 === 0 ? 'error' : 'info',
    })),
  );
  expect((await search('q=ROW%201999')).found).toEqual([
    { line: 1999, column: 0, length: 8 },
    { end: true, matches: 1, cursor: null },
  ]);
  const first = await search('q=row&limit=5');
  expect(first.found.at(-1)).toEqual({ end: true, matches: 5, cursor: '5' });
  expect((await search('q=row&limit=5&cursor=1998')).found.map(({ line }) => line)).toEqual([1998, 1999, undefined]);
  expect((await search('level=error')).found.map(({ line }) => line)).toEqual([0, 500, 1000, 1500, undefined]);
  expect((await search('q=row%20%5C%5Cd00%24&re=true'.replace('%5C%5C', '%5C'))).found).toHaveLength(10);
  expect((await search('q=ROW%20700&case=true')).found).toEqual([{ end: true, matches: 0, cursor: null }]);
});

test('a regular expression that tries for ever is given up, and others go on', async () => {
  write([{ message: `${'a'.repeat(40)}b` }]);
  const [slow, quick] = await Promise.all([search('q=(a%2B)%2B%24&re=true'), search('q=aab')]);
  expect(slow.status).toBe(422);
  expect(quick.found).toHaveLength(2);
  expect((await search('q=aab')).found).toHaveLength(2);
}, 30_000);

test('what is wrong is refused', async () => {
  write([{ message: 'x' }]);
  const refused = [
    '/search?q=(&re=true',
    '/search?level=loud',
    '/search?cursor=x',
    '/search?limit=0',
    '/lines?from=-1',
    '/lines?limit=none',
    '/tail?from=x',
    '/meta?map_index=-2',
  ];
  for (const rest of refused) expect([rest, (await ask(urlOf(rest))).status]).toEqual([rest, 422]);
  expect((await ask(urlOf('?token=nonsense'))).status).toBe(400);
  expect((await ask(urlOf('', 'load', -1))).status).toBe(422);
  for (const rest of ['', '/meta', '/lines', '/search', '/tail'])
    expect([rest, (await ask(urlOf(rest, 'nobody'))).status]).toEqual([rest, 404]);
  const call = api.admin.call(getLogMeta, { params, query: { map_index: 3 } });
  expect(((await call.catch((error: unknown) => error)) as ApiError).status).toBe(404);
});

test('attempts that do not come next have no log to wait for', async () => {
  for (const rest of ['', '/meta', '/lines', '/search?q=x', '/tail'])
    expect([rest, (await ask(urlOf(rest, 'load', 4))).status]).toEqual([rest, 404]);
  expect((await ask(urlOf('/meta', 'load', 3))).status).toBe(200);
  const topics = [2, 3, 4, 999_999_999].map((tryNumber) => `log:sales/run%3A1/load/-1/${tryNumber}`);
  const unknown = 'log:sales/run%3A1/nobody/-1/1';
  const asked = encodeURIComponent([...topics, unknown].join(','));
  const client = await openEventSource(`${origin}/api/v2/events?topics=${asked}`, headers);
  onTestFinished(() => client.close());
  expect((await client.next('hello')).data).toMatchObject({
    topics: topics.slice(0, 2),
    refused: [...topics.slice(2), unknown],
  });
});

async function tail(rest: string, more: Readonly<Record<string, string>> = {}): Promise<EventSourceClient> {
  const client = await openEventSource(`${origin}${urlOf(rest, 'slow')}`, { ...headers, ...more });
  onTestFinished(() => client.close());
  return client;
}

test('a log is followed line by line until its attempt has ended', async () => {
  write([{ message: 'one' }, { message: 'two' }]);
  const client = await tail('/tail');
  const first = await client.next('lines');
  expect([first.id, first.data]).toMatchObject(['2', { from: 0, lines: [{ message: 'one' }, { message: 'two' }] }]);
  appendFileSync(pathOf(run.runId, 1), logText([{ message: 'three' }]));
  expect((await client.next('lines')).data).toMatchObject({ from: 2, lines: [{ message: 'three' }] });
  const again = await tail('/tail', { 'last-event-id': '2' });
  expect((await again.next('lines')).data).toMatchObject({ from: 2, lines: [{ message: 'three' }] });
  const late = await tail('/tail?from=-1');
  expect((await late.next('lines')).data).toMatchObject({ from: 2 });
  const topic = encodeURIComponent('log:sales/run%3A1/slow/-1/1');
  const events = await openEventSource(`${origin}/api/v2/events?topics=${topic}`, headers);
  onTestFinished(() => events.close());
  expect((await events.next('log')).data).toMatchObject({ lines: 3, complete: false });
  await api.database.query({
    name: '',
    text: `update task_instance set state = 'success', finished_at = now() where task_id = 'slow'`,
  });
  appendFileSync(pathOf(run.runId, 1), logText([{ message: 'last words' }]));
  await notifyWatchers(api.database, [run.dagRunKey]);
  expect((await client.next('lines')).data).toMatchObject({ from: 3, lines: [{ message: 'last words' }] });
  expect((await client.next()).event).toBe('end');
  await client.ended;
  for (;;) {
    const { data } = await events.next('log');
    if (data['complete'] === true) {
      expect(data).toMatchObject({ lines: 4 });
      break;
    }
  }
});
