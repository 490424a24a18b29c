/** What a hub of workers tells logs, metrics and tests. Nothing depends on anybody listening. */
import type { WorkerFacts, WorkerRejection } from '@tradewind/model';

export type WorkerHubEvent =
  | { readonly kind: 'workerJoined'; readonly worker: WorkerFacts; readonly attempts: number }
  /** It is back on a new connection. */
  | { readonly kind: 'workerResumed'; readonly worker: WorkerFacts; readonly attempts: number }
  /** Its connection broke; it has some seconds to come back. */
  | { readonly kind: 'workerAway'; readonly worker: WorkerFacts }
  /** It was silent or away for too long, or its process is dead; `lost` attempts are given up. */
  | { readonly kind: 'workerLost'; readonly worker: WorkerFacts; readonly why: LossCause; readonly lost: number }
  /** It said goodbye. */
  | { readonly kind: 'workerLeft'; readonly worker: WorkerFacts; readonly lost: number }
  | { readonly kind: 'workerRejected'; readonly reason: WorkerRejection }
  /** A worker has attempts that belong to somebody else, or to nobody: it was told to stop them. */
  | { readonly kind: 'attemptsRevoked'; readonly worker: WorkerFacts; readonly count: number };

/** `silent`: not a word within its lease; `away`: disconnected for too long; `dead`: its process is gone. */
export type LossCause = 'silent' | 'away' | 'dead';

export type WorkerHubEventListener = (event: WorkerHubEvent) => void;
