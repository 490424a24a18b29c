export * from './task-instance.ts';
export * from './values.ts';
export * from './worker.ts';
