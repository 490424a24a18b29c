import type { AttemptOutcome, DagId, DagRunKey, EncodedValue, RunId } from '@tradewind/model';
import { createRuns, notifySchedulers } from '@tradewind/store';
import { createTestDatabase, makeDag, type TestDatabase } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fault, type FaultyDatabase, faultyDatabase } from '../fixtures/faulty-database.ts';
import { failure, noLuck, returned, success } from '../fixtures/reports.ts';
import { MISCOUNTED, type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

let test_: TestDatabase;
let database: FaultyDatabase;
let harness: SchedulerHarness;

beforeEach(async () => {
  test_ = await createTestDatabase({ maxConnections: 6 });
  database = faultyDatabase(test_.database);
  harness = await startHarness({ on: test_, database });
});
afterEach(async () => {
  await harness.close();
  expect(await harness.sql(MISCOUNTED)).toEqual([]);
  await test_.drop();
});

const chain = (dagId: string, length: number) =>
  makeDag(
    dagId,
    Array.from({ length }, (_, index) => ({ id: `t${index}`, after: index === 0 ? [] : [`t${index - 1}`] })),
  );
const ended = (key: DagRunKey) => harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);

/** The next statement of this name meets `fault`; later ones go through. */
function failOnce(name: string, fault: Fault): void {
  let isDone = false;
  database.fault = (statement) => {
    if (isDone || statement !== name) return 'none';
    isDone = true;
    return fault;
  };
}

/** Ends all connections to the database but the one that asks. */
const terminate = () =>
  harness.sql(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

/** Creates a run as another process does. */
async function createRun(dagId: string): Promise<DagRunKey> {
  const key = crypto.randomUUID() as string as DagRunKey;
  const [dag] = await harness.sql<{ version: never }>(
    'select current_version_id as version from dag where dag_id = $1',
    [dagId],
  );
  const at = Date.now();
  await createRuns(test_.database, [
    {
      dagRunKey: key,
      dagId: dagId as DagId,
      runId: `outside__${key}` as RunId,
      runType: 'manual',
      triggeredBy: 'cli',
      triggeredByUser: null,
      dagVersionId: dag!.version,
      logicalDateAt: null,
      dataIntervalStartAt: null,
      dataIntervalEndAt: null,
      runAfterAt: at,
      queuedAt: at,
      conf: {},
      note: null,
    },
  ]);
  await notifySchedulers(test_.database, { kind: 'run', runs: [key], dagIds: [dagId as DagId] });
  return key;
}

describe('a commit', () => {
  test.each(['lost_before', 'lost_after'] as const)(
    'whose connection was %s it is neither lost nor made twice',
    async (fault) => {
      await harness.store(chain('d', 3));
      harness.executor.answer = ({ taskId }) => returned(taskId);
      failOnce('commit-turn', fault);
      const key = await harness.trigger('d');
      expect((await ended(key)).state).toBe('success');
      expect(await harness.sql('select id from dag_run')).toEqual([{ id: key }]);
      expect(await harness.sql('select count(*)::int as count from xcom')).toEqual([{ count: 3 }]);
      expect(harness.events.some(({ kind }) => kind === 'databaseBack')).toBe(true);
    },
  );

  test.each(['lost_before', 'lost_after'] as const)(
    'of a report whose connection was %s it swallows no report',
    async (fault) => {
      harness.executor.answer = () => 'hold';
      await harness.store(chain('d', 2));
      const key = await harness.trigger('d');
      await harness.when(
        async () => (await harness.sql(`select 1 from task_instance where state = 'running'`)).length === 1,
      );
      failOnce('commit-turn', fault);
      harness.executor.finish(harness.executor.heldOf('t0')!.attemptId, returned(1));
      await harness.when(() => harness.executor.heldOf('t1') !== undefined);
      harness.executor.finish(harness.executor.heldOf('t1')!.attemptId, success);
      await ended(key);
      expect(harness.executor.submitted.filter(({ taskId }) => taskId === 't0')).toHaveLength(1);
      expect(await harness.sql('select 1 from attempt')).toEqual([]);
    },
  );

  test.each(['40001', '40P01'])('that the server gave up with %s is made again', async (code) => {
    await harness.store(chain('d', 2));
    failOnce('commit-turn', Object.assign(new Error('deadlock detected'), { code }));
    const { state } = await harness.run('d');
    expect(state).toBe('success');
    expect(harness.events).toContainEqual({ kind: 'turnRefused', why: 'contention' });
  });

  test('of a run that was empty and over at once is found again after a lost answer', async () => {
    await harness.store(makeDag('d', [{ id: 'a', isEmpty: true }]));
    failOnce('commit-turn', 'lost_after');
    const key = await harness.trigger('d');
    expect(await harness.sql('select id, state from dag_run')).toEqual([{ id: key, state: 'success' }]);
  });

  test('that finds a run changed meanwhile applies its reports to what the run is now', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(chain('d', 2));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 1);
    await harness.sql('update dag_run set revision = revision + 1, note = $1', ['changed']);
    harness.executor.answer = () => success;
    harness.executor.finish(harness.executor.heldOf('t0')!.attemptId, success);
    await ended(key);
    expect(harness.events).toContainEqual({ kind: 'turnRefused', why: 'runs' });
    expect(harness.executor.submitted.map(({ taskId }) => taskId)).toEqual(['t0', 't1']);
  });
});

