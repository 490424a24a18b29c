export * from './errors.ts';
export * from './events.ts';
export type { RemoteWorkerOptions, WorkerServices } from './options.ts';
export * from './remote-worker.ts';
export type { SchedulerLink } from './scheduler-link.ts';
