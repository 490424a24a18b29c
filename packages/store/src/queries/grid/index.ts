export * from './list-grid-runs.ts';
export * from './read-grid-cells.ts';
export * from './read-grid-rows.ts';
export * from './read-grid-run-tasks.ts';
export * from './read-instance-states.ts';
