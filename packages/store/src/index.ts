export * from './database.ts';
export * from './errors.ts';
export * from './migrate-database.ts';
export * from './notifications.ts';
export * from './queries/commit-turn.ts';
export * from './queries/create-runs.ts';
