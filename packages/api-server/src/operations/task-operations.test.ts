import type { DagId, TaskId } from '@tradewind/model';
import { type Database, listAttempts, listTaskInstances } from '@tradewind/store';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DagOperations, dagOperations } from './dag-operations.ts';
import { type RunOperations, runOperations } from './run-operations.ts';
import { type ClearRequest, type TaskOperations, taskOperations } from './task-operations.ts';

const NOW = Date.UTC(2026, 2, 1, 6);

let testDatabase: TestDatabase;
let database: Database;
let dags: DagOperations;
let runs: RunOperations;
let tasks: TaskOperations;
let count = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  ({ database } = testDatabase);
  const context = { database, now: () => NOW, triggeredBy: 'cli', user: null } as const;
  dags = dagOperations(context);
  runs = runOperations(context);
  tasks = taskOperations(context);
});

afterAll(async () => {
  await testDatabase.drop();
});

/** `a → b → c`, and `d` beside them; `b` may be tried three times. A run of it, finished as failed. */
async function finishedRun(): Promise<Awaited<ReturnType<DagOperations['trigger']>>> {
  const dagId = `clear_${++count}`;
  const retry = { retries: 2, retryDelayMs: 0, backoff: 0, maxRetryDelayMs: null };
  await storeDag(
    database,
    makeDag(dagId, [{ id: 'a' }, { id: 'b', after: ['a'], retry }, { id: 'c', after: ['b'] }, { id: 'd' }]),
  );
  const run = await dags.trigger({ dagId: dagId as DagId, conf: {}, note: null });
  await database.runScript(`
    update task_instance set state = 'success', try_number = 1, attempt_id = gen_random_uuid(), started_at = now(), finished_at = now(),
      worker = 'w', dependencies_met_at = now(), scheduled_at = now(), queued_at = now() where dag_run_id = '${run.dagRunKey}';
    update task_instance set state = 'failed', try_number = 3, error = '{"name":"Error"}', reason = '{"code":"attempt_failed"}'
      where dag_run_id = '${run.dagRunKey}' and task_id = 'b';
    update task_instance set state = 'upstream_failed', try_number = 0, attempt_id = null where dag_run_id = '${run.dagRunKey}' and task_id = 'c';
    insert into xcom (dag_run_id, task_id, map_index, key, value) values ('${run.dagRunKey}', 'a', -1, 'return_value', '1');
    update dag_run set state = 'failed', started_at = now(), finished_at = now(), reason = '{"code":"task_failure"}' where id = '${run.dagRunKey}'`);
  return run;
}

type Run = Awaited<ReturnType<typeof finishedRun>>;

function clear(
  run: Run,
  request: Partial<ClearRequest> & { readonly tasks?: readonly string[] } = {},
): ReturnType<TaskOperations['clear']> {
  const { tasks: taskIds, ...rest } = request;
  return tasks.clear({
    dagId: run.dagId,
    runId: run.runId,
    withUpstream: false,
    withDownstream: false,
    onlyFailed: false,
    onlyRunning: false,
    isDryRun: false,
    ...(taskIds === undefined ? {} : { taskIds: taskIds as TaskId[] }),
    ...rest,
  });
}

async function statesOf(run: Run): Promise<Readonly<Record<string, string>>> {
  const rows = await listTaskInstances(database, run.dagRunKey);
  return Object.fromEntries(rows.map(({ taskId, state }) => [taskId, state]));
}

