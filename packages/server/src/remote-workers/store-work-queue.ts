/** The queue of the remote executor in PostgreSQL, under an id of its own for each life of the executor. */
import { randomFillSync } from 'node:crypto';
import { GATEWAY_LEASE_MS, WORKER_LEASE_MS } from '@tradewind/api-server';
import type { QueueWorker, WorkQueue, WorkQueueListener } from '@tradewind/executors';
import { createUuidV7, type ExecutorId } from '@tradewind/model';
import {
  adoptAttempts,
  type ChannelListener,
  cancelWorkloads,
  type Database,
  deleteOrphanWorkloads,
  endSilentWorkers,
  endWorkers,
  isUnreachable,
  listenToChannels,
  listKnownAttempts,
  listLiveWorkers,
  loseAttemptsOfEndedWorkers,
  readAttemptReports,
  readReportNotice,
  reportsChannelOf,
  settleAttempts,
  submitWorkloads,
  WORKERS_CHANNEL,
  withdrawWorkloads,
} from '@tradewind/store';

/** How often attempts that nobody has any more are looked for, and how old they have to be. */
const ORPHAN_MS = 60_000;

export function storeWorkQueue(database: Database): WorkQueue {
  const owner = createUuidV7({ now: Date.now, random: (bytes) => void randomFillSync(bytes) })() as ExecutorId;
  let listener: ChannelListener | undefined;
  let tidiedAt = performance.now();
  const tidy = async (): Promise<void> => {
    if (performance.now() - tidiedAt < ORPHAN_MS) return;
    tidiedAt = performance.now();
    await deleteOrphanWorkloads(database, ORPHAN_MS);
  };
  return {
    async open(told) {
      listener = await listen(database, owner, told);
    },
    close: async () => listener?.close(),
    isTemporary: isUnreachable,
    submit: (workloads) => submitWorkloads(database, owner, workloads),
    cancel: (attemptIds, reason) => cancelWorkloads(database, owner, attemptIds, reason),
    withdraw: () => withdrawWorkloads(database, owner),
    read: (attemptIds) => readAttemptReports(database, owner, attemptIds),
    adopt: (attemptIds) => adoptAttempts(database, owner, attemptIds),
    settle: (attemptIds) => settleAttempts(database, owner, attemptIds),
    known: (attemptIds) => listKnownAttempts(database, owner, attemptIds),
    listWorkers: () => listLiveWorkers(database),
    async giveUpWorkers(dead) {
      const limits = { leaseMs: WORKER_LEASE_MS, gatewayLeaseMs: GATEWAY_LEASE_MS };
      const silent = await endSilentWorkers(database, limits);
      const gone: readonly QueueWorker[] = dead.length === 0 ? [] : await endWorkers(database, dead);
      await loseAttemptsOfEndedWorkers(database);
      await tidy();
      return [...silent, ...gone];
    },
  };
}

function listen(database: Database, owner: ExecutorId, told: WorkQueueListener): Promise<ChannelListener> {
  return listenToChannels({
    database,
    channels: [reportsChannelOf(owner), WORKERS_CHANNEL],
    onNotification: (channel, payload) => {
      if (channel === WORKERS_CHANNEL) told.onWorkers();
      else told.onReports(readReportNotice(payload));
    },
    onGap: () => told.onGap(),
  });
}
