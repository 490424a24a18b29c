import {
  type ApiError,
  bulkDagRuns,
  clearDagRun,
  clearDagRunPartitions,
  clearDagRuns,
  deleteDagRun,
  getDagRun,
  getDagRuns,
  getDagRunsBatch,
  getUpstreamAssetEvents,
  patchDagRun,
  triggerDagRun,
} from '@tradewind/contract';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { addRun, storeRun } from '../../fixtures/stored-run.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';
import { anonymous, type Caller } from '../../identity/caller.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

const params = { type: 'object', required: ['region'], properties: { region: { type: 'string' } } };

describe('triggering', () => {
  test('starts a run with all that it is given', async () => {
    await storeDag(api.database, makeDag('full', [{ id: 'a' }], { displayName: 'Full', params }));
    const body = {
      dag_run_id: 'mine',
      logical_date: '2026-01-01T00:00:00Z',
      data_interval_start: '2025-12-31T00:00:00Z',
      data_interval_end: '2026-01-01T00:00:00Z',
      run_after: '2030-01-01T00:00:00Z',
      conf: { region: 'eu' },
      note: 'by hand',
      partition_key: null,
    };
    const run = await api.admin.call(triggerDagRun, { params: { dag_id: 'full' }, body });
    expect(run).toMatchObject({
      dag_run_id: 'mine',
      dag_display_name: 'Full',
      state: 'queued',
      run_type: 'manual',
      triggered_by: 'rest_api',
      triggering_user_name: 'admin',
      logical_date: '2026-01-01T00:00:00.000Z',
      data_interval_start: '2025-12-31T00:00:00.000Z',
      data_interval_end: '2026-01-01T00:00:00.000Z',
      run_after: '2030-01-01T00:00:00.000Z',
      conf: { region: 'eu' },
      note: 'by hand',
      dag_versions: [{ version_number: 1, bundle_name: 'dags' }],
      can: { edit: true, clear: true, delete: true },
    });
    const again = await refusal(api.admin.call(triggerDagRun, { params: { dag_id: 'full' }, body }));
    expect(again).toMatchObject({ status: 409 });
    const [event] = await api.database.query({
      name: '',
      text: `select event, owner, run_id from audit_event where run_id = 'mine'`,
    });
    expect(event).toEqual({ event: 'trigger_dag_run', owner: 'admin', run_id: 'mine' });
  });

  test('gives a run a name and no date when nothing is said', async () => {
    await storeDag(api.database, makeDag('bare', [{ id: 'a' }]));
    const ui = api.as({ ...adminCaller, via: 'ui' });
    const run = await ui.call(triggerDagRun, { params: { dag_id: 'bare' }, body: {} });
    expect(run).toMatchObject({ logical_date: null, data_interval_start: null, triggered_by: 'ui' });
    expect(run.dag_run_id).toMatch(/^manual__/);
  });

  test('keeps nothing in a dry run', async () => {
    await storeDag(api.database, makeDag('dry', [{ id: 'a' }]));
    const run = await api.admin.call(triggerDagRun, { params: { dag_id: 'dry' }, query: { dry_run: true }, body: {} });
    expect(run.state).toBe('queued');
    expect((await api.admin.call(getDagRuns, { params: { dag_id: 'dry' } })).total_entries).toBe(0);
  });

  test('is refused with what is wrong', async () => {
    await storeDag(api.database, makeDag('strict', [{ id: 'a' }], { params }));
    const call = (body: object, dag = 'strict') =>
      refusal(api.admin.call(triggerDagRun, { params: { dag_id: dag }, body: body as never }));
    expect(await call({ conf: {} })).toMatchObject({ status: 400, message: expect.stringContaining('region') });
    expect(await call({ conf: { region: 5 } })).toMatchObject({
      status: 400,
      message: expect.stringContaining('region'),
    });
    expect(await call({ conf: [] })).toMatchObject({ status: 422 });
    expect(await call({ logical_date: 'soon' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('body.logical_date'),
    });
    expect(await call({ data_interval_start: '2026-01-01' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('data_interval_end'),
    });
    expect(await call({ partition_key: 'a' })).toMatchObject({ status: 422 });
    expect(await call({ dag_run_id: '' })).toMatchObject({ status: 422 });
    expect(await call({ dag_run_id: '~', conf: { region: 'eu' } })).toMatchObject({ status: 422 });
    expect(await call({ colour: 'red' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('body.colour'),
    });
    expect(await call({}, 'nowhere')).toMatchObject({ status: 404 });
  });

  test('is refused for a DAG that is gone or whose file has an import error', async () => {
    await storeDag(api.database, makeDag('gone', [{ id: 'a' }]), { file: 'gone.ts' });
    await api.database.runScript(`update dag set is_active = false where dag_id = 'gone'`);
    const call = () => refusal(api.admin.call(triggerDagRun, { params: { dag_id: 'gone' }, body: {} }));
    expect(await call()).toMatchObject({ status: 400, message: expect.stringContaining('gone.ts') });
    await api.database.runScript(
      `insert into import_error (bundle_name, file, code, message) values ('dags', 'gone.ts', 'X', 'broken')`,
    );
    expect(await call()).toMatchObject({ status: 400, message: expect.stringContaining('import errors') });
  });
});

describe('listing', () => {
  test('filters by each attribute', async () => {
    const first = await storeRun(api, [{ id: 'a' }], { state: 'success', logicalDate: '2026-03-01T00:00:00Z' });
    const second = await addRun(api, { ...first, state: 'running', logicalDate: '2026-03-02T00:00:00Z' });
    const ids = async (query: Record<string, unknown>, dag_id: string = first.dagId) =>
      (await api.admin.call(getDagRuns, { params: { dag_id }, query: query as never })).dag_runs.map(
        (run) => run.dag_run_id,
      );
    expect(await ids({})).toEqual([first.runId, second.runId]);
    expect(await ids({ order_by: ['-logical_date'] })).toEqual([second.runId, first.runId]);
    expect(await ids({ state: ['success'] })).toEqual([first.runId]);
    expect(await ids({ state: ['success', 'running'], run_type: ['manual'] })).toHaveLength(2);
    expect(await ids({ run_type: ['scheduled'] })).toEqual([]);
    expect(await ids({ logical_date_gt: '2026-03-01T00:00:00Z' })).toEqual([second.runId]);
    expect(await ids({ logical_date_lte: '2026-03-01T00:00:00+00:00' })).toEqual([first.runId]);
    expect(await ids({ duration_gte: 5 })).toEqual([first.runId]);
    expect(await ids({ end_date_lt: '2000-01-01' })).toEqual([]);
    expect(await ids({ updated_at_gte: '2000-01-01' })).toHaveLength(2);
    expect(await ids({ start_date_gte: '2000-01-01', run_after_gte: '2000-01-01' })).toHaveLength(2);
    expect(await ids({ dag_version: [1] })).toHaveLength(2);
    expect(await ids({ dag_version: [7] })).toEqual([]);
    expect(await ids({ bundle_version: 'b'.repeat(64) })).toHaveLength(2);
    expect(await ids({ bundle_version: 'c' })).toEqual([]);
    expect(await ids({ run_id_pattern: first.runId.toUpperCase() })).toContain(first.runId);
    expect(await ids({ run_id_prefix_pattern: 'un_' })).toEqual([]);
    expect(await ids({ triggering_user_name_pattern: 'ADM' })).toHaveLength(2);
    expect(await ids({ triggering_user_name_prefix_pattern: 'x' })).toEqual([]);
    expect(await ids({ dag_id_pattern: first.dagId }, '~')).toEqual(expect.arrayContaining([first.runId]));
    expect(await ids({ dag_id_prefix_pattern: 'nothing' }, '~')).toEqual([]);
    expect(await ids({ conf_contains: '"nothing"' })).toEqual([]);
    expect(await ids({ partition_key_pattern: 'a' })).toEqual([]);
    expect(await ids({ partition_key_pattern: '~' })).toHaveLength(2);
    expect(await ids({ consuming_asset_pattern: 'a' })).toEqual([]);
    expect(await ids({ limit: 1, offset: 1 })).toEqual([second.runId]);
  });

  test('takes each order, forwards and backwards, by pages of a cursor', async () => {
    const first = await storeRun(api, [{ id: 'a' }], { state: 'success', logicalDate: '2026-03-01T00:00:00Z' });
    for (const state of ['running', 'queued', 'failed', 'success'] as const) await addRun(api, { ...first, state });
    const names = [
      'id',
      'state',
      'dag_id',
      'run_id',
      'dag_run_id',
      'logical_date',
      'run_after',
      'start_date',
      'end_date',
      'updated_at',
      'duration',
      'conf',
      'partition_date',
    ];
    for (const order of names.flatMap((name) => [name, `-${name}`])) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; ) {
        const query = { limit: 2, order_by: [order], cursor };
        const page: Awaited<ReturnType<typeof read>> = await read(query);
        seen.push(...page.dag_runs.map((run) => run.dag_run_id));
        cursor = page.next_cursor;
      }
      expect(new Set(seen).size, order).toBe(5);
      expect(seen, order).toHaveLength(5);
    }
    function read(query: object) {
      return api.admin.call(getDagRuns, { params: { dag_id: first.dagId }, query });
    }
  });

  test('is refused with what is wrong', async () => {
    const call = (query: object, dag_id = '~') => refusal(api.admin.call(getDagRuns, { params: { dag_id }, query }));
    expect(await call({ order_by: ['colour'] })).toMatchObject({
      status: 400,
      message: expect.stringContaining('run_after'),
    });
    expect(await call({ state: ['lost'] })).toMatchObject({
      status: 422,
      message: expect.stringContaining('query.state'),
    });
    expect(await call({ limit: -1 })).toMatchObject({ status: 422 });
    expect(await call({ start_date_gte: 'yesterday' })).toMatchObject({ status: 422 });
    expect(await call({}, 'nowhere')).toMatchObject({ status: 404 });
  });

  test('shows only what somebody may see', async () => {
    const mine = await storeRun(api, [{ id: 'a' }]);
    const other = await storeRun(api, [{ id: 'a' }]);
    const caller: Caller = {
      ...anonymous,
      kind: 'person',
      name: 'kim',
      dagPermissions: new Map([[mine.dagId as never, new Set(['can_read:DAGs', 'can_read:DAG Runs'] as const)]]),
    };
    const kim = api.as(caller);
    const { dag_runs: runs } = await kim.call(getDagRuns, { params: { dag_id: '~' } });
    expect(runs.map((run) => [run.dag_id, run.can?.['edit']])).toEqual([[mine.dagId, false]]);
    expect(
      (await kim.call(getDagRunsBatch, { params: { dag_id: '~' }, body: { dag_ids: [other.dagId] } })).dag_runs,
    ).toEqual([]);
    expect(await refusal(kim.call(getDagRun, { params: other.params }))).toMatchObject({ status: 403 });
    expect(await refusal(kim.call(patchDagRun, { params: mine.params, body: { state: 'failed' } }))).toMatchObject({
      status: 403,
    });
    expect(await refusal(api.as(anonymous).call(getDagRuns, { params: { dag_id: '~' } }))).toMatchObject({
      status: 401,
    });
  });

  test('by a body takes the same filters', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'failed' });
    const list = async (body: object, dag_id = '~') =>
      (await api.admin.call(getDagRunsBatch, { params: { dag_id }, body })).dag_runs.map((one) => one.dag_run_id);
    expect(await list({ dag_ids: [run.dagId], states: ['failed', null], order_by: '-run_after' })).toEqual([run.runId]);
    expect(await list({ dag_ids: [run.dagId], states: ['running'], run_after_gte: null })).toEqual([]);
    expect(await list({ dag_ids: ['nowhere'] })).toEqual([]);
    expect(await list({ dag_ids: [run.dagId], page_limit: 1, page_offset: 1 })).toEqual([]);
    expect(await refusal(list({}, run.dagId))).toMatchObject({ status: 422 });
    expect(await refusal(list({ colour: 1 }))).toMatchObject({
      status: 422,
      message: expect.stringContaining('colour'),
    });
  });
});

