import {
  type ApiError,
  bulkTaskInstances,
  deleteTaskInstance,
  getExternalLogUrl,
  getExtraLinks,
  getHitlDetail,
  getHitlDetails,
  getMappedTaskInstance,
  getMappedTaskInstances,
  getTaskInstance,
  getTaskInstanceDependencies,
  getTaskInstances,
  getTaskInstancesBatch,
  getTaskInstanceTries,
  getTaskInstanceTry,
  getTaskStateStore,
  listTaskStateStore,
  patchMappedTaskInstance,
  patchTaskGroupInstances,
  patchTaskGroupInstancesDryRun,
  patchTaskInstance,
  patchTaskInstanceDryRun,
  postClearTaskInstances,
  TASK_INSTANCE_ORDER_NAMES,
} from '@tradewind/contract';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { addRun, type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { createTestApi, type TestApi } from '../../fixtures/test-api.ts';
import { anonymous, type Caller } from '../../identity/caller.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    explain: async () => ({
      state: 'none',
      verdict: 'It waits.',
      gates: [
        { id: 'dag', layer: 'dag', status: 'pass', sentence: 'ok', evidence: {}, sinceAt: null, fix: null },
        {
          id: 'trigger_rule',
          layer: 'dependencies',
          status: 'block',
          sentence: 'a runs',
          evidence: {},
          sinceAt: null,
          fix: null,
        },
      ],
    }),
  });
});
afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

/** `a → b → c`, and `d` in the group `g` beside them; the run failed at `b`. */
function failedRun(): Promise<StoredRun> {
  const tasks = [
    { id: 'a', displayName: 'First' },
    { id: 'b', after: ['a'], operator: 'bash', queue: 'big' },
    { id: 'c', after: ['b'] },
    { id: 'g.d', groupId: 'g' as never },
  ];
  const group = { groupId: 'g' as never, parentId: null, displayName: null, tooltip: null };
  return storeRun(api, tasks, {
    dag: { groups: [group] },
    state: 'failed',
    logicalDate: '2026-03-02T00:00:00Z',
    states: { a: 'success', b: 'failed', c: 'upstream_failed', 'g.d': 'skipped' },
  });
}

const taskOf = (run: StoredRun, task_id: string) => ({ params: { ...run.params, task_id } });

