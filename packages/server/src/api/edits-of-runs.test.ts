/** What people change by the API, and what a scheduler at work makes of it. */
import { anonymous, type Caller, createApi, createIdentity, type PermissionKey } from '@tradewind/api-server';
import type { AttemptId } from '@tradewind/model';
import { Scheduler } from '@tradewind/scheduler';
import { type Database, secretBox } from '@tradewind/store';
import { createTestDatabase, FakeExecutor, makeDag, storeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, expect, test } from 'vitest';

let database: Database;
let executor: FakeExecutor;
let close: () => Promise<void>;
let send: (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<Record<string, unknown>>;
let wake = (): void => undefined;

beforeEach(async () => {
  const test = await createTestDatabase();
  database = test.database;
  executor = new FakeExecutor();
  const scheduler = new Scheduler({ database, executors: [executor], onEvent: () => wake() });
  await scheduler.start();
  const app = await createApi({
    database,
    now: Date.now,
    identity: createIdentity({ database, secret: new Uint8Array(32), maxAgeMs: 0 }),
    secrets: async () => secretBox(new Uint8Array(32).fill(1)),
    version: '0.0.0-test',
    authenticator: { authenticate: async () => operator },
  });
  send = async (method, path, body) => {
    const answer = await app.inject({
      method,
      url: `/api/v2/dags/d/${path}`,
      ...(body === undefined ? {} : { payload: body }),
    });
    expect(answer.statusCode, answer.payload).toBeLessThan(300);
    return answer.json();
  };
  close = async () => {
    await app.close();
    await scheduler.stop({ graceMs: 0 });
    await test.drop();
  };
});
afterEach(() => close());

const operator: Caller = {
  ...anonymous,
  kind: 'person',
  name: 'kim',
  permissions: new Set<PermissionKey>([
    'can_read:DAGs',
    'can_edit:DAGs',
    'can_create:DAG Runs',
    'can_edit:DAG Runs',
    'can_edit:Task Instances',
  ]),
};

/** Resolves when `condition` holds; it is asked again at every event of the scheduler. */
async function when(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    const next = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (await condition()) return;
    await next;
  }
}

async function states(): Promise<Readonly<Record<string, string>>> {
  const rows = await database.query<{ name: string; state: string }>({
    name: '',
    text: `select task_id as name, state from task_instance union all select 'run', state from dag_run`,
  });
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

const isState = (name: string, state: string) => async () => (await states())[name] === state;

async function start(...tasks: Parameters<typeof makeDag>[1]): Promise<void> {
  await storeDag(database, makeDag('d', tasks));
  await send('POST', 'dagRuns', { dag_run_id: 'r' });
}

async function slots(): Promise<number> {
  const [row] = await database.query<{ occupied: number }>({ name: '', text: 'select occupied from pool' });
  return row!.occupied;
}

test('a running task that is marked as success is called off, and the run goes on and ends right', async () => {
  executor.answer = ({ taskId }) => (taskId === 'a' ? 'hold' : { kind: 'success' });
  await start({ id: 'a' }, { id: 'b', after: ['a'] });
  await when(isState('a', 'running'));
  const attempt = executor.heldOf('a')?.attemptId as AttemptId;
  await send('PATCH', 'dagRuns/r/taskInstances/a', { new_state: 'success' });
  await when(isState('run', 'success'));
  expect(await states()).toEqual({ a: 'success', b: 'success', run: 'success' });
  expect(executor.cancelled).toEqual([attempt]);
  expect(executor.submitted.map(({ taskId }) => taskId)).toEqual(['a', 'b']);
  expect(await slots()).toBe(0);
});

test('a running task that is marked as failed fails the run', async () => {
  executor.answer = () => 'hold';
  await start({ id: 'a' }, { id: 'b', after: ['a'] });
  await when(isState('a', 'running'));
  await send('PATCH', 'dagRuns/r/taskInstances/a', { new_state: 'failed' });
  await when(isState('run', 'failed'));
  expect(await states()).toEqual({ a: 'failed', b: 'upstream_failed', run: 'failed' });
  expect(await slots()).toBe(0);
});

test('a failed task that is marked as success lets the tasks after it run', async () => {
  const error = { name: 'Error', message: 'no', code: null, stack: null, cause: null };
  executor.answer = ({ taskId }) =>
    taskId === 'a' ? { kind: 'failed', error, isRetryable: false } : { kind: 'success' };
  await start({ id: 'a' }, { id: 'b', after: ['a'] });
  await when(isState('run', 'failed'));
  await send('PATCH', 'dagRuns/r/taskInstances/a', { new_state: 'success' });
  await when(isState('run', 'success'));
  expect(await states()).toEqual({ a: 'success', b: 'success', run: 'success' });
});

test('a run that is marked as failed stops what runs', async () => {
  executor.answer = () => 'hold';
  await start({ id: 'a' }, { id: 'b' }, { id: 'c', after: ['a'] });
  await when(() => executor.held.size === 2);
  await when(isState('b', 'running'));
  await when(isState('a', 'running'));
  await send('PATCH', 'dagRuns/r', { state: 'failed' });
  await when(() => executor.cancelled.length === 2);
  expect(await states()).toEqual({ a: 'failed', b: 'failed', c: 'skipped', run: 'failed' });
  expect(await slots()).toBe(0);
});

test('a run that is marked as failed still tears down what was set up', async () => {
  executor.answer = ({ taskId }) => (taskId === 'work' ? 'hold' : { kind: 'success' });
  await start(
    { id: 'up', isSetup: true },
    { id: 'work', after: ['up'], setups: ['up' as never] },
    { id: 'down', after: ['work'], isTeardown: true, setups: ['up' as never], triggerRule: 'all_done_setup_success' },
  );
  await when(isState('work', 'running'));
  await send('PATCH', 'dagRuns/r', { state: 'failed' });
  await when(isState('run', 'failed'));
  expect(await states()).toEqual({ up: 'success', work: 'failed', down: 'success', run: 'failed' });
});

test('a cleared task runs again, and so do its run and what comes after it', async () => {
  await start({ id: 'a' }, { id: 'b', after: ['a'] });
  await when(isState('run', 'success'));
  const body = { dag_run_id: 'r', task_ids: ['a'], include_downstream: true, only_failed: false, dry_run: false };
  await send('POST', 'clearTaskInstances', body);
  await when(() => executor.submitted.length === 4);
  await when(isState('run', 'success'));
  expect(await states()).toEqual({ a: 'success', b: 'success', run: 'success' });
});
