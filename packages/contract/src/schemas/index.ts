export * from './bulk.ts';
export * from './page.ts';
export * from './pool.ts';
export * from './problem.ts';
export * from './values.ts';
export * from './version.ts';
