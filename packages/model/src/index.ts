export * from './attempt.ts';
export * from './bundle-manifest.ts';
export * from './canonical-json.ts';
export {
  DAG_ACCESS_ACTIONS,
  type DagAccess,
  type DagAccessInput,
  type DagAccessResource,
  type DagAction,
  type DagRunAction,
  faultsOfDagAccess,
  normalDagAccess,
} from './dag-access.ts';
export * from './dag-graph.ts';
export * from './dag-run-state.ts';
export * from './dag-run-transitions.ts';
export * from './encoded-value.ts';
export * from './errors.ts';
export * from './find-cycle.ts';
export * from './grid-cell.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './json-schema/index.ts';
export * from './log-line.ts';
export * from './look-ahead.ts';
export * from './redact.ts';
export * from './retry-time.ts';
export * from './run-ids.ts';
export * from './run-state.ts';
export * from './serialized-dag.ts';
export * from './serialized-dag-errors.ts';
export * from './serialized-dag-reader.ts';
export * from './skip-directives.ts';
export * from './suggestion.ts';
export * from './task-instance-state.ts';
export * from './task-instance-transitions.ts';
export * from './timetables/index.ts';
export * from './transition-error.ts';
export * from './trigger-rule.ts';
export * from './trigger-rules/index.ts';
export * from './uuid-v7.ts';
export { wallClock } from './wall-clock.ts';
export * from './why-it-ended.ts';
export * from './xcom-errors.ts';
