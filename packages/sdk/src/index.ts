/** What the author of a DAG imports. */
export type { Connection, TaskConnections } from './context/task-connections.ts';
export type { AnyParams, DataInterval, TaskContext } from './context/task-context.ts';
export type { LogFields, TaskLog } from './context/task-log.ts';
export type { TaskVariables } from './context/task-variables.ts';
export type { PullOptions, TaskXComs } from './context/task-xcoms.ts';
export { type DagFunction, type DagScope, dag, type ResultOf } from './dag.ts';
export type { Duration } from './duration.ts';
export * from './errors.ts';
export type { DagOptions } from './options/dag-options.ts';
export type { DateInput } from './options/date-input.ts';
export type { TaskOptions, TaskOverrides, TaskSettings } from './options/task-options.ts';
export type { ParamReferences } from './params/param-references.ts';
export type {
  ParamsInputOf,
  ParamsJsonSchema,
  ParamsOf,
  ParamsSchema,
  StandardSchema,
} from './params/params-schema.ts';
export type { DagDefinition } from './runtime/dag-definition.ts';
export type { ScheduleInput } from './schedules/read-schedule.ts';
export {
  type CronOptions,
  continuous,
  cron,
  cronInterval,
  dates,
  every,
  everyInterval,
  once,
  type Schedule,
  type SchedulePreset,
} from './schedules/schedule.ts';
export { Fail, RetryIn, Skip } from './steering.ts';
export { type Branch, type BranchHandle, branch, type Choice, type Targets } from './tasks/branch.ts';
export { chain } from './tasks/chain.ts';
export { type GroupOptions, group } from './tasks/group.ts';
export { latestOnly } from './tasks/latest-only.ts';
export { type ShortCircuitOptions, shortCircuit } from './tasks/short-circuit.ts';
export { type InputArguments, type Task, type TaskOptionsWithParams, task } from './tasks/task.ts';
export { literal } from './templates/literal.ts';
export type { Template, Templated } from './templates/template.ts';
export { templateFile } from './templates/template-file.ts';
export type { Group, Handle, Step, Steps, TeardownOptions } from './wiring/handle.ts';
export type { Reference, Wired } from './wiring/reference.ts';
