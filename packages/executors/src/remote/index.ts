export * from './events.ts';
export type { RemoteExecutorOptions, WorkerHubOptions } from './options.ts';
export * from './remote-executor.ts';
export type { WorkerLink, WorkerListener } from './worker-listener.ts';
