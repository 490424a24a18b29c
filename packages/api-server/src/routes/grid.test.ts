import { type ApiError, getGrid, getGridRun } from '@tradewind/contract';
import { type DagVersionId, decodeCell } from '@tradewind/model';
import { makeDag, seedRun, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;
let first: DagVersionId;
let second: DagVersionId;

beforeAll(async () => {
  api = await createTestApi();
  const { database } = api;
  first = await storeDag(database, makeDag('sales', [{ id: 'load' }, { id: 'extract' }]));
  await seedRun(database, {
    dagId: 'sales',
    runId: 'old',
    versionId: first,
    state: 'failed',
    runAfter: '2026-01-01T00:00:00.000001Z',
    tasks: { load: { state: 'failed', tryNumber: 3 }, extract: { state: 'success', note: 'odd' } },
  });
  second = await storeDag(database, makeDag('sales', [{ id: 'extract' }, { id: 'Transform' }, { id: 'load' }]));
  await seedRun(database, {
    dagId: 'sales',
    runId: 'mapped',
    versionId: second,
    runAfter: '2026-01-02T00:00:00Z',
    tasks: {
      extract: 'success',
      Transform: { state: 'none', mapped: ['success', 'failed', 'success'] },
      load: 'none',
      gone: 'removed',
    },
  });
  await seedRun(database, {
    dagId: 'sales',
    runId: 'new',
    versionId: second,
    runAfter: '2026-01-03T00:00:00Z',
    tasks: { extract: 'success', Transform: 'running', load: 'none' },
  });
});

afterAll(() => api.close());

function statesOf(cells: string | undefined): (string | null)[] {
  return [...Buffer.from(cells!, 'base64')].map((byte) => decodeCell(byte).state);
}

async function statusOf(call: Promise<unknown>): Promise<number> {
  return ((await call.catch((error: unknown) => error)) as ApiError).status;
}

test('the grid has a byte for each task of the newest version, newest run first', async () => {
  const grid = await api.admin.call(getGrid, { params: { dag_id: 'sales' } });
  expect(grid).toMatchObject({ dag_id: 'sales', structure: `hash-${second}`, rows: 3, next_before: null });
  expect(grid.runs.map((run) => [run.dag_run_id, run.version_number, ...statesOf(run.cells)])).toEqual([
    ['new', 2, 'success', 'running', 'none'],
    ['mapped', 2, 'success', 'failed', 'none'],
    ['old', 1, 'success', null, 'failed'],
  ]);
});

test('flags say what was retried, noted, and mapped with different states', async () => {
  const { runs } = await api.admin.call(getGrid, { params: { dag_id: 'sales' } });
  const cellOf = (run: number, row: number) => decodeCell(Buffer.from(runs[run]!.cells!, 'base64')[row]!);
  expect(cellOf(1, 1)).toMatchObject({ state: 'failed', isMixed: true, isRetried: false });
  expect(cellOf(2, 0)).toMatchObject({ state: 'success', isNoted: true, isRetried: false });
  expect(cellOf(2, 2)).toMatchObject({ state: 'failed', isNoted: false, isRetried: true });
});

test('the rows are those of the structure that is asked for', async () => {
  const query = { structure: `hash-${first}` };
  const grid = await api.admin.call(getGrid, { params: { dag_id: 'sales' }, query });
  expect(grid.rows).toBe(2);
  expect(grid.runs.map((run) => statesOf(run.cells))).toEqual([
    ['none', 'success'],
    ['none', 'success'],
    ['failed', 'success'],
  ]);
  const unknown = api.admin.call(getGrid, { params: { dag_id: 'sales' }, query: { structure: 'nonsense' } });
  expect(await statusOf(unknown)).toBe(404);
});

test('older runs come page by page, each once', async () => {
  const names: string[] = [];
  let before: string | null = null;
  do {
    const query: { limit: number; before?: string } = { limit: 1, ...(before === null ? {} : { before }) };
    const page: { runs: readonly { dag_run_id: string }[]; next_before: string | null } = await api.admin.call(
      getGrid,
      {
        params: { dag_id: 'sales' },
        query,
      },
    );
    names.push(...page.runs.map((run) => run.dag_run_id));
    before = page.next_before;
  } while (before !== null);
  expect(names).toEqual(['new', 'mapped', 'old']);
  const failed = await api.admin.call(getGrid, { params: { dag_id: 'sales' }, query: { state: ['failed'] } });
  expect(failed.runs.map((run) => run.dag_run_id)).toEqual(['old']);
});

test('the binary answer holds the same', async () => {
  const { rawPayload } = await api.app.inject({
    url: '/api/v2/dags/sales/grid',
    headers: { ...api.headersOf(adminCaller), accept: 'application/octet-stream' },
  });
  const length = rawPayload.readUInt32LE(0);
  const head = JSON.parse(rawPayload.subarray(4, 4 + length).toString()) as { rows: number; runs: readonly unknown[] };
  const grid = await api.admin.call(getGrid, { params: { dag_id: 'sales' } });
  expect(head.runs).toEqual(grid.runs.map(({ cells: _, ...run }) => run));
  const cells = grid.runs.map((run) => Buffer.from(run.cells!, 'base64'));
  expect(rawPayload.subarray(4 + length).equals(Buffer.concat(cells))).toBe(true);
});

test('the details of a run count the instances of a mapped task', async () => {
  const details = await api.admin.call(getGridRun, { params: { dag_id: 'sales', dag_run_id: 'mapped' } });
  expect(details.structure).toBe(`hash-${second}`);
  const byId = new Map(details.tasks.map((task) => [task.task_id, task]));
  expect(byId.get('Transform')).toMatchObject({ row: 1, state: 'failed', instances: { success: 2, failed: 1 } });
  expect(byId.get('extract')).toMatchObject({ row: 0, state: 'success', duration: 1, try_number: 1 });
  expect(byId.get('gone')).toMatchObject({ row: null, state: 'removed' });
  const unknown = api.admin.call(getGridRun, { params: { dag_id: 'sales', dag_run_id: 'never' } });
  expect(await statusOf(unknown)).toBe(404);
});

test('what is wrong is refused', async () => {
  const params = { dag_id: 'sales' };
  expect(await statusOf(api.admin.call(getGrid, { params: { dag_id: 'nobody' } }))).toBe(404);
  for (const before of ['nonsense', 'WzEsMl0', Buffer.from('["2026-01-01 00:00:00+00","x"]').toString('base64url')])
    expect(await statusOf(api.admin.call(getGrid, { params, query: { before } }))).toBe(422);
  // A second fault must not be left behind as a rejection that nobody handles.
  const both = { before: 'nonsense', structure: 'nonsense' };
  expect(await statusOf(api.admin.call(getGrid, { params, query: both }))).toBe(422);
  expect(await statusOf(api.admin.call(getGrid, { params, query: { limit: -1 } }))).toBe(422);
  expect(await statusOf(api.admin.call(getGrid, { params, query: { state: ['odd' as never] } }))).toBe(422);
});

test('a DAG without a version in force has no rows', async () => {
  await api.database.query({
    name: '',
    text: `insert into dag (dag_id, bundle_name, file, is_paused) values ('empty', 'dags', 'empty.ts', false)`,
  });
  const grid = await api.admin.call(getGrid, { params: { dag_id: 'empty' } });
  expect(grid).toEqual({ dag_id: 'empty', structure: null, rows: 0, runs: [], next_before: null });
});
