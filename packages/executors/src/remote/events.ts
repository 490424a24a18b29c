/** What the remote executor tells logs, metrics and tests. Nothing depends on anybody listening. */
import type { QueueWorker } from './work-queue.ts';

export type RemoteExecutorEvent =
  | { readonly kind: 'workerJoined'; readonly worker: QueueWorker }
  /** It said goodbye, or another scheduler gave it up. */
  | { readonly kind: 'workerLeft'; readonly worker: QueueWorker }
  /** Its lease ran out, or its process is dead: its attempts are lost. */
  | { readonly kind: 'workerLost'; readonly worker: QueueWorker; readonly why: 'silent' | 'dead' }
  /** The queue cannot be reached. Told once until it can. */
  | { readonly kind: 'queueAway'; readonly message: string }
  /** Attempts that the queue does not know any more. */
  | { readonly kind: 'attemptsMissing'; readonly count: number };

export type RemoteExecutorListener = (event: RemoteExecutorEvent) => void;
