import type { Workload } from '@tradewind/model';
import type { WorkerSession } from './worker-session.ts';

/**
 * The worker that should run `workload`: among those that serve its queue and have room the one with the smallest part
 * of its slots taken; among equals the one that had this bundle version last, since its processes have the code; then
 * the one that was used last, so that what is superfluous stays idle. Undefined when there is none.
 */
export function chooseWorker(sessions: Iterable<WorkerSession>, workload: Workload): WorkerSession | undefined {
  let best: WorkerSession | undefined;
  for (const session of sessions) {
    if (session.room === 0 || !session.serves(workload.queue)) continue;
    if (best === undefined || isBetter(session, best, workload)) best = session;
  }
  return best;
}

function isBetter(one: WorkerSession, other: WorkerSession, { code: { bundleVersion } }: Workload): boolean {
  const difference = one.load / one.facts.slots - other.load / other.facts.slots;
  if (difference !== 0) return difference < 0;
  const affinity = one.usedAt(bundleVersion) - other.usedAt(bundleVersion);
  return affinity === 0 ? one.lastUsed > other.lastUsed : affinity > 0;
}
