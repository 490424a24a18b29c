import {
  type ApiError,
  diffDagRun,
  explainDagRun,
  explainTaskInstance,
  forecastDagRun,
  readImpact,
  search,
} from '@tradewind/contract';
import type { DagId, RunId } from '@tradewind/model';
import type { DagRunRow } from '@tradewind/store';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareRuns } from '../answers/compare-runs.ts';
import { callerOf } from '../fixtures/dag-caller.ts';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';
import type { PermissionKey } from '../identity/caller.ts';
import { dagOperations } from '../operations/index.ts';
import type { TaskInstanceTarget } from '../ports.ts';

let api: TestApi;
const explained: TaskInstanceTarget[] = [];

beforeAll(async () => {
  api = await createTestApi({
    async explain(target) {
      explained.push(target);
      const gate = {
        id: 'pool',
        layer: 'slots',
        status: 'block',
        sentence: 'Full.',
        evidence: {},
        sinceAt: 0,
        fix: null,
      } as const;
      return target.taskId === 'nobody' ? null : { state: 'none', verdict: 'Waits.', gates: [gate] };
    },
  });
  await storeDag(
    api.database,
    makeDag('sales', [{ id: 'extract' }, { id: 'load', after: ['extract'] }, { id: 'report', after: ['load'] }]),
  );
  for (const [day, runId] of [
    [1, 'good'],
    [2, 'bad'],
    [3, 'open'],
  ] as const)
    await createRun(day, runId);
  await api.database.runScript(`
    update task_instance i set state = 'success', try_number = 1, attempt_id = gen_random_uuid(), queued_at = now() - interval '11 s',
      started_at = now() - interval '10 s', finished_at = now(), worker = '1@alpha' from dag_run r where r.id = i.dag_run_id and r.run_id <> 'open';
    update task_instance i set state = 'failed', try_number = 2, worker = '2@beta' from dag_run r
      where r.id = i.dag_run_id and r.run_id = 'bad' and i.task_id = 'load';
    insert into xcom (dag_run_id, task_id, map_index, key, value) select id, 'extract', -1, 'return_value',
      case run_id when 'good' then '[1,2,3,4,5,6,7,8]' else '[]' end from dag_run where run_id in ('good', 'bad');
    update dag_run set state = 'success', started_at = now(), finished_at = now() - interval '1 h' where run_id = 'good';
    update dag_run set state = 'failed', started_at = now(), finished_at = now(), conf = '{"region":"eu"}' where run_id = 'bad';
    insert into audit_event (happened_at, event, owner, via, extra) values (now() - interval '30 min', 'patch_variable', 'ann', 'ui', 'limit')`);
});

afterAll(() => api.close());

async function createRun(day: number, runId: string): Promise<void> {
  const now = (): number => Date.UTC(2026, 0, day);
  const context = { database: api.database, now, triggeredBy: 'rest_api', user: null } as const;
  await dagOperations(context).trigger({ dagId: 'sales' as DagId, runId: runId as RunId, conf: {}, note: null });
}

async function statusOf(call: Promise<unknown>): Promise<number> {
  return ((await call.catch((error: unknown) => error)) as ApiError).status;
}

const params = (dag_run_id: string): { dag_id: string; dag_run_id: string } => ({ dag_id: 'sales', dag_run_id });

describe('why', () => {
  test('is answered for a task instance with its gates', async () => {
    const answer = await api.admin.call(explainTaskInstance, { params: { ...params('open'), task_id: 'load' } });
    expect(answer).toMatchObject({ verdict: 'Waits.', gates: [{ id: 'pool', since: '1970-01-01T00:00:00.000Z' }] });
    expect(
      await statusOf(api.admin.call(explainTaskInstance, { params: { ...params('open'), task_id: 'nobody' } })),
    ).toBe(404);
  });

  test('of a run is that of its first task that has not finished, or else that failed', async () => {
    expect(await api.admin.call(explainDagRun, { params: params('open') })).toMatchObject({ task_id: 'extract' });
    expect(await api.admin.call(explainDagRun, { params: params('bad') })).toMatchObject({
      task_id: 'load',
      state: 'failed',
    });
    expect(await api.admin.call(explainDagRun, { params: params('good') })).toMatchObject({
      state: 'success',
      gates: [],
    });
  });
});

test('what comes next rests on the runs before', async () => {
  const { tasks, expected_end: end } = await api.admin.call(forecastDagRun, { params: params('open') });
  expect(tasks.map(({ task_id: taskId, samples }) => [taskId, samples])).toEqual([
    ['extract', 2],
    ['load', 1],
    ['report', 2],
  ]);
  expect(Date.parse(end!) - Date.parse(tasks[0]!.expected_start)).toBeGreaterThan(29_000);
  expect(await statusOf(api.admin.call(forecastDagRun, { params: params('no such') }))).toBe(404);
});

