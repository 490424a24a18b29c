export * from './snapshot-runs.ts';
export * from './snapshot-variable.ts';
export * from './undo-steps.ts';
