export * from './find-dag-version-by-number.ts';
export * from './find-structure.ts';
export * from './read-dag-file.ts';
export * from './read-dag-stats.ts';
export * from './read-dag-summaries.ts';
export * from './read-last-runs.ts';