describe('changing one', () => {
  test('a note is kept, and can be taken away', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'running' });
    const noted = await api.admin.call(patchDagRun, { params: run.params, body: { note: 'look' } });
    expect(noted).toMatchObject({ note: 'look', state: 'running' });
    const body = { note: null, state: 'failed' as const };
    const bare = await api.admin.call(patchDagRun, { params: run.params, query: { update_mask: ['note'] }, body });
    expect(bare).toMatchObject({ note: null, state: 'running' });
  });

  test('marked as failed, what runs fails and the rest is skipped', async () => {
    const run = await storeRun(api, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }], {
      state: 'running',
      states: { a: 'success', b: 'running', c: 'up_for_retry' },
    });
    const marked = await api.admin.call(patchDagRun, { params: run.params, body: { state: 'failed' } });
    expect(marked).toMatchObject({ state: 'failed', reason: { code: 'marked', by: 'admin' } });
    expect(marked.end_date).not.toBeNull();
    expect(await run.taskStates()).toEqual({ a: 'success', b: 'failed', c: 'skipped', d: 'skipped' });
  });

  test('marked as success, all that had not ended is a success, and slots are given back', async () => {
    const before = await occupied();
    const run = await storeRun(api, [{ id: 'a' }, { id: 'b' }, { id: 'c' }], {
      state: 'running',
      states: { a: 'failed', b: 'running' },
    });
    expect(await occupied()).toBe(before + 1);
    await api.admin.call(patchDagRun, { params: run.params, body: { state: 'success' } });
    expect(await run.taskStates()).toEqual({ a: 'failed', b: 'success', c: 'success' });
    expect(await occupied()).toBe(before);
  });

  test('a teardown whose setup has run keeps the run open', async () => {
    const tasks = [
      { id: 's', isSetup: true },
      { id: 'w', after: ['s'], setups: ['s'] as never },
      {
        id: 't',
        after: ['w'],
        isTeardown: true,
        setups: ['s'] as never,
        triggerRule: 'all_done_setup_success' as const,
      },
    ];
    const run = await storeRun(api, tasks, { state: 'running', states: { s: 'success', w: 'running' } });
    await api.admin.call(patchDagRun, { params: run.params, body: { state: 'failed' } });
    expect(await run.taskStates()).toEqual({ s: 'success', w: 'failed', t: 'none' });
    expect(await run.runState()).toBe('running');
    const unstarted = await storeRun(api, tasks, { state: 'queued' });
    await api.admin.call(patchDagRun, { params: unstarted.params, body: { state: 'failed' } });
    expect(await unstarted.runState()).toBe('failed');
  });

  test('queued again, a run that had ended starts over; one under way stays', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'failed', states: { a: 'failed' } });
    const again = await api.admin.call(patchDagRun, { params: run.params, body: { state: 'queued' } });
    expect(again).toMatchObject({ state: 'queued', start_date: null, clear_number: 1 });
    const other = await storeRun(api, [{ id: 'a' }], { state: 'running' });
    expect(await api.admin.call(patchDagRun, { params: other.params, body: { state: 'queued' } })).toMatchObject({
      state: 'running',
    });
  });

  test('is refused with what is wrong', async () => {
    const run = await storeRun(api, [{ id: 'a' }]);
    const call = (body: object) => refusal(api.admin.call(patchDagRun, { params: run.params, body }));
    expect(await call({ state: 'running' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('body.state'),
    });
    expect(await call({ note: 'x'.repeat(1001) })).toMatchObject({ status: 422 });
    expect(await call({})).toMatchObject({ status: 400 });
    const missing = { params: { ...run.params, dag_run_id: 'nowhere' } };
    expect(await refusal(api.admin.call(patchDagRun, { ...missing, body: { note: '' } }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(api.admin.call(getDagRun, missing))).toMatchObject({ status: 404 });
    expect(await refusal(api.admin.call(getUpstreamAssetEvents, missing))).toMatchObject({ status: 404 });
  });

  test('deleted, it is gone with its slots; one that runs stays', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'queued', states: { a: 'queued' } });
    const before = await occupied();
    await api.admin.call(deleteDagRun, { params: run.params });
    expect(await refusal(api.admin.call(getDagRun, { params: run.params }))).toMatchObject({ status: 404 });
    expect(await occupied()).toBe(before - 1);
    const running = await storeRun(api, [{ id: 'a' }], { state: 'running' });
    expect(await refusal(api.admin.call(deleteDagRun, { params: running.params }))).toMatchObject({ status: 409 });
  });
});

