/** Runs a DAG in memory, on a virtual clock, for the tests of its author. */
export { DagRun, type TaskName, type TypedTask } from './dag-run.ts';
export * from './errors.ts';
export { runDag } from './run-dag.ts';
export type { GivenParams, RunOptions, Stub, TestConnection } from './run-options.ts';
