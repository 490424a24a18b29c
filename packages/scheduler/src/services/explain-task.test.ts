import { cronTimetable, type DagId, type RunId, type TaskId } from '@tradewind/model';
import { notifySchedulers } from '@tradewind/store';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { editDag } from '../fixtures/edit-runs.ts';
import { failure, success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';
import { explainTaskInstance } from './explain-task.ts';
import { forecast } from './forecast-runs.ts';

let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness({ parallelism: 4 });
});
afterEach(() => harness.close());

const explain = (dagId: string, runId: string, taskId: string) =>
  explainTaskInstance(harness.test.database, {
    dagId: dagId as DagId,
    runId: runId as RunId,
    taskId: taskId as TaskId,
  });
const settled = (state: string, count = 1) =>
  harness.when(
    async () => (await harness.sql('select 1 from task_instance where state = $1', [state])).length === count,
  );

describe('explain', () => {
  test('follows a task from its dependencies to its end', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['b'] }]));
    await harness.trigger('d', { runId: 'r' as RunId });
    await settled('running');
    expect((await explain('d', 'r', 'a')).verdict).toMatch(/^It has been running for 0 s on fake, in try 1\.$/);
    expect((await explain('d', 'r', 'c')).verdict).toContain('Task "a" has been running for 0 s.');
    harness.executor.finish(harness.executor.heldOf('a')!.attemptId, failure);
    await harness.until('runFinished');
    expect((await explain('d', 'r', 'c')).verdict).toContain('At the root of it: "a".');
  });

  test('names the holders of a full pool, and the place in line', async () => {
    harness.executor.answer = () => 'hold';
    await harness.sql('update pool set slots = 1');
    await notifySchedulers(harness.test.database, { kind: 'pool' });
    await harness.store(makeDag('holds', [{ id: 'a' }]));
    await harness.store(
      makeDag('waits', [
        { id: 'x', priorityWeight: 1 },
        { id: 'y', priorityWeight: 9 },
      ]),
    );
    await harness.trigger('holds', { runId: 'r' as RunId });
    await settled('running');
    await harness.trigger('waits', { runId: 'r' as RunId });
    await settled('scheduled', 2);
    const { verdict, gates } = await explain('waits', 'r', 'x');
    expect(verdict).toMatch(
      /^It waits for a slot in pool "default_pool" \(1 of 1 used\)\. Oldest holder: holds\.a, \d+ s\. Place 2 of 2 that wait\./,
    );
    expect(gates.find(({ id }) => id === 'pool')?.evidence).toMatchObject({
      holders: [{ dagId: 'holds', taskId: 'a' }],
      waiting: 2,
      place: 2,
    });
  });

  test('names the runs that a run waits for, and the pause that holds another', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', [{ id: 'a' }], { maxActiveRuns: 1 }));
    await harness.trigger('d', { runId: 'one' as RunId });
    await harness.trigger('d', { runId: 'two' as RunId });
    await harness.trigger('d', { runId: 'three' as RunId });
    expect((await explain('d', 'three', 'a')).verdict).toBe(
      'The run waits for another run of the DAG to end: 1 of 1 under way, "one". 1 queued run goes first.',
    );
    await editDag(harness.test.database, 'd', 'is_paused = true');
    expect((await explain('d', 'three', 'a')).verdict).toMatch(/^The DAG is paused/);
  });

  test('asks the run before, and how often a task is active', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', [{ id: 'a', dependsOnPast: true, maxActiveTisPerDag: 1 }]));
    await harness.trigger('d', { runId: 'one' as RunId, logicalDateAt: 1000 });
    await harness.trigger('d', { runId: 'two' as RunId, logicalDateAt: 2000 });
    await settled('running');
    const { verdict } = await explain('d', 'two', 'a');
    expect(verdict).toBe('It depends on its past: task "a" is running in run "one" before this one.');
  });

  test('knows when no scheduler lives', async () => {
    await harness.store(makeDag('d', [{ id: 'a' }]), { isPaused: true });
    await harness.trigger('d', { runId: 'r' as RunId });
    await editDag(harness.test.database, 'd', 'is_paused = false');
    await harness.until('runFinished');
    await harness.scheduler.stop({ graceMs: 0 });
    await harness.sql(`update task_instance set state = 'none', finished_at = null`);
    await harness.sql(`update dag_run set state = 'running', finished_at = null`);
    expect((await explain('d', 'r', 'a')).verdict).toMatch(/^No scheduler is running\. The last heartbeat was /);
  });

  test('carries the import error of the file', async () => {
    await harness.store(makeDag('d', [{ id: 'a' }]));
    await harness.trigger('d', { runId: 'r' as RunId });
    await harness.until('runFinished');
    await harness.sql(
      `insert into import_error (bundle_name, file, code, message, line) values ('dags', 'dags.ts', 'X', 'no good', 7)`,
    );
    await harness.sql(`update task_instance set state = 'none', finished_at = null`);
    const file = (await explain('d', 'r', 'a')).gates.find(({ id }) => id === 'dag_file');
    expect(file).toMatchObject({ status: 'pass', evidence: { importError: { message: 'no good', line: 7 } } });
  });

  test('names the reason for which the scheduler skipped a branch', async () => {
    await harness.store(
      makeDag('d', [
        { id: 'choose', flow: 'branch' },
        { id: 'left', after: ['choose'] },
      ]),
    );
    harness.executor.answer = ({ taskId }) =>
      taskId === 'choose' ? { kind: 'success', skips: { kind: 'follow', taskIds: [] } } : success;
    await harness.trigger('d', { runId: 'r' as RunId });
    await harness.until('runFinished');
    expect((await explain('d', 'r', 'left')).verdict).toBe('It is skipped, since task "choose" decided against it.');
  });

  test('says what it does not know', async () => {
    await harness.store(makeDag('d', [{ id: 'a' }]));
    await expect(explain('d', 'nowhere', 'a')).rejects.toThrow('DAG "d" has no task "a" in a run "nowhere"');
  });
});