async function occupied(): Promise<number> {
  const [row] = await api.database.query<{ occupied: number }>({
    name: '',
    text: `select occupied from pool where name = 'default_pool'`,
  });
  return row!.occupied;
}

test('many runs are marked and deleted at once, each action whole or not at all', async () => {
  const first = await storeRun(api, [{ id: 'a' }], { state: 'running' });
  const second = await addRun(api, { ...first, state: 'running' });
  const body = {
    actions: [
      { action: 'update' as const, entities: [{ dag_run_id: first.runId, state: 'failed' as const }] },
      { action: 'delete' as const, entities: [second.runId] },
      { action: 'create' as const, entities: [{ dag_run_id: 'new' }] },
    ],
  };
  const answer = await api.admin.call(bulkDagRuns, { params: { dag_id: first.dagId }, body });
  expect(answer.update).toEqual({ success: [first.runId], errors: [] });
  expect(answer.delete).toMatchObject({ success: [], errors: [{ status_code: 409 }] });
  expect(answer.create).toMatchObject({ errors: [{ status_code: 405 }] });
  expect(await first.runState()).toBe('failed');
  const removal = {
    actions: [{ action: 'delete' as const, entities: [{ dag_id: first.dagId, dag_run_id: first.runId }] }],
  };
  const all = await api.admin.call(bulkDagRuns, { params: { dag_id: '~' }, body: removal });
  expect(all.delete?.success).toEqual([`${first.dagId}.${first.runId}`]);
});

