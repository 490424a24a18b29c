import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import { createRuns, notifySchedulers } from '@tradewind/store';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import { success } from '../fixtures/reports.ts';
import { type Member, SchedulerCluster } from '../fixtures/scheduler-cluster.ts';

let cluster: SchedulerCluster;
afterEach(() => cluster.close());

const diamond = (dagId: string, rest: Parameters<typeof makeDag>[2] = {}) =>
  makeDag(
    dagId,
    [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['a'] }, { id: 'd', after: ['b', 'c'] }],
    rest,
  );

const sql = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  cluster.members[0]!.harness.sql<Row>(text, values);

async function storeDags(
  count: number,
  make: (dagId: string) => ReturnType<typeof makeDag> = diamond,
): Promise<string[]> {
  const dagIds = Array.from({ length: count }, (_, index) => `dag_${index}`);
  for (const dagId of dagIds) await storeDag(cluster.test.database, make(dagId));
  await notifySchedulers(cluster.test.database, { kind: 'dag' });
  return dagIds;
}

/** Creates a run of each DAG, as another process does. */
async function createRunsOf(dagIds: readonly string[]): Promise<DagRunKey[]> {
  const versions = await sql<{ dag_id: string; version: never }>(
    'select dag_id, current_version_id as version from dag',
  );
  const versionOf = new Map(versions.map((row) => [row.dag_id, row.version]));
  const at = Date.now();
  const runs = dagIds.map((dagId) => ({
    dagRunKey: crypto.randomUUID() as string as DagRunKey,
    dagId: dagId as DagId,
    runId: `outside__${crypto.randomUUID()}` as RunId,
    runType: 'manual' as const,
    triggeredBy: 'cli' as const,
    triggeredByUser: null,
    dagVersionId: versionOf.get(dagId)!,
    logicalDateAt: null,
    dataIntervalStartAt: null,
    dataIntervalEndAt: null,
    runAfterAt: at,
    queuedAt: at,
    conf: {},
    note: null,
  }));
  await createRuns(cluster.test.database, runs);
  await notifySchedulers(cluster.test.database, { kind: 'run', runs: runs.map(({ dagRunKey }) => dagRunKey) });
  return runs.map(({ dagRunKey }) => dagRunKey);
}

const unfinished = async (): Promise<number> => (await sql('select 1 from dag_run where finished_at is null')).length;
const owners = async (): Promise<number> =>
  (await sql('select distinct scheduler_id from dag where scheduler_id is not null')).length;
const eventsOf = ({ harness }: Member, kind: string) => harness.events.filter((event) => event.kind === kind);

/** How often each task instance was handed to an executor. */
function timesHandedOver(): number[] {
  const all = cluster.members.flatMap(({ harness }) => harness.executor.submitted);
  return [...Map.groupBy(all, ({ run, taskId }) => `${run.dagRunKey}/${taskId}`).values()].map(({ length }) => length);
}

