export * from './errors.ts';
export * from './events.ts';
export type { WorkerFacts } from './membership.ts';
export type { RemoteRunner, RemoteWorkerOptions, WorkerServices } from './options.ts';
export * from './remote-worker.ts';
