import { cronTimetable, type DagId, type RunId } from '@tradewind/model';
import { listTaskInstances, readWake, WAKE_CHANNEL, type Wake } from '@tradewind/store';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DagOperations, dagOperations } from './dag-operations.ts';
import { type RunOperations, runOperations } from './run-operations.ts';

const NOW = Date.UTC(2026, 2, 1, 6);

let test1: TestDatabase;
let dags: DagOperations;
let runs: RunOperations;

beforeAll(async () => {
  test1 = await createTestDatabase();
  const context = { database: test1.database, now: () => NOW, triggeredBy: 'cli', user: 'me' } as const;
  dags = dagOperations(context);
  runs = runOperations(context);
});

afterAll(async () => {
  await test1.drop();
});

const id = (text: string): DagId => text as DagId;

async function store(dagId: string, rest: Parameters<typeof makeDag>[2] = {}): Promise<void> {
  await storeDag(test1.database, makeDag(dagId, [{ id: 'extract' }, { id: 'load', after: ['extract'] }], rest));
}

/** The wakes that `work` sends to schedulers. */
async function wakesOf(work: () => Promise<unknown>): Promise<readonly Wake[]> {
  const connection = await test1.database.connect();
  const wakes: Wake[] = [];
  connection.client.on('notification', ({ payload }) => wakes.push(readWake(payload ?? '')));
  await connection.client.query(`listen ${WAKE_CHANNEL}`);
  await work();
  // A query after the commit: its answer comes after the notifications.
  await connection.client.query('select 1');
  await connection.close();
  return wakes;
}

describe('trigger', () => {
  test('creates a run with its task instances, and wakes the schedulers', async () => {
    await store('trigger_all');
    let run: Awaited<ReturnType<DagOperations['trigger']>> | undefined;
    const wakes = await wakesOf(async () => {
      run = await dags.trigger({ dagId: id('trigger_all'), conf: { region: 'eu' }, note: 'why' });
    });
    expect(run).toMatchObject({
      runId: 'manual__2026-03-01T06:00:00+00:00',
      state: 'queued',
      runType: 'manual',
      triggeredBy: 'cli',
      triggeredByUser: 'me',
      logicalDateAt: NOW,
      runAfterAt: NOW,
      conf: { region: 'eu' },
      note: 'why',
    });
    const instances = await listTaskInstances(test1.database, run!.dagRunKey);
    expect(instances.map(({ taskId, state }) => [taskId, state])).toEqual([
      ['extract', 'none'],
      ['load', 'none'],
    ]);
    expect(wakes).toMatchObject([{ kind: 'created', run: { dagRunKey: run!.dagRunKey, dagId: 'trigger_all' } }]);
  });

  test('gives the data interval that the schedule has for the date', async () => {
    await store('trigger_interval', { timetable: { kind: 'cronInterval', expression: '0 0 * * *', timeZone: 'UTC' } });
    const run = await dags.trigger({
      dagId: id('trigger_interval'),
      logicalDateAt: Date.UTC(2026, 1, 10, 12),
      conf: {},
      note: null,
    });
    expect(run.dataIntervalStartAt).toBe(Date.UTC(2026, 1, 9));
    expect(run.dataIntervalEndAt).toBe(Date.UTC(2026, 1, 10));
    expect(run.runAfterAt).toBe(NOW);
  });

  test('in the future waits for it, and without a date has none', async () => {
    await store('trigger_dates');
    const later = await dags.trigger({ dagId: id('trigger_dates'), logicalDateAt: NOW + 5000, conf: {}, note: null });
    expect(later.runAfterAt).toBe(NOW + 5000);
    const undated = await dags.trigger({ dagId: id('trigger_dates'), logicalDateAt: null, conf: {}, note: null });
    expect(undated).toMatchObject({ logicalDateAt: null, dataIntervalStartAt: null, runAfterAt: NOW });
  });

  test('twice in one millisecond gives two runs', async () => {
    await store('trigger_twice');
    const request = { dagId: id('trigger_twice'), conf: {}, note: null };
    const [one, other] = await Promise.all([dags.trigger(request), dags.trigger(request)]);
    expect(new Set([one.runId, other.runId]).size).toBe(2);
  });

  test('refuses a run id that exists, and leaves nothing behind', async () => {
    await store('trigger_same');
    const request = { dagId: id('trigger_same'), runId: 'r1' as RunId, conf: {}, note: null };
    await dags.trigger(request);
    await expect(dags.trigger(request)).rejects.toMatchObject({ code: 'DAG_RUN_EXISTS' });
    expect(await runs.list({ dagId: id('trigger_same') })).toHaveLength(1);
  });

  test('refuses conf that does not fit the params, and names every fault', async () => {
    const params = {
      type: 'object',
      properties: { region: { enum: ['eu', 'us'] }, days: { type: 'integer', default: 1 } },
      required: ['region', 'days'],
    };
    await store('trigger_params', { params });
    const trigger = (conf: Record<string, string | number>): Promise<unknown> =>
      dags.trigger({ dagId: id('trigger_params'), conf, note: null });
    await expect(trigger({ region: 'asia', days: 'x' })).rejects.toMatchObject({
      code: 'RUN_CONF_INVALID',
      faults: [expect.objectContaining({ path: 'region' }), expect.objectContaining({ path: 'days' })],
    });
    await expect(trigger({ region: 'eu' })).resolves.toMatchObject({ conf: { region: 'eu' } });
  });

  test('refuses a DAG that no file declares, and one that does not exist', async () => {
    await store('trigger_gone');
    await test1.database.runScript(`update dag set is_active = false where dag_id = 'trigger_gone'`);
    await expect(dags.trigger({ dagId: id('trigger_gone'), conf: {}, note: null })).rejects.toMatchObject({
      code: 'DAG_INACTIVE',
    });
    await expect(dags.trigger({ dagId: id('trigger_gine'), conf: {}, note: null })).rejects.toThrow(
      'There is no DAG "trigger_gine". Did you mean "trigger_gone"?',
    );
  });
});

