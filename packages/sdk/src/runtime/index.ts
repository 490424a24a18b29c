/** What runs DAGs sees of this package: the dag processor, the worker, the test runner. Authors need none of it. */
export { createTaskContext, type RuntimeContext } from '../context/create-task-context.ts';
export type { TaskFacts } from '../context/task-facts.ts';
export type { LogEntry, LogLevel, LogStream } from '../context/task-log.ts';
export type { ConnectionFacts, TaskServices, XComRequest } from '../context/task-services.ts';
export { createTemporaryFolder, removeAbandonedFolders } from '../operators/temporary-folder.ts';
export { type ReadInstant, readInstant } from '../options/read-instant.ts';
export { type Steering, steeringOf } from '../steer.ts';
export { collectDags } from './collect-dags.ts';
export type { DagDefinition, TaskDefinition } from './dag-definition.ts';
export { errorToOutcome } from './error-to-outcome.ts';
export { serializeError } from './serialize-error.ts';