describe('two schedulers', () => {
  test('share the DAGs, and run every task once', async () => {
    cluster = await SchedulerCluster.start(2);
    const dagIds = await storeDags(12);
    await cluster.when(async () => (await owners()) === 2);
    for (let round = 0; round < 3; round += 1) await createRunsOf(dagIds);
    await cluster.when(async () => (await unfinished()) === 0);
    expect(timesHandedOver()).toEqual(Array.from({ length: 12 * 3 * 4 }, () => 1));
    expect(cluster.members.every(({ harness }) => harness.executor.submitted.length > 0)).toBe(true);
    expect(await sql(`select 1 from task_instance where state <> 'success'`)).toEqual([]);
  });

  test('share their DAGs anew when a third one joins', async () => {
    cluster = await SchedulerCluster.start(2);
    await storeDags(20);
    await cluster.when(async () => (await owners()) === 2);
    const third = await cluster.join();
    await cluster.when(async () => (await owners()) === 3);
    expect(eventsOf(third, 'dagsClaimed')).not.toEqual([]);
  });

  test('leave no DAG alone when one of them stops', async () => {
    cluster = await SchedulerCluster.start(2);
    const dagIds = await storeDags(8);
    await cluster.when(async () => (await owners()) === 2);
    const [first, second] = cluster.members;
    await first!.harness.scheduler.stop({ graceMs: 0 });
    first!.isDead = true;
    await createRunsOf(dagIds);
    await cluster.when(async () => (await unfinished()) === 0);
    expect(second!.harness.executor.submitted).toHaveLength(32);
  });

  test('do not give away a DAG that has a run', async () => {
    cluster = await SchedulerCluster.start(1);
    cluster.answer = () => 'hold';
    const dagIds = await storeDags(10, (dagId) => makeDag(dagId, [{ id: 'a' }]));
    await cluster.when(async () => (await owners()) === 1);
    await createRunsOf(dagIds);
    const [first] = cluster.members;
    await cluster.when(() => first!.harness.executor.held.size === 10);
    const second = await cluster.join();
    for (let beat = 0; beat < 5; beat += 1) {
      const count = first!.harness.events.length;
      first!.harness.executor.finish([...first!.harness.executor.held.keys()][0]!, success);
      await cluster.when(() => first!.harness.events.length > count);
    }
    await cluster.when(async () => (await owners()) === 2);
    const busy = await sql<{ scheduler_id: string }>(
      'select distinct d.scheduler_id from dag d join dag_run r using (dag_id) where r.finished_at is null',
    );
    expect(busy).toEqual([{ scheduler_id: first!.harness.scheduler.id }]);
    expect(eventsOf(second, 'dagsClaimed')).not.toEqual([]);
    cluster.answer = () => success;
    for (const { attemptId } of [...first!.harness.executor.held.values()])
      first!.harness.executor.finish(attemptId, success);
  });
});

describe('a scheduler that dies', () => {
  test('has its runs taken over, and its attempts made again', async () => {
    cluster = await SchedulerCluster.start(2);
    cluster.answer = ({ taskId }) => (taskId === 'a' ? 'hold' : success);
    const dagIds = await storeDags(8);
    await cluster.when(async () => (await owners()) === 2);
    await createRunsOf(dagIds);
    const [first, second] = cluster.members;
    const held = (): number => cluster.alive.reduce((sum, { harness }) => sum + harness.executor.held.size, 0);
    await cluster.when(() => held() === 8);
    const mine = first!.harness.executor.held.size;
    cluster.answer = () => success;
    cluster.kill(first!);
    for (const { attemptId } of [...second!.harness.executor.held.values()])
      second!.harness.executor.finish(attemptId, success);
    await cluster.when(async () => (await unfinished()) === 0);
    expect(eventsOf(second!, 'schedulersTakenOver')).toHaveLength(1);
    expect(await sql(`select 1 from task_instance where state <> 'success'`)).toEqual([]);
    // Attempts that were running are in the history; what was lost while queued left no trace.
    const [{ count } = { count: -1 }] = await sql<{ count: number }>(
      `select count(*)::int from attempt where reason->>'code' = 'attempt_lost'`,
    );
    expect(count).toBeLessThanOrEqual(mine);
  });

  test('and comes back cancels what it held, and begins a new life', async () => {
    cluster = await SchedulerCluster.start(2);
    cluster.answer = () => 'hold';
    const dagIds = await storeDags(6, (dagId) => makeDag(dagId, [{ id: 'a' }]));
    await cluster.when(async () => (await owners()) === 2);
    await createRunsOf(dagIds);
    const [first, second] = cluster.members;
    await cluster.when(() => first!.harness.executor.held.size + second!.harness.executor.held.size === 6);
    const before = first!.harness.scheduler.id;
    const mine = [...first!.harness.executor.held.keys()];
    first!.database.sever();
    await cluster.when(() => eventsOf(second!, 'schedulersTakenOver').length > 0);
    await cluster.when(() => second!.harness.executor.held.size === 6);
    first!.database.mend();
    await cluster.when(() => eventsOf(first!, 'schedulerStarted').length > 1);
    expect(eventsOf(first!, 'schedulerEnded')).toEqual([
      { kind: 'schedulerEnded', schedulerId: before, why: 'taken_over' },
    ]);
    await cluster.when(() => first!.harness.executor.held.size === 0);
    expect(first!.harness.executor.cancelled.toSorted()).toEqual(mine.toSorted());
    cluster.answer = () => success;
    for (const { attemptId } of [...second!.harness.executor.held.values()])
      second!.harness.executor.finish(attemptId, success);
    await cluster.when(async () => (await unfinished()) === 0);
    expect(first!.harness.scheduler.id).not.toBe(before);
    await createRunsOf(dagIds);
    await cluster.when(async () => (await unfinished()) === 0);
  });

  test('at any moment, one after the other, loses nothing and doubles nothing', async () => {
    cluster = await SchedulerCluster.start(2);
    const dagIds = await storeDags(10, (dagId) => diamond(dagId, { maxActiveRuns: 2 }));
    for (let round = 0; round < 4; round += 1) await createRunsOf(dagIds);
    for (let kill = 0; kill < 4; kill += 1) {
      const victim = cluster.alive[kill % 2]!;
      const commits = victim.harness.events.length;
      await Promise.race([
        cluster.when(() => victim.harness.events.length > commits + 3 + kill * 5),
        cluster.when(async () => (await unfinished()) === 0),
      ]);
      cluster.kill(victim);
      await cluster.join();
    }
    await cluster.when(async () => (await unfinished()) === 0);
    expect(cluster.doubles).toEqual([]);
    expect(await sql(`select 1 from task_instance where state <> 'success'`)).toEqual([]);
    expect(await sql(`select 1 from dag_run where state <> 'success'`)).toEqual([]);
  }, 30_000);
});

