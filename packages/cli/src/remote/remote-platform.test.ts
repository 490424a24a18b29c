/** By the API the commands find and change what they do on the machine of the server. */
import { patchDagRun } from '@tradewind/contract';
import type { DagId, DagRunKey, RunId, TaskId } from '@tradewind/model';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RealServer, startRealServer } from '../fakes/real-server.ts';
import type { Platform } from '../ports/platform.ts';
import type { DagRun, RunSnapshot } from '../ports/runs-port.ts';

let server: RealServer;
let local: RealServer['local'];
let remote: Platform;
const sales = 'sales' as DagId;
const none = 'sale' as DagId;
const signal = new AbortController().signal;

beforeAll(async () => {
  server = await startRealServer();
  local = server.local;
  await server.access.signIn(server.admin);
  remote = await server.remote();
  const hourly = {
    timetable: { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC', intervalMs: 0, runImmediately: false },
    startDate: '2026-01-01T00:00:00Z',
  };
  const tasks = [{ id: 'load' }, { id: 'send', after: ['load'] }];
  await storeDag(server.database, makeDag('sales', tasks, { tags: ['finance'], docMd: '# Sales' }), {
    file: 'sales.ts',
  });
  await storeDag(server.database, makeDag('sales_2', tasks, { displayName: 'Sales' }), { isPaused: true });
  await storeDag(server.database, makeDag('hourly', tasks, hourly as never));
  await server.database.runScript(`
    update dag set next_run_after = '2026-03-01T10:00:00Z', next_logical_date = '2026-03-01T09:00:00Z',
      next_interval_start = '2026-03-01T09:00:00Z', next_interval_end = '2026-03-01T10:00:00Z' where dag_id = 'hourly';
    insert into import_error (bundle_name, file, code, message, stack, line) values ('dags', 'x.ts', 'DAG_CYCLE', 'A cycle.', 'at x', 3);
    insert into dag_warning (dag_id, warning_type, message) values ('sales', 'non-existent pool', 'There is no pool "x".')`);
});

afterAll(() => server.close());

/** What the database knows by the microsecond, the API is asked for by the millisecond. */
function inMilliseconds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => (typeof part === 'number' ? Math.floor(part) : part));
}

/** By the API runs have no keys but their names. */
const unkeyed = ({ dagRunKey: _, ...run }: DagRun & { readonly dagVersionId?: unknown }): object => run;

async function keyOf(run: DagRun): Promise<DagRunKey> {
  return (await local.runs.find(run.dagId, run.runId)).dagRunKey;
}

/** A run with tasks in these states, as if a scheduler had been at work. */
async function storeRun(runId: string, states: Readonly<Record<string, string>> = {}): Promise<DagRun> {
  const run = await local.dags.trigger({
    dagId: sales,
    runId: runId as RunId,
    logicalDateAt: null,
    conf: {},
    note: null,
  });
  for (const [task, state] of Object.entries(states)) {
    await server.database.runScript(`
      update task_instance set state = '${state}', try_number = 1, attempt_id = gen_random_uuid(), queued_at = now(),
        started_at = now(), finished_at = now(), worker = 'host:42' where dag_run_id = '${run.dagRunKey}' and task_id = '${task}'`);
  }
  return remote.runs.find(sales, runId);
}

