export * from './describe-executor.ts';
export * from './executor-under-test.ts';
export * from './recorder.ts';