describe('reading', () => {
  test('one task instance says what is known of it', async () => {
    const run = await failedRun();
    const one = await api.admin.call(getTaskInstance, taskOf(run, 'a'));
    expect(one).toMatchObject({
      task_id: 'a',
      task_display_name: 'First',
      map_index: -1,
      state: 'success',
      duration: expect.closeTo(10, 0),
      hostname: 'host',
      pid: 42,
      pool: 'default_pool',
      executor_config: '{}',
      rendered_fields: {},
      dag_version: { version_number: 1 },
      can: { edit: true, read_logs: true },
    });
    const mapped = await api.admin.call(getMappedTaskInstance, {
      params: { ...taskOf(run, 'a').params, map_index: -1 },
    });
    expect(mapped).toEqual(one);
    const untried = await api.admin.call(getTaskInstance, taskOf(run, 'c'));
    expect(untried.id).toBe((await api.admin.call(getTaskInstance, taskOf(run, 'c'))).id);
    expect(untried.id).toMatch(/^[0-9a-f-]{14}5/);
    const missing = { params: { ...taskOf(run, 'a').params, map_index: 3 } };
    expect(await refusal(api.admin.call(getMappedTaskInstance, missing))).toMatchObject({ status: 404 });
    expect(await refusal(api.admin.call(getTaskInstance, taskOf(run, 'nothing')))).toMatchObject({ status: 404 });
    const words = { params: { ...taskOf(run, 'a').params, map_index: 'x' as never } };
    expect(await refusal(api.admin.call(getMappedTaskInstance, words))).toMatchObject({
      status: 422,
      message: expect.stringContaining('path.map_index'),
    });
  });

  test('lists filter by each attribute', async () => {
    const run = await failedRun();
    const ids = async (query: object, path: { dag_id: string; dag_run_id: string } = run.params) =>
      (await api.admin.call(getTaskInstances, { params: path, query })).task_instances.map((one) => one.task_id);
    expect(await ids({})).toEqual(['a', 'b', 'c', 'g.d']);
    expect(await ids({ state: ['failed', 'upstream_failed'] })).toEqual(['b', 'c']);
    expect(await ids({ state: ['null'] })).toEqual([]);
    expect(await ids({ task_id: 'b' })).toEqual(['b']);
    expect(await ids({ task_group_id: 'g' })).toEqual(['g.d']);
    expect(await ids({ task_display_name_pattern: 'B|C' })).toEqual(['b', 'c']);
    expect(await ids({ task_display_name_prefix_pattern: 'g.' })).toEqual(['g.d']);
    expect(await ids({ operator: ['bash'] })).toEqual(['b']);
    expect(await ids({ operator_name_pattern: 'BAS' })).toEqual(['b']);
    expect(await ids({ operator_name_prefix_pattern: 'ba' })).toEqual(['b']);
    expect(await ids({ queue: ['big'], pool: ['default_pool'] })).toEqual(['b']);
    expect(await ids({ queue_name_pattern: 'ig', pool_name_prefix_pattern: 'default' })).toEqual(['b']);
    expect(await ids({ queue_name_prefix_pattern: 'b', pool_name_pattern: 'POOL' })).toEqual(['b']);
    expect(await ids({ executor: ['celery'] })).toEqual([]);
    expect(await ids({ try_number: [1] })).toEqual(['a', 'b', 'g.d']);
    expect(await ids({ map_index: [-1], version_number: [1] })).toHaveLength(4);
    expect(await ids({ version_number: [2] })).toEqual([]);
    expect(await ids({ rendered_map_index_pattern: 'x' })).toEqual([]);
    expect(await ids({ duration_gt: 5 })).toEqual(['a', 'b']);
    expect(await ids({ start_date_gte: '2000-01-01', end_date_gte: '2000-01-01' })).toEqual(['a', 'b']);
    expect(await ids({ updated_at_lt: '2000-01-01' })).toEqual([]);
    expect(await ids({ logical_date_gte: '2026-03-02T00:00:00Z', run_after_gte: '2000-01-01' })).toHaveLength(4);
    expect(await ids({ logical_date_gt: '2026-03-02T00:00:00Z' })).toEqual([]);
    expect(await ids({ dag_id_pattern: 'x' })).toEqual([]);
    expect(await ids({ run_id_prefix_pattern: 'run_', dag_id_prefix_pattern: 'dag_' })).toHaveLength(4);
    expect(await ids({ limit: 2, offset: 1, order_by: ['-task_id'] })).toEqual(['c', 'b']);
    const all = { dag_id: '~', dag_run_id: run.runId };
    expect(await ids({ run_id_pattern: run.runId }, all)).toHaveLength(4);
    expect(await ids({}, { dag_id: run.dagId, dag_run_id: '~' })).toHaveLength(4);
  });

  test('lists take each order by pages of a cursor', async () => {
    const first = await failedRun();
    await addRun(api, { ...first, states: { a: 'running' }, logicalDate: '2026-03-05T00:00:00Z' });
    const read = (query: object) =>
      api.admin.call(getTaskInstances, { params: { dag_id: first.dagId, dag_run_id: '~' }, query });
    for (const order of TASK_INSTANCE_ORDER_NAMES.flatMap((name) => [name, `-${name}`])) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; ) {
        const page: Awaited<ReturnType<typeof read>> = await read({ limit: 3, order_by: [order], cursor });
        seen.push(...page.task_instances.map((one) => `${one.dag_run_id} ${one.task_id}`));
        cursor = page.next_cursor;
      }
      expect(new Set(seen).size, order).toBe(8);
      expect(seen, order).toHaveLength(8);
    }
  });

  test('lists refuse what is wrong', async () => {
    const run = await failedRun();
    const call = (query: object, path: object = {}) =>
      refusal(api.admin.call(getTaskInstances, { params: { ...run.params, ...path }, query }));
    expect(await call({ order_by: ['colour'] })).toMatchObject({ status: 400 });
    expect(await call({ state: ['lost'] })).toMatchObject({ status: 422 });
    expect(await call({ try_number: ['x'] })).toMatchObject({
      status: 422,
      message: expect.stringContaining('try_number'),
    });
    expect(await call({ task_group_id: 'nothing' })).toMatchObject({ status: 404 });
    expect(await call({ task_group_id: 'g' }, { dag_id: '~', dag_run_id: '~' })).toMatchObject({ status: 400 });
    expect(await call({}, { dag_run_id: 'nowhere' })).toMatchObject({ status: 404 });
    expect(await call({}, { dag_id: 'nowhere', dag_run_id: '~' })).toMatchObject({ status: 404 });
  });

  test('lists by a body take the same filters', async () => {
    const run = await failedRun();
    const everywhere = { dag_id: '~', dag_run_id: '~' };
    const ids = async (body: object, params = everywhere) =>
      (await api.admin.call(getTaskInstancesBatch, { params, body })).task_instances.map((one) => one.task_id);
    const dag_ids = [run.dagId];
    expect(await ids({ dag_ids, state: ['success', null], order_by: 'task_id' })).toEqual(['a']);
    expect(
      await ids({ dag_ids, task_ids: ['c'], dag_run_ids: [run.runId], pool: ['default_pool'], queue: null }),
    ).toEqual(['c']);
    expect(await ids({ dag_ids, page_limit: 1, page_offset: 3 })).toEqual(['g.d']);
    expect(await refusal(ids({}, run.params))).toMatchObject({ status: 422 });
    expect(await refusal(ids({ state: ['lost'] }))).toMatchObject({ status: 422 });
  });

  test('somebody with rights for one DAG sees its task instances only', async () => {
    const run = await failedRun();
    const keys = new Set(['can_read:DAGs', 'can_read:Task Instances'] as const);
    const caller: Caller = {
      ...anonymous,
      kind: 'person',
      name: 'kim',
      dagPermissions: new Map([[run.dagId as never, keys]]),
    };
    const kim = api.as(caller);
    const { task_instances: rows } = await kim.call(getTaskInstances, { params: { dag_id: '~', dag_run_id: '~' } });
    expect(new Set(rows.map((one) => one.dag_id))).toEqual(new Set([run.dagId]));
    expect(rows[0]?.can).toMatchObject({ edit: false, read_logs: false });
    const mark = kim.call(patchTaskInstance, { ...taskOf(run, 'b'), body: { new_state: 'success' } });
    expect(await refusal(mark)).toMatchObject({ status: 403 });
  });

  test('tries are told with the one in force last', async () => {
    const run = await failedRun();
    await api.database.runScript(`
      insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, started_at, finished_at)
      values (gen_random_uuid(), '${run.key}', 'b', -1, 0, 'failed', now() - interval '1 hour', now())`);
    const tries = await api.admin.call(getTaskInstanceTries, taskOf(run, 'b'));
    expect(tries.task_instances.map((one) => [one.try_number, one.state])).toEqual([
      [0, 'failed'],
      [1, 'failed'],
    ]);
    const one = await api.admin.call(getTaskInstanceTry, {
      params: { ...taskOf(run, 'b').params, task_try_number: 0 },
    });
    expect(one.duration).toBeCloseTo(3600, 0);
    expect((await api.admin.call(getTaskInstanceTries, taskOf(run, 'c'))).task_instances).toMatchObject([
      { try_number: 0, state: 'upstream_failed' },
    ]);
    const missing = { params: { ...taskOf(run, 'b').params, task_try_number: 9 } };
    expect(await refusal(api.admin.call(getTaskInstanceTry, missing))).toMatchObject({ status: 404 });
  });

  test('dependencies are the gates that block', async () => {
    const run = await storeRun(api, [{ id: 'a' }]);
    const { dependencies } = await api.admin.call(getTaskInstanceDependencies, taskOf(run, 'a'));
    expect(dependencies).toEqual([{ name: 'trigger_rule', reason: 'a runs' }]);
    const ended = await failedRun();
    expect(await api.admin.call(getTaskInstanceDependencies, taskOf(ended, 'a'))).toEqual({ dependencies: [] });
  });

  test('what no task has yet is empty or not there', async () => {
    const run = await failedRun();
    const a = taskOf(run, 'a');
    expect(await api.admin.call(getExtraLinks, a)).toEqual({ extra_links: {}, total_entries: 0 });
    expect(await api.admin.call(getHitlDetails, { params: run.params })).toMatchObject({ hitl_details: [] });
    expect(await api.admin.call(listTaskStateStore, a)).toMatchObject({ task_state_store: [], total_entries: 0 });
    expect((await api.admin.call(getMappedTaskInstances, { params: a.params })).total_entries).toBe(1);
    expect(await refusal(api.admin.call(getHitlDetail, { params: { ...a.params, map_index: -1 } }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(api.admin.call(getTaskStateStore, { params: { ...a.params, key: 'k' } }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(api.admin.call(getExternalLogUrl, { params: { ...a.params, try_number: 1 } }))).toMatchObject({
      status: 400,
    });
  });
});

describe('marking', () => {
  test('says beforehand what would change', async () => {
    const run = await failedRun();
    const body = { new_state: 'success' as const, include_downstream: true };
    const preview = await api.admin.call(patchTaskInstanceDryRun, { ...taskOf(run, 'b'), body });
    expect(preview.task_instances.map((one) => [one.task_id, one.state])).toEqual([
      ['b', 'failed'],
      ['c', 'upstream_failed'],
    ]);
    expect(await run.taskStates()).toMatchObject({ b: 'failed' });
  });

  test('clears what failed because of it, and opens the run again', async () => {
    const run = await failedRun();
    const marked = await api.admin.call(patchTaskInstance, {
      ...taskOf(run, 'b'),
      body: { new_state: 'success', note: 'by hand' },
    });
    expect(marked.task_instances).toMatchObject([
      { task_id: 'b', state: 'success', note: 'by hand', reason: { code: 'marked', by: 'admin' } },
    ]);
    expect(await run.taskStates()).toEqual({ a: 'success', b: 'success', c: 'none', 'g.d': 'skipped' });
    expect(await run.runState()).toBe('queued');
    const again = api.admin.call(patchTaskInstance, { ...taskOf(run, 'b'), body: { new_state: 'success' } });
    expect(await refusal(again)).toMatchObject({ status: 409 });
  });

  test('leaves a run alone that has nothing to do afterwards', async () => {
    const run = await failedRun();
    await api.admin.call(patchTaskInstance, { ...taskOf(run, 'c'), body: { new_state: 'skipped' } });
    expect(await run.taskStates()).toMatchObject({ b: 'failed', c: 'skipped' });
    expect(await run.runState()).toBe('failed');
  });

  test('reaches earlier and later runs', async () => {
    const first = await failedRun();
    const states = { a: 'success', b: 'failed', c: 'upstream_failed', 'g.d': 'success' };
    const later = await addRun(api, { ...first, state: 'failed', states, logicalDate: '2026-03-03T00:00:00Z' });
    const earlier = await addRun(api, { ...first, state: 'failed', states, logicalDate: '2026-03-01T00:00:00Z' });
    const body = { new_state: 'success' as const, include_future: true };
    const marked = await api.admin.call(patchTaskInstance, { ...taskOf(first, 'b'), body });
    expect(marked.task_instances.map((one) => one.dag_run_id)).toEqual([first.runId, later.runId]);
    expect(await earlier.taskStates()).toMatchObject({ b: 'failed' });
    const undated = await addRun(api, { ...first, state: 'failed', states });
    expect(await refusal(api.admin.call(patchTaskInstance, { ...taskOf(undated, 'b'), body }))).toMatchObject({
      status: 400,
    });
  });

  test('a group marks all of its tasks', async () => {
    const run = await failedRun();
    const path = { params: { ...run.params, group_id: 'g' } };
    const preview = await api.admin.call(patchTaskGroupInstancesDryRun, { ...path, body: { new_state: 'failed' } });
    expect(preview.total_entries).toBe(1);
    await api.admin.call(patchTaskGroupInstances, { ...path, body: { new_state: 'failed' } });
    expect(await run.taskStates()).toMatchObject({ 'g.d': 'failed' });
    const missing = { params: { ...run.params, group_id: 'nothing' }, body: { new_state: 'failed' as const } };
    expect(await refusal(api.admin.call(patchTaskGroupInstances, missing))).toMatchObject({ status: 404 });
  });

  test('many at once are marked, noted and deleted', async () => {
    const run = await failedRun();
    const body = {
      actions: [
        {
          action: 'update' as const,
          entities: [{ task_id: 'c', new_state: 'success' as const, note: 'n' }],
          update_mask: ['note'],
        },
        { action: 'update' as const, entities: [{ task_id: 'nothing', new_state: 'success' as const }] },
        { action: 'delete' as const, entities: ['a'] },
      ],
    };
    const answer = await api.admin.call(bulkTaskInstances, { params: run.params, body });
    expect(answer.update).toMatchObject({
      success: [`${run.dagId}.${run.runId}.c[-1]`],
      errors: [{ status_code: 404 }],
    });
    expect(answer.delete?.success).toEqual([`${run.dagId}.${run.runId}.a[-1]`]);
    expect(await run.taskStates()).toEqual({ b: 'failed', c: 'upstream_failed', 'g.d': 'skipped' });
    const nameless = { actions: [{ action: 'delete' as const, entities: ['a'] }] };
    const path = { dag_id: '~', dag_run_id: '~' };
    const all = await api.admin.call(bulkTaskInstances, { params: path, body: nameless });
    expect(all.delete?.errors).toMatchObject([{ status_code: 400 }]);
  });

  test('in bulk over many DAGs do not tell what exists in a DAG that the caller may not change', async () => {
    const [own, foreign] = [await failedRun(), await failedRun()];
    const caller = callerOf(own.dagId, ['can_edit', 'DAGs'], ['can_edit', 'Task Instances']);
    const ask = async (action: 'update' | 'delete', { dagId, runId }: typeof own, task_id: string) => {
      const body = { actions: [{ action, entities: [{ dag_id: dagId, dag_run_id: runId, task_id, note: 'x' }] }] };
      const params = { dag_id: '~', dag_run_id: '~' };
      const answer = await api
        .as(caller)
        .call(bulkTaskInstances, { params, body } as Parameters<typeof api.admin.call<typeof bulkTaskInstances>>[1]);
      return answer[action]?.errors[0]?.status_code ?? 'done';
    };
    for (const task of ['b', 'nothing']) {
      expect(await ask('update', foreign, task)).toBe(403);
      expect(await ask('delete', foreign, task)).toBe(403);
    }
    expect(await ask('update', own, 'nothing')).toBe(404);
    expect(await ask('update', own, 'b')).toBe('done');
  });

  test('refuses what is wrong', async () => {
    const run = await failedRun();
    const call = (body: object, task = 'b', query: object = {}) =>
      refusal(api.admin.call(patchTaskInstance, { ...taskOf(run, task), body, query }));
    expect(await call({ new_state: 'running' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('body.new_state'),
    });
    expect(await call({})).toMatchObject({ status: 400 });
    expect(await call({ note: 'x'.repeat(1001) })).toMatchObject({ status: 422 });
    expect(await call({ new_state: 'success' }, 'nothing')).toMatchObject({ status: 404 });
    expect(await call({ new_state: 'success' }, 'b', { map_index: 4 })).toMatchObject({ status: 404 });
    const indexed = { params: { ...taskOf(run, 'b').params, map_index: -1 } };
    await api.admin.call(patchMappedTaskInstance, {
      ...indexed,
      query: { dry_run: true },
      body: { new_state: 'success' },
    });
    expect(await run.taskStates()).toMatchObject({ b: 'failed' });
  });

  test('deleting refuses what is under way', async () => {
    const run = await storeRun(api, [{ id: 'a' }, { id: 'b' }], {
      state: 'running',
      states: { a: 'running', b: 'success' },
    });
    for (const task of ['a', 'b'])
      expect(await refusal(api.admin.call(deleteTaskInstance, taskOf(run, task)))).toMatchObject({ status: 409 });
    const ended = await failedRun();
    await api.admin.call(deleteTaskInstance, taskOf(ended, 'a'));
    expect(Object.keys(await ended.taskStates())).toEqual(['b', 'c', 'g.d']);
  });
});

describe('clearing', () => {
  const cleared = async (run: StoredRun, body: object) => {
    const answer = await api.admin.call(postClearTaskInstances, { params: { dag_id: run.dagId }, body });
    return answer.task_instances.map((one) => `${one.dag_run_id} ${one.task_id} ${one.state}`);
  };

  test('is a dry run of what failed unless something else is said', async () => {
    const run = await failedRun();
    expect(await cleared(run, {})).toEqual([`${run.runId} b failed`, `${run.runId} c upstream_failed`]);
    expect(await run.runState()).toBe('failed');
    expect(await cleared(run, { dry_run: false })).toEqual([`${run.runId} b null`, `${run.runId} c null`]);
    expect(await run.runState()).toBe('queued');
  });

  test('takes tasks, map indexes, relatives and other runs', async () => {
    const run = await failedRun();
    const id = run.runId;
    const base = { dag_run_id: id, only_failed: false };
    expect(await cleared(run, { ...base, task_ids: ['a'] })).toEqual([`${id} a success`]);
    expect(await cleared(run, { ...base, task_ids: [['a', -1]] })).toEqual([`${id} a success`]);
    expect(await cleared(run, { ...base, task_ids: [['a', 3]] })).toEqual([]);
    expect(await cleared(run, { ...base, task_ids: ['a'], include_downstream: true })).toHaveLength(3);
    expect(await cleared(run, { ...base, task_ids: ['c'], include_upstream: true })).toHaveLength(3);
    expect(await cleared(run, { ...base, only_running: true })).toEqual([]);
    const later = await addRun(api, {
      ...run,
      state: 'failed',
      states: { b: 'failed' },
      logicalDate: '2026-03-04T00:00:00Z',
    });
    expect(await cleared(run, { dag_run_id: id, task_ids: ['b'], include_future: true })).toHaveLength(2);
    expect(await cleared(run, { dag_run_id: id, task_ids: ['b'], include_past: true })).toHaveLength(1);
    expect(await cleared(run, { start_date: '2026-03-03', end_date: '2026-03-05' })).toEqual([
      `${later.runId} b failed`,
    ]);
    expect(
      await cleared(run, { ...base, task_ids: ['b'], dry_run: false, reset_dag_runs: false, note: 'why' }),
    ).toEqual([`${id} b null`]);
    expect(await run.runState()).toBe('failed');
    expect((await api.admin.call(getTaskInstance, taskOf(run, 'b'))).note).toBe('why');
  });

  test('moves to the version in force where asked for', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'failed', states: { a: 'failed' } });
    await storeDag(api.database, makeDag(run.dagId, [{ id: 'a' }, { id: 'b', after: ['a'] }]));
    await cleared(run, { dry_run: false, run_on_latest_version: true });
    expect(await run.taskStates()).toEqual({ a: 'none', b: 'none' });
    expect((await api.admin.call(getTaskInstance, taskOf(run, 'a'))).dag_version?.version_number).toBe(2);
  });

  test('refuses what is wrong', async () => {
    const run = await storeRun(api, [{ id: 'a' }], { state: 'running', states: { a: 'running' } });
    const call = (body: object, dag_id = run.dagId) =>
      refusal(api.admin.call(postClearTaskInstances, { params: { dag_id }, body }));
    expect(await call({ prevent_running_task: true, only_failed: false })).toMatchObject({ status: 409 });
    expect(await call({ task_ids: ['nothing'] })).toMatchObject({ status: 404 });
    expect(await call({ dag_run_id: 'nowhere' })).toMatchObject({ status: 404 });
    expect(await call({ dag_run_id: run.runId, include_past: true })).toMatchObject({ status: 400 });
    expect(await call({ start_date: '2026-02-01', end_date: '2026-01-01' })).toMatchObject({ status: 422 });
    expect(await call({ task_ids: [['a']] })).toMatchObject({ status: 422 });
    expect(await call({ colour: 1 })).toMatchObject({ status: 422 });
    expect(await call({}, 'nowhere')).toMatchObject({ status: 404 });
  });
});
