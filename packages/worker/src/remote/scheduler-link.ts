import type { MessageFromWorker, MessageLink, MessageToWorker } from '@tradewind/model';

/** A connection to the scheduler, as a worker sees it. */
export type SchedulerLink = MessageLink<MessageFromWorker, MessageToWorker>;