describe('pause', () => {
  test('changes what is not so yet, bumps its revision and wakes the schedulers', async () => {
    await store('pause_a');
    await store('pause_b');
    await dags.setPaused([id('pause_b')], true);
    const wakes = await wakesOf(async () => {
      expect(await dags.setPaused([id('pause_a'), id('pause_b')], true)).toEqual(['pause_a']);
    });
    expect(wakes).toEqual([{ kind: 'dag', dagIds: ['pause_a'] }]);
    expect((await dags.find(id('pause_a'))).isPaused).toBe(true);
    expect(await wakesOf(() => dags.setPaused([id('pause_a')], true))).toEqual([]);
  });

  test('changes nothing when one does not exist', async () => {
    await store('pause_c');
    await expect(dags.setPaused([id('pause_c'), id('pause_x')], true)).rejects.toMatchObject({ code: 'DAG_NOT_FOUND' });
    expect((await dags.find(id('pause_c'))).isPaused).toBe(false);
  });
});

describe('list', () => {
  test('shows the newest run, and filters by tag, state and part of the id', async () => {
    await store('list_a');
    await store('list_b');
    await test1.database.runScript(`update dag set tags = '{x,y}' where dag_id = 'list_b'`);
    await dags.trigger({
      dagId: id('list_a'),
      logicalDateAt: NOW - 5000,
      runAfterAt: NOW - 5000,
      conf: {},
      note: null,
    });
    const newest = await dags.trigger({ dagId: id('list_a'), conf: {}, note: null });
    const [a, b] = await dags.list({ idContains: 'LIST_' });
    expect(a).toMatchObject({ dagId: 'list_a', lastRunState: 'queued', lastRunAfterAt: newest.runAfterAt });
    expect(b).toMatchObject({ dagId: 'list_b', lastRunState: null });
    expect((await dags.list({ tags: ['y', 'z'] })).map(({ dagId }) => dagId)).toEqual(['list_b']);
    expect((await dags.list({ idContains: 'list_', limit: 1 })).map(({ dagId }) => dagId)).toEqual(['list_a']);
  });
});