test('the impact of a task is what comes after it', async () => {
  const impact = await api.admin.call(readImpact, { params: params('bad'), query: { task_id: ['load'] } });
  expect(impact.tasks.map(({ task_id: taskId, is_direct: isDirect }) => [taskId, isDirect])).toEqual([
    ['load', true],
    ['report', false],
  ]);
  expect(impact.expected_seconds).toBeCloseTo(20, 0);
  expect(await statusOf(api.admin.call(readImpact, { params: params('bad'), query: { task_id: ['nobody'] } }))).toBe(
    404,
  );
});

test('what changed since the last success is listed by suspicion, and what did not is named', async () => {
  const diff = await api.admin.call(diffDagRun, { params: params('bad') });
  expect(diff.against).toBe('good');
  const found = diff.differences.map(({ kind, task_id: taskId }) => [kind, taskId]);
  expect(found[0]).toEqual(['state', 'load']);
  expect(found).toEqual(
    expect.arrayContaining([
      ['conf', null],
      ['value', 'extract'],
      ['outside', null],
      ['place', 'load'],
    ]),
  );
  expect(diff.unchanged).toEqual(expect.arrayContaining(['code', 'durations']));
  const ofExtract = await api.admin.call(diffDagRun, { params: params('bad'), query: { task_id: 'extract' } });
  expect(ofExtract.differences.map(({ task_id: taskId }) => taskId)).not.toContain('load');
  expect(await statusOf(api.admin.call(diffDagRun, { params: params('good') }))).toBe(404);
});

describe('of what changed somebody is told only what they may read', () => {
  const diffFor = async (...permissions: readonly PermissionKey[]) => {
    const reader = { ...callerOf('sales'), permissions: new Set(permissions) };
    const { differences, unchanged } = await api.as(reader).call(diffDagRun, { params: params('bad') });
    const of = (kind: string) => differences.filter((one) => one.kind === kind);
    return { of, unchanged };
  };

  test('values and templates only differ, and nothing is said of variables and connections', async () => {
    const { of, unchanged } = await diffFor();
    expect(of('value')).toMatchObject([{ sentence: 'extract left another return_value.', before: null, after: null }]);
    expect(of('outside')).toEqual([]);
    expect(unchanged.filter((name) => /variables|connections/.test(name))).toEqual([]);
  });

  test('values are shown with XComs', async () => {
    const { of } = await diffFor('can_read:XComs');
    expect(of('value')).toMatchObject([{ sentence: expect.stringContaining('characters'), after: '[]' }]);
  });

  test('variables are told with Variables, and who changed them with Audit Logs', async () => {
    const { of, unchanged } = await diffFor('can_read:Variables');
    expect(of('outside')).toMatchObject([{ sentence: expect.stringMatching(/^Somebody changed "limit"/) }]);
    expect(unchanged).not.toContain('variables and connections');
    const audited = await diffFor('can_read:Variables', 'can_read:Audit Logs');
    expect(audited.of('outside')).toMatchObject([{ sentence: expect.stringMatching(/^ann changed "limit"/) }]);
    const others = await diffFor('can_read:Connections', 'can_read:Audit Logs');
    expect(others.of('outside')).toEqual([]);
    expect(others.unchanged).toContain('connections');
  });

  test('templates, and who has access, are shown with DAG Code', () => {
    const loaded = (command: string) => ({
      run: { conf: {} } as DagRunRow,
      dag: makeDag('d', [{ id: 'a', templates: { command } }], { access: { [command]: {} } }),
      instances: [],
      values: [],
    });
    const compare = (code: boolean) =>
      compareRuns({
        before: loaded('old'),
        after: loaded('new'),
        outside: [],
        shown: { values: true, code, outside: [] },
        taskIds: null,
      }).differences;
    const sentences = ['Task a has another templates.', 'The DAG has another access.'];
    const told = (code: boolean) => compare(code).map(({ sentence, before, after }) => [sentence, before, after]);
    expect(told(true)).toEqual([
      [sentences[0], { command: 'old' }, { command: 'new' }],
      [sentences[1], { old: {} }, { new: {} }],
    ]);
    expect(told(false)).toEqual(sentences.map((sentence) => [sentence, null, null]));
  });
});

describe('search', () => {
  test('finds names of every kind, the nearest first', async () => {
    const { results } = await api.admin.call(search, { query: { q: 'lo' } });
    expect(results).toEqual([{ kind: 'task', name: 'load', dag_id: 'sales', detail: expect.any(String) }]);
    expect((await api.admin.call(search, { query: { q: 'sales' } })).results[0]).toMatchObject({
      kind: 'dag',
      name: 'sales',
    });
    expect((await api.admin.call(search, { query: { q: 'pool' } })).results).toMatchObject([{ kind: 'pool' }]);
  });

  test('shows nobody what they may not read', async () => {
    const nobody = api.as({ ...adminCaller, permissions: new Set() });
    expect((await nobody.call(search, { query: { q: 'a' } })).results).toEqual([]);
  });
});
