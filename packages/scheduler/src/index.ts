export * from './decide/index.ts';
export { DagNotRunnableError, TaskInstanceUnknownError } from './errors.ts';
export type { SchedulerOptions } from './options.ts';
export type { SchedulerEvent, SchedulerListener } from './services/events.ts';
export { type ExplainTarget, explainTaskInstance } from './services/explain-task.ts';
export { type ForecastRun, forecast } from './services/forecast-runs.ts';
export type { RunRequest } from './services/run-request.ts';
export { Scheduler } from './services/scheduler.ts';