describe('results that are read back', () => {
  test('when the database is away are read again, and the attempt runs', async () => {
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'], inputs: ['a' as never] }]));
    const large = 'x'.repeat(100_000);
    harness.executor.answer = ({ taskId }) => (taskId === 'a' ? returned(large) : success);
    failOnce('read-results', 'lost_before');
    const { state } = await harness.run('d');
    expect(state).toBe('success');
    expect(harness.executor.submitted.find(({ taskId }) => taskId === 'b')?.inputs).toEqual({
      a: JSON.stringify(large),
    });
  });
});

describe('a lost connection', () => {
  test('of the listener is opened again, and no notification is missed', async () => {
    await harness.store(chain('d', 1));
    for (let round = 0; round < 3; round += 1) {
      await terminate();
      await ended(await createRun('d'));
    }
  });

  test('again and again, in the middle of everything, stops nobody', async () => {
    await harness.store(chain('d', 30));
    const keys = await Promise.all([harness.trigger('d'), harness.trigger('d'), harness.trigger('d')]);
    const isDone = (): boolean => harness.events.filter(({ kind }) => kind === 'runFinished').length === keys.length;
    let rounds = 0;
    for (; !isDone(); rounds += 1) {
      const commits = harness.events.length;
      await harness.when(() => isDone() || harness.events.length > commits + 4);
      await terminate().catch(() => undefined);
    }
    expect(rounds).toBeGreaterThan(2);
    const counts = Map.groupBy(harness.executor.submitted, ({ run, taskId }) => `${run.dagRunKey}/${taskId}`);
    expect(counts.size).toBe(90);
    expect([...counts.values()].filter((attempts) => attempts.length > 1)).toEqual([]);
  }, 30_000);

  test('while nothing is under way is noticed all the same', async () => {
    await harness.store(chain('d', 1));
    database.sever();
    await harness.until('databaseAway');
    const key = await createRun('d');
    database.mend();
    await harness.until('databaseBack');
    await ended(key);
  });
});

