/** Sees to it that a worker is heard only as long as it lives. */
import { type Database, isLiveWorker } from '@tradewind/store';
import { HttpProblem } from '../http/http-problem.ts';
import type { WorkerClaims } from './execution-tokens.ts';

/** @throws {HttpProblem} 410 when it has left, or was given up. */
export async function requireLive(database: Database, { workerId }: WorkerClaims): Promise<void> {
  if (!(await isLiveWorker(database, workerId))) throw workerEnded();
}

export function workerEnded(): HttpProblem {
  return new HttpProblem(
    410,
    'This worker was given up, since nothing was heard of it for longer than its lease, or has left. Its attempts are made again elsewhere; let it stop them and join anew.',
  );
}
