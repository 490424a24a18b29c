/** The Execution API: what workers, and the attempts in them, call under `/execution`. */
export * from '../routes/execution/task-instances.ts';
export * from '../routes/execution/values.ts';
export * from '../routes/execution/workers.ts';
export * from '../schemas/execution/index.ts';
export * from './api-versions.ts';
export * from './execution-routes.ts';
