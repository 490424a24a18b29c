export type { EmbeddedPostgresConnection } from './connection.ts';
export * from './errors.ts';
export type { EmbeddedPostgresEvent, StopManner } from './events.ts';
export { type FoundEmbeddedPostgres, findRunningEmbeddedPostgres } from './find-running-embedded-postgres.ts';
export { dataDirectoryOf } from './installation.ts';
export type { StartEmbeddedPostgresOptions } from './options.ts';
export { startEmbeddedPostgres } from './start-embedded-postgres.ts';
export type { EmbeddedPostgres } from './supervise-server.ts';
