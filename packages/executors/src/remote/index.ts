export * from './events.ts';
export type { RemoteExecutorOptions } from './options.ts';
export * from './remote-executor.ts';
export type { HeldInQueue, QueuedReport, QueueWorker, WorkQueue, WorkQueueListener } from './work-queue.ts';