describe('forecast', () => {
  test('begins with the planned run, and plays on from there', async () => {
    const timetable = cronTimetable({ expression: '0 6 * * *', timeZone: 'UTC' });
    await store('forecast', { timetable });
    const day = 86_400_000;
    await test1.database.runScript(
      `update dag set next_run_after = '2026-03-02 06:00Z', next_logical_date = '2026-03-02 06:00Z',
         next_interval_start = '2026-03-02 06:00Z', next_interval_end = '2026-03-02 06:00Z' where dag_id = 'forecast'`,
    );
    const planned = await dags.forecast(id('forecast'), 3);
    expect(planned.map(({ runAfterAt }) => runAfterAt)).toEqual([NOW + day, NOW + 2 * day, NOW + 3 * day]);
  });

  test('is empty once the schedule has ended', async () => {
    const timetable = cronTimetable({ expression: '0 6 * * *', timeZone: 'UTC' });
    const dates = { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-01-02T06:00:00.000Z' };
    await store('forecast_over', { timetable, ...dates, catchup: true });
    expect(await dags.forecast(id('forecast_over'), 3)).toHaveLength(2);
    await dags.trigger({ dagId: id('forecast_over'), conf: {}, note: null });
    await test1.database.runScript(
      `update dag_run set run_type = 'scheduled', interval_start = '2026-01-02 06:00Z', interval_end = '2026-01-02 06:00Z'
       where dag_id = 'forecast_over'`,
    );
    expect(await dags.forecast(id('forecast_over'), 3)).toEqual([]);
  });

  test('is empty without a schedule', async () => {
    await store('forecast_none');
    expect(await dags.forecast(id('forecast_none'), 3)).toEqual([]);
  });
});

describe('delete', () => {
  test('takes everything with it and gives pool slots back', async () => {
    await store('delete_me');
    const run = await dags.trigger({ dagId: id('delete_me'), conf: {}, note: null });
    await test1.database.runScript(
      `update task_instance set state = 'queued', attempt_id = gen_random_uuid() where dag_run_id = '${run.dagRunKey}' and task_id = 'extract';
       update pool set occupied = 5 where name = 'default_pool'`,
    );
    const wakes = await wakesOf(async () => {
      expect(await dags.delete(id('delete_me'))).toBe(1);
    });
    expect(wakes).toEqual([{ kind: 'dag', dagIds: ['delete_me'] }]);
    const [pool] = await test1.database.query<{ occupied: number }>({
      name: 'p',
      text: `select occupied from pool where name = 'default_pool'`,
    });
    expect(pool).toEqual({ occupied: 4 });
    await expect(dags.find(id('delete_me'))).rejects.toMatchObject({ code: 'DAG_NOT_FOUND' });
    expect(await listTaskInstances(test1.database, run.dagRunKey)).toEqual([]);
  });
});

describe('runs', () => {
  test('are found by id and by date, and suggested when misspelt', async () => {
    await store('runs');
    const run = await dags.trigger({
      dagId: id('runs'),
      runId: 'backfill-1' as RunId,
      logicalDateAt: Date.UTC(2026, 0, 5),
      conf: {},
      note: null,
    });
    for (const name of ['backfill-1', '2026-01-05', '2026-01-05T00:00', '2026-01-05T01:00:00+01:00']) {
      expect(await runs.find(id('runs'), name)).toMatchObject({ dagRunKey: run.dagRunKey });
    }
    await expect(runs.find(id('runs'), 'backfil-1')).rejects.toThrow(
      'DAG "runs" has no run "backfil-1". Did you mean "backfill-1"?',
    );
    await expect(runs.find(id('nope'), 'x')).rejects.toMatchObject({ code: 'DAG_NOT_FOUND' });
  });

  test('are listed newest first, within a range of dates', async () => {
    await store('runs_list');
    for (const day of [1, 2, 3]) {
      await dags.trigger({
        dagId: id('runs_list'),
        logicalDateAt: Date.UTC(2026, 0, day),
        runAfterAt: Date.UTC(2026, 0, day),
        conf: {},
        note: null,
      });
    }
    const listed = await runs.list({ dagId: id('runs_list'), logicalDateFromAt: Date.UTC(2026, 0, 2), limit: 2 });
    expect(listed.map(({ logicalDateAt }) => logicalDateAt)).toEqual([Date.UTC(2026, 0, 3), Date.UTC(2026, 0, 2)]);
    expect(await runs.list({ dagId: id('runs_list'), states: ['failed'] })).toEqual([]);
  });

  test('are deleted with their task instances', async () => {
    await store('runs_delete');
    const run = await dags.trigger({ dagId: id('runs_delete'), conf: {}, note: null });
    const wakes = await wakesOf(() => runs.delete(run.dagRunKey));
    expect(wakes).toEqual([{ kind: 'run', runs: [run.dagRunKey], dagIds: ['runs_delete'] }]);
    await expect(runs.snapshot(run.dagRunKey)).rejects.toMatchObject({ code: 'DAG_RUN_NOT_FOUND' });
  });
});