describe('a pool that two schedulers share', () => {
  test('is never over its slots, and never left empty while somebody waits', async () => {
    cluster = await SchedulerCluster.start(2);
    await sql('update pool set slots = 3');
    await notifySchedulers(cluster.test.database, { kind: 'pool' });
    const wide = (dagId: string) =>
      makeDag(
        dagId,
        Array.from({ length: 10 }, (_, index) => ({ id: `t${index}` })),
      );
    const dagIds = await storeDags(8, wide);
    await cluster.when(async () => (await owners()) === 2);
    await createRunsOf(dagIds);
    await cluster.when(async () => (await unfinished()) === 0);
    expect(cluster.most).toBeLessThanOrEqual(3);
    expect(timesHandedOver()).toHaveLength(80);
    expect(cluster.doubles).toEqual([]);
  }, 20_000);

  test('wakes the one that waits when the other gives a slot back', async () => {
    cluster = await SchedulerCluster.start(2);
    cluster.answer = () => 'hold';
    await sql('update pool set slots = 1');
    await notifySchedulers(cluster.test.database, { kind: 'pool' });
    const dagIds = await storeDags(8, (dagId) => makeDag(dagId, [{ id: 'a' }]));
    await cluster.when(async () => (await owners()) === 2);
    await createRunsOf(dagIds);
    for (let served = 1; served <= 8; served += 1) {
      const held = (): Member | undefined => cluster.members.find(({ harness }) => harness.executor.held.size > 0);
      await cluster.when(() => held() !== undefined);
      const executor = held()!.harness.executor;
      executor.finish([...executor.held.keys()][0]!, success);
      await cluster.when(
        async () => (await sql('select 1 from dag_run where finished_at is not null')).length === served,
      );
    }
    expect(cluster.most).toBe(1);
    expect(cluster.members.every(({ harness }) => harness.executor.submitted.length > 0)).toBe(true);
  }, 20_000);
});
