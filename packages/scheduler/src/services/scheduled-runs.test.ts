import { cronTimetable, type DagId, type DagRunKey, everyTimetable, type SerializedDag } from '@tradewind/model';
import { notifySchedulers } from '@tradewind/store';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

const DAY_MS = 86_400_000;
const daily = cronTimetable({ expression: '0 0 * * *', timeZone: 'UTC' });
let harness: SchedulerHarness;
let looks = 0;

beforeEach(async () => {
  harness = await startHarness({
    now: () => {
      looks += 1;
      return Date.now();
    },
  });
});
afterEach(() => harness.close());

/** A daily DAG with a run to make up for on each of `days` days. */
function catchingUp(dagId: string, days: number, rest: Partial<SerializedDag> = {}, task: object = {}): SerializedDag {
  const startDate = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - (days - 1) * DAY_MS).toISOString();
  return makeDag(dagId, [{ id: 'a', ...task }], { timetable: daily, startDate, catchup: true, ...rest });
}

interface RunRow {
  readonly id: DagRunKey;
  readonly state: string;
  readonly reason: { readonly code: string } | null;
}

const runsOf = (dagId: string): Promise<RunRow[]> =>
  harness.sql('select id, state, reason from dag_run where dag_id = $1 order by run_after, id', [dagId]);
const finished = (dagId: string) =>
  harness.events.filter((event) => event.kind === 'runFinished' && event.dagId === dagId);

describe('a DAG with many runs to make up for', () => {
  test('makes all of them in order, as many at a time as it may', async () => {
    let most = 0;
    harness.executor.onSubmit = () => {
      most = Math.max(most, harness.executor.held.size);
    };
    await harness.store(catchingUp('late', 12, { maxActiveRuns: 3 }));
    await harness.when(() => finished('late').length === 12);
    const starts = harness.events.flatMap((event) => (event.kind === 'runStarted' ? [event.runId] : []));
    expect(starts).toEqual(starts.toSorted());
    expect(most).toBeLessThanOrEqual(3);
    expect((await runsOf('late')).every(({ state }) => state === 'success')).toBe(true);
  });

  test('rests while it waits for one of them to end', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(catchingUp('full', 9, { maxActiveRuns: 2 }));
    await harness.when(() => harness.executor.held.size === 2);
    await harness.when(
      async () => (await harness.sql(`select 1 from task_instance where state = 'running'`)).length === 2,
    );
    const before = looks;
    for (let round = 0; round < 40; round += 1) await harness.sql('select 1');
    expect(looks - before).toBeLessThan(5);
    const [held] = harness.executor.held.keys();
    if (held !== undefined) harness.executor.finish(held, { kind: 'success' });
    await harness.when(() => harness.events.filter(({ kind }) => kind === 'runStarted').length === 3);
  });

  test('does not count the runs of a backfill', async () => {
    harness.executor.answer = () => 'hold';
    const dag = catchingUp('both', 3, { maxActiveRuns: 1 });
    await harness.store(dag, { isPaused: true });
    await harness.trigger('both');
    await harness.sql(`update dag_run set run_type = 'backfill', revision = revision + 1`);
    await harness.sql('update dag set is_paused = false');
    await notifySchedulers(harness.test.database, { kind: 'run' });
    await notifySchedulers(harness.test.database, { kind: 'dag' });
    await harness.until('runStarted', ({ runId }) => runId.startsWith('scheduled__'));
  });
});

describe('a run that waits', () => {
  const reasonOf = async (key: DagRunKey): Promise<string | undefined> =>
    (await harness.sql<RunRow>('select id, state, reason from dag_run where id = $1', [key]))[0]?.reason?.code;

  test('for another run to end says so, until it starts', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('single', [{ id: 'a' }], { maxActiveRuns: 1 }));
    await harness.trigger('single');
    const second = await harness.trigger('single');
    expect(await reasonOf(second)).toBe('max_active_runs');
    const first = harness.executor.heldOf('a');
    await harness.when(() => harness.executor.held.size === 1);
    harness.executor.finish((first ?? harness.executor.heldOf('a'))!.attemptId, { kind: 'success' });
    await harness.until('runStarted', ({ dagRunKey }) => dagRunKey === second);
    expect(await reasonOf(second)).toBeUndefined();
  });

  test('for its time starts when it has come', async () => {
    await harness.store(makeDag('later', [{ id: 'a' }]));
    const key = await harness.trigger('later', { runAfterAt: Date.now() + 300 });
    expect(await reasonOf(key)).toBe('run_after');
    const { state } = await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);
    expect(state).toBe('success');
  });

  test('behind a paused DAG starts when it is un-paused', async () => {
    await harness.store(makeDag('resting', [{ id: 'a' }]), { isPaused: true });
    const key = await harness.trigger('resting');
    expect(await reasonOf(key)).toBe('dag_paused');
    await harness.sql('update dag set is_paused = false, revision = revision + 1');
    await notifySchedulers(harness.test.database, { kind: 'dag', dagIds: ['resting' as DagId] });
    await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);
  });

  test('is given its reason in one write, and not again', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('single', [{ id: 'a' }], { maxActiveRuns: 1 }));
    await harness.trigger('single');
    const second = await harness.trigger('single');
    const version = (): Promise<object[]> => harness.sql('select xmin::text from dag_run where id = $1', [second]);
    const before = await version();
    for (let round = 0; round < 3; round += 1) await harness.trigger('single');
    expect(await version()).toEqual(before);
  });
});

describe('a DAG that keeps failing', () => {
  test('is paused after as many failed runs in a row as it allows', async () => {
    harness.executor.answer = () => failure;
    await harness.store(catchingUp('broken', 9, { maxActiveRuns: 1, maxConsecutiveFailedRuns: 3 }));
    await harness.when(() => finished('broken').length >= 3);
    await harness.when(async () => (await harness.sql('select 1 from dag where is_paused')).length === 1);
    await harness.scheduler.stop({ graceMs: 0 });
    expect((await runsOf('broken')).filter(({ state }) => state === 'failed')).toHaveLength(3);
    expect(await harness.sql(`select 1 from dag_run where state = 'running'`)).toEqual([]);
  });
});

describe('a timetable', () => {
  test('fires while the scheduler works, every time once', async () => {
    await harness.store(makeDag('ticking', [{ id: 'a' }], { timetable: everyTimetable({ periodMs: 1000 }) }));
    await harness.when(() => finished('ticking').length >= 2);
    const dates = await harness.sql<{ at: number }>('select logical_date as at from dag_run order by 1');
    expect(new Set(dates.map(({ at }) => at)).size).toBe(dates.length);
  });

  test('leaves out a date for which a run exists already, and goes on', async () => {
    const dag = catchingUp('taken', 3, { maxActiveRuns: 1 });
    await harness.store(dag, { isPaused: true });
    await harness.sql(
      `insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, logical_date, interval_start,
         interval_end, run_after, started_at, finished_at)
       select gen_random_uuid(), d.dag_id, 'by hand', 'success', 'backfill', 'backfill', d.current_version_id, $1, $1, $1, $1,
         now(), now() from dag d`,
      [dag.startDate],
    );
    await harness.sql('update dag set is_paused = false, revision = revision + 1');
    await notifySchedulers(harness.test.database, { kind: 'dag' });
    await harness.when(() => finished('taken').length === 2);
    expect(await runsOf('taken')).toHaveLength(3);
  });
});