describe('DAGs', () => {
  test.each([
    [{}],
    [{ isPaused: true }],
    [{ isPaused: false, isActive: 'any' as const }],
    [{ isActive: false }],
    [{ tags: ['finance', 'other'] }],
    [{ idContains: 'ALES' }],
    [{ idContains: 'sales_' }],
    [{ idContains: 's|h' }],
    [{ idContains: '%' }],
    [{ limit: 2 }],
  ])('are listed alike by %j', async (filter) => {
    const expected = (await local.dags.list(filter)).map(({ lastParsedAt: _, ...dag }) => dag);
    expect(await remote.dags.list(filter)).toEqual(expected);
  });

  test.each(['sales', 'sales_2', 'hourly'])('%s is found alike', async (dagId) => {
    const found = await remote.dags.find(dagId as DagId);
    const { version, ...expected } = await local.dags.find(dagId as DagId);
    const { version: foundVersion, ...rest } = found;
    expect(inMilliseconds(expected)).toMatchObject(rest);
    expect(inMilliseconds(version)).toMatchObject(foundVersion!);
  });

  test('have the same runs before them, and the same faults', async () => {
    const hourly = 'hourly' as DagId;
    const planned = await remote.dags.forecast(hourly, 3);
    expect(planned).toHaveLength(3);
    expect(planned).toEqual(await local.dags.forecast(hourly, 3));
    expect(await remote.dags.listImportErrors()).toEqual([
      expect.objectContaining({ file: 'x.ts', code: 'DAG_CYCLE', message: 'A cycle.', line: 3 }),
    ]);
    const [warning] = await remote.dags.listWarnings(sales);
    expect(warning).toMatchObject({ dagId: 'sales', message: 'There is no pool "x".' });
    expect(await remote.dags.listWarnings('hourly' as DagId)).toEqual([]);
  });

  test('are paused, and only those that were not count', async () => {
    expect(await remote.dags.setPaused([sales, 'sales_2' as DagId], true)).toEqual([sales]);
    expect((await local.dags.find(sales)).isPaused).toBe(true);
    expect(await remote.dags.setPaused([sales], false)).toEqual([sales]);
  });

  test('that do not exist are answered as the API does, with what was meant', async () => {
    const refusal = { code: 'API_REFUSED', status: 404, message: expect.stringContaining('"sale"') };
    await expect(remote.dags.find(none)).rejects.toMatchObject(refusal);
    await expect(remote.dags.trigger({ dagId: none, conf: {}, note: null })).rejects.toMatchObject(refusal);
    await expect(remote.runs.find(none, '2026-01-01')).rejects.toMatchObject(refusal);
  });

  test('are deleted with their runs', async () => {
    await storeDag(server.database, makeDag('old', [{ id: 'load' }]));
    const old = 'old' as DagId;
    await local.dags.trigger({ dagId: old, logicalDateAt: null, conf: {}, note: null });
    expect(await remote.dags.delete(old)).toBe(1);
    await expect(local.dags.find(old)).rejects.toMatchObject({ code: 'DAG_NOT_FOUND' });
  });
});

