import type { DagId, UserId } from '@tradewind/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../fixtures/dag-caller.ts';
import { type StoredRun, storeRun } from '../fixtures/stored-run.ts';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';
import type { Caller } from '../identity/caller.ts';
import { offerUndo } from '../operations/undo.ts';

let now = Date.now();
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ now: () => now });
});
afterAll(() => api.close());

async function send(
  method: 'POST' | 'PATCH',
  path: string,
  body?: object,
  caller = adminCaller,
): Promise<{ readonly status: number; readonly token: string; readonly answer: Record<string, unknown> }> {
  const answer = await api.app.inject({
    method,
    url: `/api/v2/${path}`,
    headers: api.headersOf(caller),
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, token: String(answer.headers['tradewind-undo']), answer: answer.json() };
}

const undo = (token: string, caller = adminCaller) => send('POST', `undo/${token}`, undefined, caller);
const pathOf = (run: StoredRun) => `dags/${run.dagId}/dagRuns/${run.runId}`;

function failedRun(): Promise<StoredRun> {
  return storeRun(api, [{ id: 'a' }, { id: 'b', after: ['a'] }], {
    state: 'failed',
    states: { a: 'failed', b: 'upstream_failed' },
  });
}

/** All that is stored of a run and its task instances, but what only says that it was changed. */
async function stored(run: StoredRun): Promise<unknown> {
  const text = `select to_jsonb(r) - 'revision' as run, (select jsonb_agg(to_jsonb(i) order by task_id) from task_instance i where dag_run_id = r.id) as tasks,
    (select count(*) from attempt where dag_run_id = r.id) as attempts from dag_run r where id = $1`;
  return (await api.database.query({ name: '', text }, [run.key]))[0];
}

async function occupied(): Promise<number> {
  const [row] = await api.database.query<{ occupied: number }>({ name: '', text: 'select occupied from pool' });
  return row!.occupied;
}

test('a mark is taken back with all that it cleared, once', async () => {
  const run = await failedRun();
  const before = await stored(run);
  const { token } = await send('PATCH', `${pathOf(run)}/taskInstances/a`, { new_state: 'success' });
  expect(await run.taskStates()).toEqual({ a: 'success', b: 'none' });
  expect((await undo(token)).answer).toEqual({ event: 'patch_task_instance', restored: 2 });
  expect(await stored(run)).toEqual(before);
  expect((await undo(token)).status).toBe(410);
});

test('a clear is taken back while nothing has started, and slots come back', async () => {
  const run = await failedRun();
  const before = await stored(run);
  const slots = await occupied();
  const { token } = await send('POST', `${pathOf(run)}/clear`, { dry_run: false });
  await api.database.runScript(`
    update task_instance set state = 'queued', attempt_id = gen_random_uuid(), try_number = try_number + 1 where dag_run_id = '${run.key}' and task_id = 'a';
    update dag_run set state = 'running', started_at = now() where id = '${run.key}';
    update pool set occupied = occupied + 1`);
  expect((await undo(token)).status).toBe(200);
  expect(await stored(run)).toEqual(before);
  expect(await occupied()).toBe(slots);
});

test('what has started since is not taken back, and is named', async () => {
  const run = await failedRun();
  const body = { dag_run_id: run.runId, dry_run: false };
  const { token } = await send('POST', `dags/${run.dagId}/clearTaskInstances`, body);
  await api.database.runScript(
    `update task_instance set state = 'running', attempt_id = gen_random_uuid(), started_at = now() where dag_run_id = '${run.key}' and task_id = 'a'`,
  );
  const { status, answer } = await undo(token);
  expect([status, String(answer['detail'])]).toEqual([409, expect.stringContaining(`a of ${run.runId} (running)`)]);
  expect(await run.taskStates()).toEqual({ a: 'running', b: 'none' });
});

test('a run that was ended goes on, and what was stopped runs again', async () => {
  const run = await storeRun(api, [{ id: 'a' }, { id: 'b' }], {
    state: 'running',
    states: { a: 'running', b: 'success' },
  });
  const { token } = await send('PATCH', pathOf(run), { state: 'failed' });
  expect(await run.runState()).toBe('failed');
  expect((await undo(token)).status).toBe(200);
  expect(await run.runState()).toBe('running');
  expect(await run.taskStates()).toEqual({ a: 'none', b: 'success' });
});

test('it is refused to others, after its time, and without a change', async () => {
  const run = await failedRun();
  const { token } = await send('PATCH', `${pathOf(run)}/taskInstances/a`, { new_state: 'success' });
  expect((await undo(token, { ...adminCaller, name: 'kim' })).status).toBe(404);
  now += 31_000;
  expect((await undo(token)).status).toBe(410);
  expect((await undo('nonsense')).status).toBe(422);
  expect((await undo(crypto.randomUUID())).status).toBe(404);
  const noted = await send('PATCH', `${pathOf(run)}/taskInstances/a`, { note: 'x' });
  const preview = await send('POST', `${pathOf(run)}/clear`, {});
  expect([noted.token, preview.token]).toEqual(['undefined', 'undefined']);
});

test('it needs the rights of the change still, for every DAG that is meant', async () => {
  const [own, foreign] = [await failedRun(), await failedRun()];
  const editor = { ...callerOf(own.dagId, ['can_edit', 'DAGs'], ['can_edit', 'DAG Runs']), name: adminCaller.name };
  const pause = { kind: 'pause', wasPaused: true } as const;
  const offerOf = (dagIds: readonly string[], dagId: string | null = null) =>
    offerUndo(
      api.database,
      { ...pause, dagIds: dagIds as readonly DagId[] },
      {
        owner: adminCaller,
        event: 'patch_dags',
        dagId: dagId as DagId | null,
        now,
      },
    );
  expect((await undo(await offerOf([own.dagId, foreign.dagId]), editor)).status).toBe(403);
  expect((await undo(await offerOf([own.dagId, foreign.dagId], own.dagId), editor)).status).toBe(403);
  expect((await undo(await offerOf([own.dagId]), editor)).status).toBe(200);
  const ended = await send('PATCH', pathOf(own), { state: 'success' });
  expect((await undo(ended.token, editor)).status).toBe(200);
  const cleared = await send('POST', `${pathOf(own)}/clear`, { dry_run: false });
  expect((await undo(cleared.token, editor)).status).toBe(403);
  expect((await undo(cleared.token)).status).toBe(200);
});

test('it is refused to another user who was given the name', async () => {
  const run = await failedRun();
  const user = (): Caller => ({ ...adminCaller, name: 'kim', userId: crypto.randomUUID() as UserId });
  const kim = user();
  const { token } = await send('PATCH', `${pathOf(run)}/taskInstances/a`, { new_state: 'success' }, kim);
  expect((await undo(token, user())).status).toBe(404);
  expect((await undo(token, { ...kim, userId: null })).status).toBe(404);
  expect((await undo(token, kim)).status).toBe(200);
});

test('pausing and editing a variable are taken back, unless somebody changed them since', async () => {
  const { dagId } = await failedRun();
  const paused = async () => {
    const [row] = await api.database.query({ name: '', text: 'select is_paused from dag where dag_id = $1' }, [dagId]);
    return row;
  };
  const first = await send('PATCH', `dags/${dagId}`, { is_paused: true });
  expect((await undo(first.token)).answer).toEqual({ event: 'patch_dag', restored: 1 });
  expect(await paused()).toEqual({ is_paused: false });
  const second = await send('PATCH', `dags/${dagId}`, { is_paused: true });
  await send('PATCH', `dags/${dagId}`, { is_paused: false });
  expect((await undo(second.token)).status).toBe(409);
  expect((await send('PATCH', `dags/${dagId}`, { is_paused: false })).token).toBe('undefined');

  const value = async () =>
    (await api.app.inject({ url: '/api/v2/variables/region', headers: api.headersOf(adminCaller) })).json().value;
  await send('POST', 'variables', { key: 'region', value: 'eu' });
  const edit = await send('PATCH', 'variables/region', { key: 'region', value: 'us' });
  expect((await undo(edit.token)).answer).toEqual({ event: 'patch_variable', restored: 1 });
  expect(await value()).toBe('eu');
  const again = await send('PATCH', 'variables/region', { key: 'region', value: 'us' });
  await send('PATCH', 'variables/region', { key: 'region', value: 'asia' });
  expect((await undo(again.token)).status).toBe(409);
  expect(await value()).toBe('asia');
});
