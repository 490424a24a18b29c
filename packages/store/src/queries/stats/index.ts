export * from './count-by-time.ts';
export * from './list-failures.ts';
export * from './measure-tasks.ts';