describe('runs', () => {
  test('are triggered as by the command line, for now when no date is given', async () => {
    const before = Date.now();
    const dated = await remote.dags.trigger({ dagId: sales, conf: { region: 'eu' }, note: 'by hand' });
    expect(dated).toMatchObject({ dagId: sales, conf: { region: 'eu' }, note: 'by hand', triggeredBy: 'cli' });
    expect(dated.logicalDateAt).toBeGreaterThanOrEqual(before);
    const named = {
      dagId: sales,
      runId: 'mine' as RunId,
      logicalDateAt: null,
      runAfterAt: 4_000_000_000_000,
      conf: {},
      note: null,
    };
    expect(await remote.dags.trigger(named)).toMatchObject({
      runId: 'mine',
      logicalDateAt: null,
      runAfterAt: 4_000_000_000_000,
    });
    await expect(remote.dags.trigger(named)).rejects.toMatchObject({ status: 409 });
    const [event] = await server.database.query({
      name: '',
      text: `select via, user_agent from audit_event where event = 'trigger_dag_run' and run_id = 'mine'`,
    });
    expect(event).toMatchObject({ via: 'cli', user_agent: expect.stringMatching(/^tradewind-cli\//) });
  });

  test('are listed alike, to the last page', async () => {
    for (let number = 0; number < 105; number += 1) await storeRun(`many_${number}`);
    for (const filter of [
      {},
      { dagId: sales, limit: 101 },
      { states: ['queued' as const], limit: 3 },
      { runTypes: ['scheduled' as const] },
    ]) {
      const [found, expected] = [await remote.runs.list(filter), await local.runs.list(filter)];
      expect(found.map(({ runId }) => runId)).toEqual(expected.map(({ runId }) => runId));
      expect(expected.map(unkeyed)).toMatchObject(found.map(unkeyed));
    }
  });

  test('are found by their names and their dates, and filtered by them', async () => {
    const at = Date.UTC(2026, 2, 1);
    const run = await remote.dags.trigger({ dagId: sales, logicalDateAt: at, conf: {}, note: null });
    expect(await remote.runs.find(sales, '2026-03-01')).toEqual(run);
    expect(await remote.runs.find(sales, '2026-03-01T00:00')).toEqual(run);
    expect(await remote.runs.find(sales, run.runId)).toEqual(run);
    expect(await remote.runs.list({ dagId: sales, logicalDateFromAt: at, logicalDateToAt: at })).toEqual([run]);
    await expect(remote.runs.find(sales, '2026-03-02')).rejects.toMatchObject({ status: 404 });
    await remote.runs.delete(run.dagRunKey);
    await expect(local.runs.find(sales, run.runId)).rejects.toMatchObject({ code: 'DAG_RUN_NOT_FOUND' });
  });

  test('are seen with their tasks alike, also by names that need care in a path', async () => {
    const { dagRunKey } = await storeRun('a/b ü%2F#?', { load: 'failed' });
    const key = (await local.runs.find(sales, 'a/b ü%2F#?')).dagRunKey;
    const [found, expected] = [await remote.runs.snapshot(dagRunKey), await local.runs.snapshot(key)];
    expect(expected.run).toMatchObject(unkeyed(found.run));
    expect(found.taskInstances.map(({ rendered: _, ...task }) => task)).toEqual(
      expected.taskInstances.map(({ taskId, ...row }) =>
        expect.objectContaining({ taskId, state: row.state, worker: row.worker }),
      ),
    );
    expect(await remote.runs.dagOf(dagRunKey)).toEqual(await local.runs.dagOf(key));
    const target = { dagRunKey, taskId: 'load' as TaskId, mapIndex: -1 };
    expect(await remote.logs.listAttempts(target)).toMatchObject([
      { tryNumber: 1, state: 'failed', worker: 'host:42' },
    ]);
    expect(await remote.logs.listAttempts({ ...target, taskId: 'send' as TaskId })).toEqual([]);
  });

  test('are watched until they have finished', async () => {
    const run = await storeRun('watched');
    const snapshots: RunSnapshot[] = [];
    const client = server.connect(await server.access.readToken()).client;
    const params = { dag_id: 'sales', dag_run_id: 'watched' };
    for await (const snapshot of remote.runs.watch(run.dagRunKey, signal)) {
      if (snapshots.length === 0) await client.call(patchDagRun, { params, body: { state: 'success' } });
      snapshots.push(snapshot);
    }
    expect(snapshots[0]!.run.state).toBe('queued');
    expect(snapshots.at(-1)!.run.state).toBe('success');
  });

  test('that are deleted are no longer watched, and an interruption ends it', async () => {
    const run = await storeRun('short');
    const states: string[] = [];
    for await (const snapshot of remote.runs.watch(run.dagRunKey, signal)) {
      states.push(snapshot.run.state);
      await local.runs.delete(await keyOf(run).catch(() => run.dagRunKey)).catch(() => undefined);
    }
    expect(new Set(states)).toEqual(new Set(['queued']));
    const interruption = new AbortController();
    const other = await storeRun('interrupted');
    for await (const _ of remote.runs.watch(other.dagRunKey, interruption.signal)) interruption.abort();
  });

  test('wait where no scheduler is at work', async () => {
    expect(await remote.runs.hasScheduler()).toBe(await local.runs.hasScheduler());
  });
});

describe('tasks', () => {
  const request = { dagId: sales, withUpstream: false, withDownstream: false, onlyFailed: true, onlyRunning: false };

  test('are cleared alike, and said with the states that they come from', async () => {
    await storeRun('cleared', { load: 'failed', send: 'upstream_failed' });
    const planned = await remote.tasks.clear({ ...request, runId: 'cleared', isDryRun: true });
    expect(planned).toEqual(await local.tasks.clear({ ...request, runId: 'cleared', isDryRun: true }));
    expect(planned.map(({ state }) => state)).toEqual(['failed', 'upstream_failed']);
    const done = await remote.tasks.clear({ ...request, runId: 'cleared', isDryRun: false });
    expect(done).toEqual(planned);
    expect(await remote.tasks.clear({ ...request, runId: 'cleared', isDryRun: false })).toEqual([]);
    const wrong = { ...request, taskIds: ['lod' as TaskId], isDryRun: true };
    await expect(remote.tasks.clear(wrong)).rejects.toMatchObject({ message: expect.stringContaining('"lod"') });
  });

  test('are explained alike', async () => {
    await storeRun('explained');
    const target = { dagId: sales, runId: 'explained' as RunId, taskId: 'send' as TaskId, mapIndex: -1 };
    const [found, expected] = [await remote.tasks.explain(target), await local.tasks.explain(target)];
    expect({ state: found.state, gates: found.gates.map(({ id, status }) => [id, status]) }).toEqual({
      state: expected.state,
      gates: expected.gates.map(({ id, status }) => [id, status]),
    });
  });
});
