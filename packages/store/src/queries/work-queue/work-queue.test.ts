import type { AttemptId, AttemptReport, ExecutorId, WorkerId, Workload } from '@tradewind/model';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adoptAttempts } from './adopt-attempts.ts';
import { cancelWorkloads, withdrawWorkloads } from './cancel-workloads.ts';
import { claimWorkloads } from './claim-workloads.ts';
import { deleteOrphanWorkloads } from './delete-orphan-workloads.ts';
import { readAttemptReports } from './read-attempt-reports.ts';
import { reconcileWorker } from './reconcile-worker.ts';
import { settleAttempts } from './settle-attempts.ts';
import { storeAttemptReports } from './store-attempt-reports.ts';
import { submitWorkloads } from './submit-workloads.ts';
import {
  beatWorkGateway,
  endSilentWorkers,
  endWorkers,
  joinWorker,
  listLiveWorkers,
  loseAttemptsOfEndedWorkers,
  renewWorker,
} from './worker-leases.ts';

let testDatabase: TestDatabase;
let last = 0;

const uuid = (): string => {
  last += 1;
  return `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(() => testDatabase.database.runScript('truncate worker, work_gateway, workload, attempt_report'));

function workload(options: { readonly queue?: string; readonly priority?: number } = {}): Workload {
  const { queue = 'default', priority = 1 } = options;
  const run = { dagRunKey: uuid(), dagId: 'zoo', runId: 'run' };
  return { attemptId: uuid(), taskId: 'lion', mapIndex: -1, run, queue, priority } as unknown as Workload;
}

async function join(options: { readonly slots?: number; readonly queues?: readonly string[] } = {}): Promise<WorkerId> {
  const { slots = 2, queues = ['default'] } = options;
  const id = uuid() as WorkerId;
  const facts = { id, name: 'w', host: 'h', pid: 1, version: '0.1.0', isDraining: false };
  await joinWorker(testDatabase.database, { worker: { ...facts, slots, queues }, leaseMs: 60_000 });
  return id;
}

const claim = async (workerId: WorkerId, limit = 100, ahead = 0): Promise<readonly Workload[]> =>
  (await claimWorkloads(testDatabase.database, { workerId, limit, ahead })).workloads;
const idsOf = (workloads: readonly Workload[]): AttemptId[] => workloads.map(({ attemptId }) => attemptId);
const owner = (): ExecutorId => uuid() as ExecutorId;

function started(attemptId: AttemptId): AttemptReport {
  return { kind: 'started', attemptId, at: 1000, worker: 'w:1' };
}
function finished(attemptId: AttemptId): AttemptReport {
  const rest = { startedAt: 1000, at: 2000, worker: 'w:1', usage: null, rendered: null };
  return { kind: 'finished', attemptId, outcome: { kind: 'success' }, ...rest };
}

describe('claiming', () => {
  test('gives the greatest priority first, then the order of arrival, and no more than there are slots', async () => {
    const [low, high, alsoHigh] = [workload(), workload({ priority: 9 }), workload({ priority: 9 })];
    await submitWorkloads(testDatabase.database, owner(), [low, high, alsoHigh]);
    const worker = await join({ slots: 2 });
    expect(idsOf(await claim(worker))).toEqual([high.attemptId, alsoHigh.attemptId]);
    expect(await claim(worker)).toEqual([]);
    expect(idsOf(await claim(worker, 100, 1))).toEqual([low.attemptId]);
  });

  test('gives what was stored, from the queues of the worker alone', async () => {
    const [plain, gpu] = [workload(), workload({ queue: 'gpu' })];
    await submitWorkloads(testDatabase.database, owner(), [plain, gpu]);
    expect(await claim(await join({ queues: ['gpu', 'tpu'] }))).toEqual([gpu]);
    expect(await claim(await join())).toEqual([plain]);
  });

  test('gives an attempt to one of many that ask at the same time', async () => {
    const workloads = Array.from({ length: 40 }, () => workload());
    await submitWorkloads(testDatabase.database, owner(), workloads);
    const workers = await Promise.all([join({ slots: 40 }), join({ slots: 40 }), join({ slots: 40 })]);
    const given = (await Promise.all(workers.flatMap((id) => [claim(id, 7), claim(id, 7)]))).flat();
    expect(new Set(idsOf(given)).size).toBe(given.length);
    const rest = (await Promise.all(workers.map((id) => claim(id)))).flat();
    expect(idsOf([...given, ...rest]).toSorted()).toEqual(idsOf(workloads).toSorted());
  });

  test('gives nothing to a worker that drains or has ended', async () => {
    await submitWorkloads(testDatabase.database, owner(), [workload()]);
    const [draining, ended] = [await join(), await join()];
    await renewWorker(testDatabase.database, { id: draining, leaseMs: 60_000, isDraining: true });
    await endWorkers(testDatabase.database, [ended]);
    expect([await claim(draining), await claim(ended)]).toEqual([[], []]);
  });
});

test('a claim says how many it could have given', async () => {
  await submitWorkloads(testDatabase.database, owner(), [workload()]);
  const workerId = await join({ slots: 3 });
  const ask = { workerId, ahead: 0, limit: 100 };
  expect(await claimWorkloads(testDatabase.database, ask)).toMatchObject({ places: 3, workloads: [{}] });
  expect(await claimWorkloads(testDatabase.database, ask)).toEqual({ places: 2, workloads: [] });
  expect(await claimWorkloads(testDatabase.database, { ...ask, workerId: uuid() as WorkerId })).toMatchObject({
    places: 0,
  });
});

describe('reports', () => {
  test('are kept for the owner until they are settled, and a repeated call changes nothing', async () => {
    const [me, { database }] = [owner(), testDatabase];
    const [one, two] = [workload(), workload()];
    await submitWorkloads(database, me, [one, two]);
    const worker = await join();
    await claim(worker);
    const reports = [started(one.attemptId), started(two.attemptId), finished(two.attemptId)];
    const both = new Set([one.attemptId, two.attemptId]);
    expect(await storeAttemptReports(database, worker, reports)).toEqual(both);
    expect(await storeAttemptReports(database, worker, reports)).toEqual(both);
    const rows = await readAttemptReports(database, me, null);
    expect(rows.map(({ attemptId, kind }) => [attemptId, kind])).toEqual([
      [one.attemptId, 'started'],
      [two.attemptId, 'finished'],
    ]);
    expect(rows[1]!.report).toEqual(finished(two.attemptId));
    await settleAttempts(database, owner(), [two.attemptId]);
    expect(await readAttemptReports(database, me, [two.attemptId])).toHaveLength(1);
    await settleAttempts(database, me, [two.attemptId]);
    expect(await readAttemptReports(database, me, [two.attemptId])).toEqual([]);
  });

  test('of a worker that has not got the attempt are refused', async () => {
    const one = workload();
    await submitWorkloads(testDatabase.database, owner(), [one]);
    const [right, wrong] = [await join(), await join()];
    await claim(right);
    expect(await storeAttemptReports(testDatabase.database, wrong, [finished(one.attemptId)])).toEqual(new Set());
    expect(await storeAttemptReports(testDatabase.database, right, [finished(one.attemptId)])).toEqual(
      new Set([one.attemptId]),
    );
  });

  test('keep an attempt from being queued a second time', async () => {
    const [me, one] = [owner(), workload()];
    await submitWorkloads(testDatabase.database, me, [one]);
    await submitWorkloads(testDatabase.database, me, [one]);
    const worker = await join();
    expect(idsOf(await claim(worker))).toEqual([one.attemptId]);
    await storeAttemptReports(testDatabase.database, worker, [finished(one.attemptId)]);
    await submitWorkloads(testDatabase.database, me, [one]);
    expect(await claim(worker)).toEqual([]);
  });

  test('go to whoever adopted the attempt, before or after they came', async () => {
    const { database } = testDatabase;
    const [former, heir] = [owner(), owner()];
    const [before, after, unknown] = [workload(), workload(), workload()];
    await submitWorkloads(database, former, [before, after]);
    const worker = await join();
    await claim(worker);
    await storeAttemptReports(database, worker, [finished(before.attemptId)]);
    const adopted = await adoptAttempts(database, heir, idsOf([before, after, unknown]));
    expect(adopted.toSorted((a, b) => a.attemptId.localeCompare(b.attemptId))).toEqual([
      { attemptId: before.attemptId, queue: null },
      { attemptId: after.attemptId, queue: 'default' },
    ]);
    await storeAttemptReports(database, worker, [finished(after.attemptId)]);
    expect(await readAttemptReports(database, former, null)).toEqual([]);
    expect(await readAttemptReports(database, heir, null)).toHaveLength(2);
  });
});

describe('calling off', () => {
  test('takes what waits out of the queue, and marks what a worker has', async () => {
    const { database } = testDatabase;
    const [me, waiting, running] = [owner(), workload(), workload({ priority: 9 })];
    await submitWorkloads(database, me, [waiting, running]);
    const worker = await join({ slots: 1 });
    await claim(worker);
    const ids = idsOf([waiting, running]);
    expect(await cancelWorkloads(database, owner(), ids, 'cancelled')).toEqual([]);
    expect(await cancelWorkloads(database, me, ids, 'cancelled')).toEqual([waiting.attemptId]);
    const standing = await reconcileWorker(database, { workerId: worker, held: [running.attemptId], graceMs: 0 });
    expect(standing).toEqual({
      missed: [],
      revoked: [],
      cancelled: [{ attemptId: running.attemptId, reason: 'cancelled' }],
    });
    await withdrawWorkloads(database, me);
    const after = await reconcileWorker(database, { workerId: worker, held: [running.attemptId], graceMs: 0 });
    expect(after.revoked).toEqual([running.attemptId]);
  });

  test('what no task instance has any more is deleted after a while', async () => {
    await submitWorkloads(testDatabase.database, owner(), [workload()]);
    expect(await deleteOrphanWorkloads(testDatabase.database, 60_000)).toBe(0);
    expect(await deleteOrphanWorkloads(testDatabase.database, -1000)).toBe(1);
  });
});

describe('a worker', () => {
  test('is told what it was given and never received, once it can be on its way no more', async () => {
    const one = workload();
    await submitWorkloads(testDatabase.database, owner(), [one]);
    const workerId = await join();
    await claim(workerId);
    const ask = { workerId, held: [] };
    expect((await reconcileWorker(testDatabase.database, { ...ask, graceMs: 60_000 })).missed).toEqual([]);
    expect((await reconcileWorker(testDatabase.database, { ...ask, graceMs: -1000 })).missed).toEqual([one]);
  });

  test('that has ended can neither renew its lease nor join again, and its attempts are lost', async () => {
    const { database } = testDatabase;
    const [me, ran, waited] = [owner(), workload(), workload()];
    await submitWorkloads(database, me, [ran, waited]);
    const id = await join();
    await claim(id);
    await storeAttemptReports(database, id, [started(ran.attemptId)]);
    expect((await endWorkers(database, [id])).map((row) => row.id)).toEqual([id]);
    expect(await endWorkers(database, [id])).toEqual([]);
    expect(await renewWorker(database, { id, leaseMs: 60_000, isDraining: false })).toBe(false);
    const facts = { id, name: 'w', host: 'h', pid: 1, queues: ['default'], slots: 1, version: '1', isDraining: false };
    expect(await joinWorker(database, { worker: facts, leaseMs: 1 })).toBe(false);
    expect([await loseAttemptsOfEndedWorkers(database), await loseAttemptsOfEndedWorkers(database)]).toEqual([2, 0]);
    const rows = await readAttemptReports(database, me, null);
    expect(rows.filter(({ kind }) => kind === 'lost').map(({ report }) => report)).toEqual(
      expect.arrayContaining([
        { worker: 'w', startedAt: 1000 },
        { worker: 'w', startedAt: null },
      ]),
    );
    expect(await storeAttemptReports(database, id, [finished(ran.attemptId)])).toEqual(new Set());
  });

  test('that is silent is given up only if somebody was there to hear it', async () => {
    const { database } = testDatabase;
    const facts = { name: 'w', host: 'h', pid: 1, queues: ['default'], slots: 1, version: '1', isDraining: false };
    const id = uuid() as WorkerId;
    await joinWorker(database, { worker: { ...facts, id }, leaseMs: -1000 });
    const limits = { leaseMs: -1, gatewayLeaseMs: 60_000 };
    expect(await endSilentWorkers(database, limits)).toEqual([]);
    await beatWorkGateway(database, uuid(), 60_000);
    expect(await endSilentWorkers(database, { ...limits, leaseMs: 60_000 })).toEqual([]);
    expect((await listLiveWorkers(database)).map((row) => row.id)).toEqual([id]);
    expect((await endSilentWorkers(database, limits)).map((row) => row.id)).toEqual([id]);
    expect(await listLiveWorkers(database)).toEqual([]);
  });
});
