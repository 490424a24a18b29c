export * from './change-xcoms.ts';
export * from './list-mapped-xcoms.ts';
export * from './select-runs.ts';
