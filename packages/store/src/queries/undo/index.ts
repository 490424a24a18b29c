export * from './snapshot-runs.ts';
export * from './undo-steps.ts';
