export * from './errors.ts';
export type { TestObserver } from './observer.ts';
export { openTestBench, type TestBench, type TestRequest } from './test-bench.ts';