describe('a turn that fails unexpectedly', () => {
  const refuseSuccessOf = (taskId: string) =>
    test_.database.runScript(`
      create function refuse() returns trigger language plpgsql as 'begin raise exception ''poison''; end';
      create trigger refuse before update on task_instance for each row
        when (new.task_id = '${taskId}' and new.state = 'success') execute function refuse()`);

  test('is told, and holds back only the run that is to blame', async () => {
    harness.executor.answer = ({ taskId }) => (taskId === 'poison' ? 'hold' : success);
    await harness.store(makeDag('bad', [{ id: 'poison' }]));
    await harness.store(chain('good', 4));
    const bad = await harness.trigger('bad');
    await harness.when(() => harness.executor.held.size === 1);
    await refuseSuccessOf('poison');
    const good = await harness.trigger('good');
    harness.executor.finish(harness.executor.heldOf('poison')!.attemptId, success);
    await ended(good);
    const failed = await harness.until('turnFailed', ({ runId }) => runId !== null);
    expect(failed).toMatchObject({ dagId: 'bad', message: 'poison' });
    await ended(await harness.trigger('good'));
    await test_.database.runScript('drop trigger refuse on task_instance');
    expect((await ended(bad)).state).toBe('success');
    expect(harness.executor.submitted.filter(({ taskId }) => taskId === 'poison')).toHaveLength(1);
  });

  test('because of a report that makes no sense holds back that run, too', async () => {
    harness.executor.answer = ({ taskId }) => (taskId === 'odd' ? 'hold' : success);
    await harness.store(makeDag('bad', [{ id: 'odd' }]));
    await harness.store(chain('good', 2));
    await harness.trigger('bad');
    await harness.when(() => harness.executor.held.size === 1);
    harness.executor.finish(harness.executor.heldOf('odd')!.attemptId, undefined as unknown as AttemptOutcome);
    const { dagId, pauseMs } = await harness.until('turnFailed');
    expect([dagId, pauseMs]).toEqual(['bad', 1000]);
    expect((await harness.run('good')).state).toBe('success');
  });

  test('because of a run that was asked for tells whoever asked', async () => {
    await harness.store(chain('d', 1));
    await test_.database.runScript(`alter table dag_run add constraint lucky check (run_id <> 'unlucky')`);
    await expect(harness.trigger('d', { runId: 'unlucky' as RunId })).rejects.toThrow('lucky');
    expect((await harness.run('d')).state).toBe('success');
  });

  test('and fails again while several runs are under way ends with the innocent going on', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('bad', [{ id: 'poison' }]));
    await harness.store(makeDag('good', [{ id: 'a' }]));
    await harness.trigger('bad');
    const good = await Promise.all([harness.trigger('good'), harness.trigger('good'), harness.trigger('good')]);
    await harness.when(() => harness.executor.held.size === 4);
    await refuseSuccessOf('poison');
    for (const { attemptId } of [...harness.executor.held.values()]) harness.executor.finish(attemptId, success);
    for (const key of good) expect((await ended(key)).state).toBe('success');
    expect(harness.executor.submitted).toHaveLength(4);
  });
});

test('what PostgreSQL cannot store stops no commit', async () => {
  await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b' }]));
  const error = { ...noLuck, message: 'a\0b \ud800' };
  harness.executor.answer = ({ taskId }) =>
    taskId === 'a'
      ? { kind: 'success', result: '"\\u0000"' as EncodedValue, xcoms: { 'key\0': '1' as EncodedValue } }
      : ({ ...failure, error } as AttemptOutcome);
  const { key } = await harness.run('d');
  expect(await harness.states(key)).toEqual({ a: 'success', b: 'failed' });
  const [row] = await harness.sql<{ message: string }>(
    `select error->>'message' as message from task_instance where task_id = 'b'`,
  );
  expect(row?.message).toBe('a\uFFFDb \uFFFD');
  expect(await harness.sql('select key, value from xcom order by key')).toEqual([
    { key: 'key\uFFFD', value: '1' },
    { key: 'return_value', value: '"\\u0000"' },
  ]);
});

describe('stopping', () => {
  test('while the database is away takes no longer than it must', async () => {
    await harness.store(chain('d', 1));
    database.sever();
    await harness.until('databaseAway');
    await harness.scheduler.stop({ graceMs: 0 });
    database.mend();
  });

  test('while every turn fails takes no longer than it must', async () => {
    await harness.store(chain('d', 1));
    database.fault = () => new Error('permission denied');
    await notifySchedulers(test_.database, { kind: 'dag' });
    await harness.until('turnFailed');
    await harness.scheduler.stop({ graceMs: 0 });
    database.fault = () => 'none';
  });

  test('refuses runs that are asked for later', async () => {
    await harness.store(chain('d', 1));
    await harness.scheduler.stop({ graceMs: 0 });
    await expect(harness.trigger('d')).rejects.toThrow('stopping');
  });

  test('may be asked for twice', async () => {
    await Promise.all([harness.scheduler.stop({ graceMs: 0 }), harness.scheduler.stop({ graceMs: 0 })]);
    expect(harness.events.filter(({ kind }) => kind === 'schedulerEnded')).toHaveLength(1);
  });
});