test('a bulk request over many DAGs does not tell what exists in a DAG that it may not change', async () => {
  const own = await storeRun(api, [{ id: 'a' }], { state: 'failed' });
  const foreign = await storeRun(api, [{ id: 'a' }], { state: 'failed' });
  const caller = callerOf(own.dagId, ['can_edit', 'DAGs'], ['can_edit', 'DAG Runs']);
  const ask = async (action: 'create' | 'update' | 'delete', dag_id: string, dag_run_id: string) => {
    const body = { actions: [{ action, entities: [{ dag_id, dag_run_id, note: 'x' }] }] } as Parameters<
      typeof api.admin.call<typeof bulkDagRuns>
    >[1]['body'];
    const answer = await api.as(caller).call(bulkDagRuns, { params: { dag_id: '~' }, body });
    return answer[action]?.errors[0]?.status_code ?? 'done';
  };
  for (const action of ['create', 'update', 'delete'] as const)
    for (const runId of [foreign.runId, 'nowhere'])
      expect([action, runId, await ask(action, foreign.dagId, runId)]).toEqual([action, runId, 403]);
  expect(await ask('delete', own.dagId, own.runId)).toBe(403);
  expect(await ask('update', own.dagId, 'nowhere')).toBe(404);
  expect(await ask('update', own.dagId, own.runId)).toBe('done');
});

