export * from './decide/index.ts';
export { DagNotRunnableError } from './errors.ts';
export type { SchedulerOptions } from './options.ts';
export type { SchedulerEvent, SchedulerListener } from './services/events.ts';
export type { RunRequest } from './services/run-request.ts';
export { Scheduler } from './services/scheduler.ts';
