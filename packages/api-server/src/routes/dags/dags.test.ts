import {
  deleteDag,
  favoriteDag,
  getDag,
  getDagDetails,
  getDagForecast,
  getDagStats,
  getDags,
  getDagTags,
  patchDag,
  patchDags,
  unfavoriteDag,
} from '@tradewind/contract';
import { cronTimetable, type UserId } from '@tradewind/model';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { refusal } from '../../fixtures/refusal.ts';
import { createTestApi, type TestApi } from '../../fixtures/test-api.ts';

let api: TestApi;

async function sql(text: string, values: readonly unknown[] = []): Promise<object[]> {
  return api.database.query({ name: '', text }, values);
}

async function addRun(dagId: string, runId: string, state: string, startedAt: string): Promise<void> {
  await sql(
    `insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, run_after, started_at, finished_at)
     select gen_random_uuid(), dag_id, $2, $3, 'manual', 'test', current_version_id, $4, $4,
       case when $3 in ('success', 'failed') then $4::timestamptz end from dag where dag_id = $1`,
    [dagId, runId, state, startedAt],
  );
}

beforeAll(async () => {
  api = await createTestApi({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  await storeDag(
    api.database,
    makeDag('sales', [{ id: 'load', maxActiveTisPerDag: 1 }], {
      displayName: 'Sales of the day',
      tags: ['daily', 'finance'],
      timetable: cronTimetable({ expression: '0 6 * * *', timeZone: 'Europe/Berlin' }),
      dagRunTimeoutMs: 5_400_000,
      params: { type: 'object', properties: { region: { type: 'string', default: 'eu' } } },
    }),
    { file: 'finance/sales.ts' },
  );
  await storeDag(api.database, makeDag('stock', [{ id: 'count' }], { tags: ['daily'] }), { isPaused: true });
  await storeDag(api.database, makeDag('gone', [{ id: 'old' }]));
  await sql(`update dag set is_active = false where dag_id = 'gone'`);
  await sql(`update dag set owner = 'ann, bob', next_run_after = '2026-03-02T05:00:00Z' where dag_id = 'sales'`);
  await addRun('sales', 'first', 'failed', '2026-02-01T00:00:00Z');
  await addRun('sales', 'second', 'success', '2026-02-02T00:00:00Z');
  await addRun('stock', 'only', 'running', '2026-02-03T00:00:00Z');
});

afterAll(() => api.close());

async function ids(query: object = {}, client = api.admin): Promise<readonly string[]> {
  const { dags, total_entries: total } = await client.call(getDags, { query });
  expect(total).toBe(dags.length);
  return dags.map((dag) => dag.dag_id);
}

describe('the list', () => {
  test('shows what a DAG is, with its last run and what may be done with it', async () => {
    const { dags } = await api.admin.call(getDags);
    expect(dags).toHaveLength(2);
    expect(dags[0]).toMatchObject({
      dag_id: 'sales',
      dag_display_name: 'Sales of the day',
      owners: ['ann', 'bob'],
      tags: [{ name: 'daily', dag_id: 'sales', dag_display_name: 'Sales of the day' }, { name: 'finance' }],
      timetable_summary: '0 6 * * *',
      timetable_description: 'Every day at 06:00, Europe/Berlin',
      timetable_periodic: true,
      has_task_concurrency_limits: true,
      next_dagrun_run_after: '2026-03-02T05:00:00.000Z',
      relative_fileloc: 'finance/sales.ts',
      last_run: { dag_run_id: 'second', state: 'success' },
      can: { edit: true, trigger: true },
    });
    expect(dags[1]).toMatchObject({ dag_id: 'stock', timetable_summary: 'None', is_paused: true });
  });

  test.each([
    [{ exclude_stale: false }, ['gone', 'sales', 'stock']],
    [{ tags: ['finance', 'daily'] }, ['sales', 'stock']],
    [{ tags: ['finance', 'daily'], tags_match_mode: 'all' }, ['sales']],
    [{ owners: ['bob'] }, ['sales']],
    [{ dag_id_pattern: 'ST' }, ['stock']],
    [{ dag_id_prefix_pattern: 'sa' }, ['sales']],
    [{ dag_display_name_pattern: 'of the' }, ['sales']],
    [{ dag_display_name_prefix_pattern: 'st' }, ['stock']],
    [{ paused: true }, ['stock']],
    [{ paused: false }, ['sales']],
    [{ bundle_name: 'other' }, []],
    [{ bundle_version: 'b'.repeat(64) }, ['sales', 'stock']],
    [{ has_asset_schedule: true }, []],
    [{ has_import_errors: false }, ['sales', 'stock']],
    [{ last_dag_run_state: 'success' }, ['sales']],
    [{ last_dag_run_state: 'failed' }, []],
    [{ dag_run_state: ['running', 'success'] }, ['sales', 'stock']],
    [{ dag_run_state: ['running'], last_dag_run_state: 'success' }, []],
    [{ dag_run_start_date_gt: '2026-02-02T12:00:00Z' }, ['stock']],
    [{ dag_run_end_date_lte: '2026-02-02T00:00:00Z' }, ['sales']],
    [{ timetable_type: ['airflow.timetables.trigger.CronTriggerTimetable'] }, ['sales']],
    [{ timetable_type: ['null'] }, ['stock']],
    [{ order_by: ['-dag_display_name'] }, ['stock', 'sales']],
    [{ order_by: ['-last_run_start_date'] }, ['stock', 'sales']],
    [{ order_by: ['state'] }, ['stock', 'sales']],
    [{ order_by: ['-next_dagrun'] }, ['stock', 'sales']],
  ])('filters and orders by %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  test('pages by cursor under an order with nulls show each DAG once', async () => {
    const query = { exclude_stale: false, order_by: ['last_run_state'], limit: 1 };
    const seen: string[] = [];
    let cursor: string | null | undefined = '';
    while (typeof cursor === 'string') {
      const page: { dags: readonly { dag_id: string }[]; next_cursor?: string | null } = await api.admin.call(getDags, {
        query: { ...query, cursor },
      });
      seen.push(...page.dags.map((dag) => dag.dag_id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['stock', 'sales', 'gone']);
  });

  test('is cut down to what the caller may read, as are its totals, tags and counts', async () => {
    const reader = api.as(callerOf('sales'));
    expect(await ids({ exclude_stale: false }, reader)).toEqual(['sales']);
    expect((await reader.call(getDags)).dags[0]!.can).toMatchObject({ edit: false, delete: false });
    expect((await reader.call(getDagTags)).tags).toEqual(['daily', 'finance']);
    const stats = await reader.call(getDagStats, { query: { dag_ids: ['sales', 'stock'] } });
    expect(stats.dags.map((dag) => dag.dag_id)).toEqual(['sales']);
    expect(await refusal(reader.call(getDag, { params: { dag_id: 'stock' } }))).toMatchObject({ status: 403 });
  });

  test.each([
    [{ order_by: ['colour'] }, 400, 'dag_id, dag_display_name'],
    [{ tags_match_mode: 'some' }, 422, 'query.tags_match_mode'],
    [{ limit: -1 }, 422, 'query.limit'],
    [{ last_dag_run_state: 'none' }, 422, 'query.last_dag_run_state'],
    [{ dag_run_start_date_gte: 'yesterday' }, 422, 'query.dag_run_start_date_gte'],
    [{ cursor: 'nonsense' }, 422, 'cursor'],
    [{ paused: 'perhaps' }, 422, 'query.paused'],
  ])('refuses %j', async (query, status, words) => {
    const refused = await refusal(api.admin.call(getDags, { query: query as never }));
    expect(refused).toMatchObject({ status, message: expect.stringContaining(words) });
  });
});

describe('one DAG', () => {
  test('has details', async () => {
    const details = await api.admin.call(getDagDetails, { params: { dag_id: 'sales' } });
    expect(details).toMatchObject({
      dag_run_timeout: 'PT1H30M',
      concurrency: 16,
      timezone: 'Europe/Berlin',
      params: { region: { value: 'eu', schema: { type: 'string' } } },
      latest_dag_version: { version_number: 1, dag_id: 'sales' },
      active_runs_count: 0,
    });
  });

  test('that is not there is not found', async () => {
    for (const route of [getDag, getDagDetails, getDagForecast, deleteDag, favoriteDag] as const) {
      const call = api.admin.call(route, { params: { dag_id: 'nothing' } });
      expect(await refusal(call)).toMatchObject({ status: 404, message: expect.stringContaining('nothing') });
    }
  });

  test('says which runs come next', async () => {
    const { runs } = await api.admin.call(getDagForecast, { params: { dag_id: 'sales' }, query: { limit: 3 } });
    expect(runs.map((run) => run.run_after)).toEqual([
      '2026-03-02T05:00:00.000Z',
      '2026-03-03T05:00:00.000Z',
      '2026-03-04T05:00:00.000Z',
    ]);
    expect((await api.admin.call(getDagForecast, { params: { dag_id: 'stock' } })).runs).toEqual([]);
    expect(
      await refusal(api.admin.call(getDagForecast, { params: { dag_id: 'sales' }, query: { limit: 0 } })),
    ).toMatchObject({ status: 422 });
  });

  test('counts its runs by state', async () => {
    const { dags } = await api.admin.call(getDagStats, { query: { dag_ids: ['sales'] } });
    expect(dags).toMatchObject([
      {
        dag_id: 'sales',
        stats: [
          { state: 'queued', count: 0 },
          { state: 'running', count: 0 },
          { state: 'success', count: 1 },
          { state: 'failed', count: 1 },
        ],
      },
    ]);
    expect((await api.admin.call(getDagStats)).total_entries).toBe(2);
  });
});

describe('tags', () => {
  test('are listed once, by pattern', async () => {
    expect(await api.admin.call(getDagTags)).toMatchObject({ tags: ['daily', 'finance'], total_entries: 2 });
    expect((await api.admin.call(getDagTags, { query: { tag_name_pattern: 'FIN' } })).tags).toEqual(['finance']);
    expect((await api.admin.call(getDagTags, { query: { order_by: ['-name'], limit: 1 } })).tags).toEqual(['finance']);
  });
});

describe('changes', () => {
  const dag = { params: { dag_id: 'sales' } };
  const events = (): Promise<object[]> => sql(`select event, dag_id, before, after from audit_event order by id`);

  test('a DAG is paused and un-paused, on record, and a dry run keeps nothing', async () => {
    const dry = await api.admin.call(patchDag, { ...dag, query: { dry_run: true }, body: { is_paused: true } });
    expect(dry.is_paused).toBe(true);
    expect((await api.admin.call(getDag, dag)).is_paused).toBe(false);
    const query = { update_mask: ['is_paused'] };
    expect((await api.admin.call(patchDag, { ...dag, query, body: { is_paused: true } })).is_paused).toBe(true);
    await api.admin.call(patchDag, { ...dag, body: { is_paused: false } });
    expect(await events()).toEqual([
      { event: 'patch_dag', dag_id: 'sales', before: { is_paused: false }, after: { is_paused: true } },
      { event: 'patch_dag', dag_id: 'sales', before: { is_paused: true }, after: { is_paused: false } },
    ]);
  });

  test('nothing else of a DAG can be changed', async () => {
    const wrong = api.admin.call(patchDag, { ...dag, query: { update_mask: ['owner'] }, body: { is_paused: true } });
    expect(await refusal(wrong)).toMatchObject({ status: 400, message: expect.stringContaining('is_paused') });
    const extra = api.admin.call(patchDag, { ...dag, body: { is_paused: true, owner: 'eve' } as never });
    expect(await refusal(extra)).toMatchObject({ status: 422, message: expect.stringContaining('body.owner') });
    const none = api.admin.call(patchDag, { ...dag, body: {} as never });
    expect(await refusal(none)).toMatchObject({ status: 422, message: expect.stringContaining('body.is_paused') });
  });

  test('many are paused by filter, only those that the caller may edit', async () => {
    const editor = api.as(callerOf('stock', ['can_edit', 'DAGs']));
    const un = await editor.call(patchDags, { query: { dag_id_pattern: '~' }, body: { is_paused: false } });
    expect(un).toMatchObject({ total_entries: 1, dags: [{ dag_id: 'stock', is_paused: false }] });
    const all = await api.admin.call(patchDags, { query: { dag_id_pattern: 's%' }, body: { is_paused: true } });
    expect(all.dags.map((one) => [one.dag_id, one.is_paused])).toEqual([
      ['sales', true],
      ['stock', true],
    ]);
    await api.admin.call(patchDag, { ...dag, body: { is_paused: false } });
  });

  test('a favourite is a matter of its person', async () => {
    await api.admin.call(favoriteDag, dag);
    await api.admin.call(favoriteDag, dag);
    expect(await ids({ is_favorite: true })).toEqual(['sales']);
    expect(await ids({ is_favorite: false })).toEqual(['stock']);
    expect((await api.admin.call(getDag, dag)).is_favorite).toBe(true);
    const other = api.as({ ...callerOf('sales'), userId: '01900000-0000-7000-8000-000000000001' as UserId });
    expect(await ids({ is_favorite: true }, other)).toEqual([]);
    await api.admin.call(unfavoriteDag, dag);
    expect(await refusal(api.admin.call(unfavoriteDag, dag))).toMatchObject({ status: 409 });
  });

  test('a DAG is deleted with its runs; whoever may not is refused', async () => {
    expect(await refusal(api.as(callerOf('sales')).call(deleteDag, dag))).toMatchObject({ status: 403 });
    expect(await api.admin.call(deleteDag, { ...dag, query: { dry_run: true } })).toMatchObject({ deleted_runs: 2 });
    expect(await api.admin.call(deleteDag, dag)).toEqual({ dag_id: 'sales', deleted_runs: 2 });
    expect(await refusal(api.admin.call(getDag, dag))).toMatchObject({ status: 404 });
    expect((await events()).at(-1)).toMatchObject({ event: 'delete_dag', dag_id: 'sales', before: { runs: 2 } });
  });
});