describe('clearing', () => {
  test('a run says first what would be cleared, then clears it', async () => {
    const run = await storeRun(api, [{ id: 'a' }, { id: 'b', after: ['a'] }], {
      state: 'failed',
      states: { a: 'success', b: 'failed' },
    });
    const preview = await api.admin.call(clearDagRun, { params: run.params, body: { only_failed: true } });
    expect(preview).toMatchObject({ total_entries: 1, task_instances: [{ task_id: 'b', state: 'failed' }] });
    expect(await run.taskStates()).toEqual({ a: 'success', b: 'failed' });
    const cleared = await api.admin.call(clearDagRun, { params: run.params, body: { dry_run: false, note: 'again' } });
    expect(cleared).toMatchObject({ state: 'queued', note: 'again', clear_number: 1 });
    expect(await run.taskStates()).toEqual({ a: 'none', b: 'none' });
  });

  test('adds the tasks that the version in force has', async () => {
    const run = await storeRun(api, [{ id: 'a' }, { id: 'old' }], {
      state: 'success',
      states: { a: 'success', old: 'success' },
    });
    await storeDag(api.database, makeDag(run.dagId, [{ id: 'a' }, { id: 'new', after: ['a'] }]));
    const preview = await api.admin.call(clearDagRun, { params: run.params, body: { only_new: true } });
    expect(preview).toMatchObject({ task_instances: [{ task_id: 'new' }] });
    const cleared = await api.admin.call(clearDagRun, { params: run.params, body: { only_new: true, dry_run: false } });
    expect(cleared).toMatchObject({ state: 'queued', dag_versions: [{ version_number: 2 }] });
    expect(await run.taskStates()).toEqual({ a: 'success', new: 'none', old: 'removed' });
  });

  test('several runs answers them all', async () => {
    const first = await storeRun(api, [{ id: 'a' }], { state: 'failed', states: { a: 'failed' } });
    const second = await addRun(api, { ...first, state: 'failed', states: { a: 'failed' } });
    const dag_runs = [{ dag_run_id: first.runId }, { dag_run_id: second.runId }];
    const request = { params: { dag_id: first.dagId }, body: { dag_runs, dry_run: false } };
    expect(await api.admin.call(clearDagRuns, request)).toMatchObject({
      total_entries: 2,
      dag_runs: [{ state: 'queued' }, { state: 'queued' }],
    });
    const call = (body: object) => refusal(api.admin.call(clearDagRuns, { params: { dag_id: first.dagId }, body }));
    expect(await call({})).toMatchObject({ status: 422 });
    expect(await call({ dag_runs: [{ dag_id: 'other', dag_run_id: 'x' }] })).toMatchObject({ status: 400 });
    expect(await call({ dag_runs: [{ dag_run_id: 'nowhere' }] })).toMatchObject({ status: 404 });
    expect(await call({ dag_runs, partition_key: 'p' })).toMatchObject({ status: 422 });
  });

  test('runs that only the body names needs the rights for their DAG, before they are looked up', async () => {
    const own = await storeRun(api, [{ id: 'a' }], { state: 'failed', states: { a: 'failed' } });
    const foreign = await storeRun(api, [{ id: 'a' }], { state: 'failed', states: { a: 'failed' } });
    const edits = (['DAGs', 'DAG Runs', 'Task Instances'] as const).map((resource) => ['can_edit', resource] as const);
    const clear = (caller: Caller, dag_id: string, dag_run_id: string, dry_run = false) =>
      api.as(caller).call(clearDagRuns, {
        params: { dag_id: '~' },
        body: { dag_runs: [{ dag_id, dag_run_id }], dry_run },
      });
    const editor = callerOf(own.dagId, ...edits);
    const refused = {
      status: 403,
      message: expect.stringContaining(`can_edit on DAG Runs of "${foreign.dagId}"`) as string,
    };
    expect(await refusal(clear(editor, foreign.dagId, foreign.runId))).toMatchObject(refused);
    expect(await refusal(clear(editor, foreign.dagId, foreign.runId, true))).toMatchObject(refused);
    expect(await refusal(clear(editor, foreign.dagId, 'nowhere'))).toMatchObject(refused);
    expect(await foreign.taskStates()).toEqual({ a: 'failed' });
    const withoutTasks = callerOf(own.dagId, ['can_edit', 'DAGs'], ['can_edit', 'DAG Runs']);
    const both: Caller = {
      ...withoutTasks,
      dagPermissions: new Map([...withoutTasks.dagPermissions, ...callerOf(foreign.dagId, ...edits).dagPermissions]),
    };
    expect(await refusal(clear(both, own.dagId, own.runId))).toMatchObject({
      status: 403,
      message: expect.stringContaining(`can_edit on Task Instances of "${own.dagId}"`) as string,
    });
    expect(await clear(editor, own.dagId, own.runId)).toMatchObject({ total_entries: 1 });
    expect(await own.taskStates()).toEqual({ a: 'none' });
  });

  test('partitions clears none, since there are none', async () => {
    const { dagId } = await storeRun(api, [{ id: 'a' }]);
    const answer = await api.admin.call(clearDagRunPartitions, { params: { dag_id: dagId }, body: {} });
    expect(answer).toEqual({ dag_runs_cleared: 0, task_instances_cleared: 0, dry_run: true });
  });
});
