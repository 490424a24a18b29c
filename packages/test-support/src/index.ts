export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './create-test-database.ts';
export { type Answer, FakeExecutor } from './fake-executor.ts';
export * from './seed-run.ts';
export { makeDag, makeTask, type TaskInput } from './serialized-dags.ts';
export { storeDag } from './store-dag.ts';
