import type { MessageFromWorker, MessageLink, MessageToWorker } from '@tradewind/model';

/** A connection to a worker, as the scheduler's side sees it. */
export type WorkerLink = MessageLink<MessageToWorker, MessageFromWorker>;

/** Where workers come in. The transport behind it knows nothing of what is said. */
export interface WorkerListener {
  /** Resolves when workers can connect. */
  listen(onLink: (link: WorkerLink) => void): Promise<void>;
  /** Lets nobody in any more. Open links stay. May be called several times. */
  close(): Promise<void>;
}
