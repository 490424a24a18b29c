import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { patchDagRun } from '@tradewind/contract';
import { notifyWatchers } from '@tradewind/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await createTestApi({ authenticator: { authenticate: async () => adminCaller } });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

/** The lines as they come; whoever stops to listen hangs up. */
async function* linesOf(run: StoredRun, query: string): AsyncGenerator<unknown> {
  const asked = get(`${url}/api/v2/dags/${run.dagId}/dagRuns/${run.runId}/wait?${query}`);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.headers['content-type']).toContain('application/x-ndjson');
  const lines = createInterface({ input: answer });
  // Hanging up is how one leaves.
  for (const heard of [answer, lines]) heard.on('error', () => undefined);
  try {
    for await (const line of lines) yield JSON.parse(line);
  } finally {
    asked.destroy();
  }
}

test('each state of a run is a line, and the last one holds the results', async () => {
  const run = await storeRun(api, [{ id: 'a' }, { id: 'b' }], { state: 'queued' });
  const lines = linesOf(run, 'interval=60&result=a&result=b');
  expect((await lines.next()).value).toEqual({ state: 'queued' });
  await api.database.runScript(`
    insert into xcom (dag_run_id, task_id, map_index, key, value) values ('${run.key}', 'a', -1, 'return_value', '[1]');
    update dag_run set state = 'running', started_at = now() where id = '${run.key}'`);
  await notifyWatchers(api.database, [run.key]);
  expect((await lines.next()).value).toEqual({ state: 'running' });
  await api.admin.call(patchDagRun, { params: run.params, body: { state: 'success' } });
  expect((await lines.next()).value).toEqual({ state: 'success', results: { a: [1], b: null } });
  expect((await lines.next()).done).toBe(true);
});

test('a run that has ended is one line, with the result of its DAG', async () => {
  const run = await storeRun(api, [{ id: 'a' }], { state: 'success', dag: { resultTaskId: 'a' as never } });
  await api.database.runScript(
    `insert into xcom (dag_run_id, task_id, map_index, key, value) values ('${run.key}', 'a', -1, 'return_value', '"done"')`,
  );
  const all: unknown[] = [];
  for await (const line of linesOf(run, 'interval=1')) all.push(line);
  expect(all).toEqual([{ state: 'success', results: { a: 'done' } }]);
});

test('many who wait share one connection to the database, and one who leaves takes nobody along', async () => {
  const run = await storeRun(api, [{ id: 'a' }], { state: 'running' });
  const waiting = Array.from({ length: 12 }, () => linesOf(run, 'interval=60'));
  for (const lines of waiting) expect((await lines.next()).value).toEqual({ state: 'running' });
  const listeners = await api.database.query({
    name: '',
    text: `select 1 from pg_stat_activity where datname = current_database() and query like 'listen %'`,
  });
  expect(listeners).toHaveLength(1);
  await waiting.pop()!.return(undefined);
  await api.admin.call(patchDagRun, { params: run.params, body: { state: 'failed' } });
  for (const lines of waiting) expect((await lines.next()).value).toEqual({ state: 'failed' });
});

test('a server that stops ends the waiting', async () => {
  const other = await createTestApi({ authenticator: { authenticate: async () => adminCaller } });
  const run = await storeRun(other, [{ id: 'a' }], { state: 'running' });
  const address = await other.app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/api/v2/dags/${run.dagId}/dagRuns/${run.runId}/wait?interval=60`);
  const text = answer.text();
  await other.close();
  expect(await text).toBe('{"state":"running"}\n');
});

test('what is wrong is refused', async () => {
  const run = await storeRun(api, [{ id: 'a' }]);
  const status = async (path: string) => (await fetch(`${url}/api/v2/dags/${path}`)).status;
  expect(await status(`${run.dagId}/dagRuns/${run.runId}/wait`)).toBe(422);
  expect(await status(`${run.dagId}/dagRuns/${run.runId}/wait?interval=0`)).toBe(422);
  expect(await status(`${run.dagId}/dagRuns/nowhere/wait?interval=1`)).toBe(404);
});
