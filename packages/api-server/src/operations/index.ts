export { type ConnectionOperations, connectionOperations } from './connection-operations.ts';
export { type DagOperations, dagOperations, type OperationContext } from './dag-operations.ts';
export * from './errors.ts';
export { type PoolOperations, poolOperations } from './pool-operations.ts';
export { type RunOperations, runOperations } from './run-operations.ts';
export type { SecretsInEnvironment } from './secrets-in-environment.ts';
export { type TaskOperations, taskOperations } from './task-operations.ts';
export { type SecretContext, type VariableOperations, variableOperations } from './variable-operations.ts';
export { within } from './within.ts';