describe('clear', () => {
  test('lets a failed task run again with all of its tries, and keeps its attempt', async () => {
    const run = await finishedRun();
    const before = (await listTaskInstances(database, run.dagRunKey)).find(({ taskId }) => taskId === 'b')!;
    expect(await clear(run, { tasks: ['b'] })).toEqual([
      { runId: run.runId, taskId: 'b', mapIndex: -1, state: 'failed' },
    ]);
    const after = (await listTaskInstances(database, run.dagRunKey)).find(({ taskId }) => taskId === 'b')!;
    expect(after).toMatchObject({
      state: 'none',
      tryNumber: 3,
      maxTries: 5,
      attemptId: null,
      error: null,
      reason: null,
      startedAt: null,
      worker: null,
    });
    const attempts = await listAttempts(database, { dagRunKey: run.dagRunKey, taskId: 'b' as TaskId, mapIndex: -1 });
    expect(attempts).toMatchObject([
      { attemptId: before.attemptId, tryNumber: 3, state: 'failed', error: { name: 'Error' } },
    ]);
  });

  test('queues a finished run again, and counts that', async () => {
    const run = await finishedRun();
    await clear(run, { tasks: ['b'] });
    await expect(runs.find(run.dagId, run.runId)).resolves.toMatchObject({
      state: 'queued',
      clearNumber: 1,
      startedAt: null,
      finishedAt: null,
      reason: null,
    });
    const [row] = await database.query<{ revision: number }>(
      { name: 'rev', text: 'select revision from dag_run where id = $1' },
      [run.dagRunKey],
    );
    expect(row!.revision).toBe(1);
  });

  test('leaves a run that is under way as it is, but for its revision', async () => {
    const run = await finishedRun();
    await database.runScript(`update dag_run set state = 'running', finished_at = null where id = '${run.dagRunKey}'`);
    await clear(run, { tasks: ['d'] });
    const after = await runs.find(run.dagId, run.runId);
    expect(after).toMatchObject({ state: 'running', clearNumber: 0 });
    expect(after.startedAt).not.toBeNull();
  });

  test('a running task becomes restarting, keeps its attempt, its tries and its slots', async () => {
    const run = await finishedRun();
    await database.runScript(`
      update task_instance set state = 'running', finished_at = null where dag_run_id = '${run.dagRunKey}' and task_id = 'b';
      update pool set occupied = 7`);
    const before = (await listTaskInstances(database, run.dagRunKey)).find(({ taskId }) => taskId === 'b')!;
    await clear(run, { tasks: ['b'] });
    const after = (await listTaskInstances(database, run.dagRunKey)).find(({ taskId }) => taskId === 'b')!;
    expect(after).toMatchObject({
      state: 'restarting',
      attemptId: before.attemptId,
      tryNumber: 3,
      maxTries: 2,
      startedAt: before.startedAt,
    });
    expect(await occupied()).toBe(7);
  });

  test('a queued task gives its slots back', async () => {
    const run = await finishedRun();
    await database.runScript(`
      update task_instance set state = 'queued', pool_slots = 3 where dag_run_id = '${run.dagRunKey}' and task_id = 'b';
      update pool set occupied = 7`);
    await clear(run, { tasks: ['b'] });
    expect(await occupied()).toBe(4);
  });

  test('results stay until the task runs again', async () => {
    const run = await finishedRun();
    await clear(run);
    const rows = await database.query({ name: 'x', text: 'select 1 from xcom where dag_run_id = $1' }, [run.dagRunKey]);
    expect(rows).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof clear>[1], readonly string[]]>([
    ['everything', {}, ['a', 'b', 'c', 'd']],
    ['upstream', { tasks: ['b'], withUpstream: true }, ['a', 'b']],
    ['downstream', { tasks: ['b'], withDownstream: true }, ['b', 'c']],
    ['only what failed', { onlyFailed: true }, ['b', 'c']],
    ['only what is running', { onlyRunning: true }, []],
  ])('%s', async (_, request, expected) => {
    const run = await finishedRun();
    const dry = await clear(run, { ...request, isDryRun: true });
    expect(dry.map(({ taskId }) => taskId)).toEqual(expected);
    expect(await statesOf(run)).toEqual({ a: 'success', b: 'failed', c: 'upstream_failed', d: 'success' });
    expect((await runs.find(run.dagId, run.runId)).clearNumber).toBe(0);
    const cleared = await clear(run, request);
    expect(cleared).toEqual(dry);
    const states = await statesOf(run);
    expect(Object.keys(states).filter((taskId) => states[taskId] === 'none')).toEqual(expected);
  });

  test('runs in a range of dates', async () => {
    const run = await finishedRun();
    const { runId: _, ...others } = { runId: undefined };
    const request = {
      dagId: run.dagId,
      withUpstream: false,
      withDownstream: false,
      onlyFailed: false,
      onlyRunning: false,
      isDryRun: true,
      ...others,
    };
    expect(await tasks.clear({ ...request, logicalDateFromAt: NOW, logicalDateToAt: NOW })).toHaveLength(4);
    expect(await tasks.clear({ ...request, logicalDateFromAt: NOW + 1 })).toHaveLength(0);
  });

  test('an unknown task is refused, with the one that was meant', async () => {
    const run = await finishedRun();
    await expect(clear(run, { tasks: ['bb'] })).rejects.toThrow(
      `DAG "${run.dagId}" has no task "bb". Did you mean "b"?`,
    );
  });

  test('setups and teardowns are cleared with the task in their scope', async () => {
    const dagId = `clear_${++count}` as DagId;
    const scope = { setups: ['up' as TaskId] };
    await storeDag(
      database,
      makeDag(dagId, [
        { id: 'up', isSetup: true },
        { id: 'work', after: ['up'], ...scope },
        { id: 'more', after: ['work'], ...scope },
        { id: 'down', after: ['up', 'more'], isTeardown: true, triggerRule: 'all_done_setup_success', ...scope },
      ]),
    );
    const run = await dags.trigger({ dagId, conf: {}, note: null });
    const cleared = await clear(run, { tasks: ['work'] });
    expect(cleared.map(({ taskId }) => taskId)).toEqual(['down', 'up', 'work']);
  });
});

async function occupied(): Promise<number> {
  const [row] = await database.query<{ occupied: number }>({
    name: 'o',
    text: `select occupied from pool where name = 'default_pool'`,
  });
  return row!.occupied;
}