describe('forecast', () => {
  const daily = cronTimetable({ expression: '0 6 * * *', timeZone: 'UTC' });
  const at = (iso: string): number => Date.parse(iso);

  test('lists the runs of a paused DAG before anybody un-pauses it', async () => {
    const dag = makeDag('d', [{ id: 'a' }], { timetable: daily, startDate: '2026-03-01T00:00:00.000Z', catchup: true });
    await storeDag(harness.test.database, dag, { isPaused: true });
    const runs = await forecast(harness.test.database, 'd' as DagId, at('2026-03-01T00:00Z'), at('2026-03-03T06:00Z'), {
      now: at('2026-03-10T00:00Z'),
    });
    expect(runs.map(({ runId }) => runId)).toEqual([
      'scheduled__2026-03-01T06:00:00+00:00',
      'scheduled__2026-03-02T06:00:00+00:00',
      'scheduled__2026-03-03T06:00:00+00:00',
    ]);
    expect(await harness.sql('select 1 from dag_run')).toEqual([]);
  });

  test('without catchup leaves out what was missed but the last one', async () => {
    const dag = makeDag('d', [{ id: 'a' }], { timetable: daily, startDate: '2026-03-01T00:00:00.000Z' });
    await storeDag(harness.test.database, dag, { isPaused: true });
    const runs = await forecast(harness.test.database, 'd' as DagId, 0, at('2026-03-11T06:00Z'), {
      now: at('2026-03-10T00:00Z'),
    });
    expect(runs.map(({ runAfterAt }) => new Date(runAfterAt).toISOString().slice(0, 10))).toEqual([
      '2026-03-09',
      '2026-03-10',
      '2026-03-11',
    ]);
  });

  test('begins with the run that is planned, and ends at its limit', async () => {
    await harness.store(makeDag('d', [{ id: 'a' }], { timetable: daily }));
    await harness.when(
      async () => (await harness.sql('select 1 from dag where next_run_after is not null')).length === 1,
    );
    const [planned] = await harness.sql<{ at: number }>('select next_run_after as at from dag');
    const runs = await forecast(harness.test.database, 'd' as DagId, 0, Number.POSITIVE_INFINITY, { limit: 3 });
    expect(runs).toHaveLength(3);
    expect(runs[0]?.runAfterAt).toBe(planned?.at);
  });

  test('of an unknown DAG is refused', async () => {
    await expect(forecast(harness.test.database, 'nobody' as DagId, 0, 1)).rejects.toThrow('Cannot run DAG "nobody"');
  });
});
