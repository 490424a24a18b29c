export * from './executor.ts';
export * from './local/attempt-runner.ts';
export * from './local/local-executor.ts';
export * from './remote/index.ts';
