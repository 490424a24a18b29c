import { cronTimetable, type SchedulerId } from '@tradewind/model';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure, success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

const HOUR_MS = 3_600_000;
const hourly = cronTimetable({ expression: '0 * * * *', timeZone: 'UTC' });
let harness: SchedulerHarness;
/** By how much the clock of the scheduler is wrong. */
let offsetMs = 0;
const now = (): number => Date.now() + offsetMs;

beforeEach(async () => {
  offsetMs = 0;
  harness = await startHarness({ now });
});
afterEach(() => harness.close());

/** Sets the clock, and lets the scheduler look at it, as its timers do once a minute. */
async function setClock(byMs: number): Promise<void> {
  offsetMs += byMs;
  await harness.run('other');
}

const datesOf = async (dagId: string): Promise<readonly number[]> =>
  (
    await harness.sql<{ at: number }>('select logical_date as at from dag_run where dag_id = $1 order by 1', [dagId])
  ).map(({ at }) => at);
const ended = (dagId: string): number =>
  harness.events.filter((event) => event.kind === 'runFinished' && event.dagId === dagId).length;

describe('a clock that is set forward', () => {
  test('makes the runs due that it passed, each once', async () => {
    await harness.store(makeDag('other', [{ id: 'a' }]));
    const startDate = new Date(now()).toISOString();
    await harness.store(makeDag('hourly', [{ id: 'a' }], { timetable: hourly, startDate, catchup: true }));
    await setClock(3 * HOUR_MS);
    await harness.when(() => ended('hourly') === 3);
    const dates = await datesOf('hourly');
    expect(dates.map((at) => at - dates[0]!)).toEqual([0, HOUR_MS, 2 * HOUR_MS]);
  });

  test('makes a retry due', async () => {
    const retry = { retries: 1, retryDelayMs: HOUR_MS, backoff: 0, maxRetryDelayMs: null };
    harness.executor.answer = ({ run, tryNumber }) => (run.dagId === 'other' || tryNumber === 2 ? success : failure);
    await harness.store(makeDag('other', [{ id: 'a' }]));
    await harness.store(makeDag('again', [{ id: 'a', retry }]));
    const key = await harness.trigger('again');
    await harness.when(async () => (await harness.states(key))['a'] === 'up_for_retry');
    await setClock(HOUR_MS);
    expect((await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key)).state).toBe('success');
  });
});

describe('a clock that is set back', () => {
  test('makes no run twice, and goes on when the time comes again', async () => {
    await harness.store(makeDag('other', [{ id: 'a' }]));
    const startDate = new Date(now()).toISOString();
    await harness.store(makeDag('hourly', [{ id: 'a' }], { timetable: hourly, startDate, catchup: true }));
    await setClock(2 * HOUR_MS);
    await harness.when(() => ended('hourly') === 2);
    await setClock(-2 * HOUR_MS);
    await setClock(2 * HOUR_MS);
    expect(await datesOf('hourly')).toHaveLength(2);
    await setClock(HOUR_MS);
    await harness.when(() => ended('hourly') === 3);
    expect(new Set(await datesOf('hourly')).size).toBe(3);
  });

  test('wakes a DAG that had no room for its run when its time came first', async () => {
    harness.executor.answer = ({ run }) => (run.dagId === 'other' ? success : 'hold');
    await harness.store(makeDag('other', [{ id: 'a' }]));
    const startDate = new Date(now()).toISOString();
    await harness.store(
      makeDag('hourly', [{ id: 'a' }], { timetable: hourly, startDate, catchup: true, maxActiveRuns: 1 }),
    );
    await setClock(2 * HOUR_MS);
    await harness.when(() => harness.executor.held.size === 1);
    await setClock(-2 * HOUR_MS);
    harness.executor.finish([...harness.executor.held.keys()][0]!, success);
    await harness.when(() => ended('hourly') === 1);
    await setClock(2 * HOUR_MS);
    await harness.when(() => harness.executor.held.size === 1);
    expect(await datesOf('hourly')).toHaveLength(2);
  });

  test('lets nothing end before it began', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', [{ id: 'a' }]));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 1);
    offsetMs -= HOUR_MS;
    harness.executor.finish([...harness.executor.held.keys()][0]!, success);
    const { durationMs } = await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);
    expect(durationMs).toBe(0);
    expect(await harness.sql('select 1 from dag_run where finished_at < started_at')).toEqual([]);
  });
});

test.each([24, -24])(
  'a scheduler whose clock is set by %i hours keeps its lease, and lets others keep theirs',
  async (hours) => {
    const times = { leaseMs: 5_000, heartbeatMs: 20 };
    const others = await Promise.all([
      startHarness({ on: harness.test, now, ...times }),
      startHarness({ on: harness.test, ...times }),
    ]);
    const ids = (): Promise<readonly { readonly id: SchedulerId }[]> =>
      harness.sql('select id from scheduler where ended_at is null order by id');
    const before = await ids();
    expect(before).toHaveLength(3);
    offsetMs = hours * HOUR_MS;
    const renewed = async (): Promise<boolean> =>
      (
        await harness.sql(
          `select 1 from scheduler where heartbeat_at > started_at + interval '100 milliseconds' and lease_until > now()`,
        )
      ).length >= 2;
    while (!(await renewed()));
    expect(await ids()).toEqual(before);
    for (const other of others) await other.close();
  },
);
