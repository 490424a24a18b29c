import {
  type ConnectionOperations,
  connectionOperations,
  type DagOperations,
  dagOperations,
  type OperationContext,
  type PoolOperations,
  poolOperations,
  type RunOperations,
  runOperations,
  type SecretsInEnvironment,
  type TaskOperations,
  taskOperations,
  type VariableOperations,
  variableOperations,
} from '@tradewind/api-server';
import type { DagId, DagRunTrigger, RunId, TaskId } from '@tradewind/model';
import { type Explanation, explainTaskInstance } from '@tradewind/scheduler';
import { loadSecretKeys, parseSecretKeys, type SecretBox, secretBox } from '@tradewind/store';
import { FileLogStore } from '@tradewind/worker';
import type { Config } from '../config/config-options.ts';
import { secretsInEnvironment } from '../config/secrets-in-environment.ts';
import { openMigratedDatabase } from './configured-database.ts';
import { localChange } from './local-change.ts';
import { type LogOperations, logOperations } from './log-operations.ts';
import { type PeopleOperations, peopleOperations } from './people-operations.ts';
import {
  recordedConnections,
  recordedDags,
  recordedPools,
  recordedRuns,
  recordedTasks,
  recordedVariables,
} from './recorded.ts';

export interface TaskInstanceTarget {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly mapIndex: number;
}

/** What people and programs of theirs read and change, whatever they speak: the command line, or an API. */
export interface Platform {
  readonly dags: DagOperations;
  readonly runs: RunOperations;
  readonly tasks: TaskOperations & {
    /** Why a task instance is, or is not, running. @throws {TaskInstanceUnknownError} */
    explain(target: TaskInstanceTarget): Promise<Explanation>;
  };
  readonly logs: LogOperations;
  readonly pools: PoolOperations;
  readonly variables: VariableOperations;
  readonly connections: ConnectionOperations;
  readonly people: PeopleOperations;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly triggeredBy: DagRunTrigger;
  /**
   * Who asks, for the record.
   * @default nobody is named
   */
  readonly user?: string;
  /** @default the environment of the process */
  readonly environment?: SecretsInEnvironment;
}

/**
 * Opens the database of the configuration, and everything that can be done with it.
 *
 * @throws {DatabaseUnreachableError | SchemaMismatchError} and what starting the embedded server throws.
 */
export async function openPlatform(config: Config, options: PlatformOptions): Promise<Platform> {
  const opened = await openMigratedDatabase(config);
  const context: OperationContext = {
    database: opened.database,
    now: Date.now,
    triggeredBy: options.triggeredBy,
    user: options.user ?? null,
  };
  const secretContext = {
    ...context,
    secrets: once(() => openSecretBox(config)),
    environment: options.environment ?? secretsInEnvironment(),
  };
  const parts = { database: opened.database, change: localChange(context) };
  return {
    dags: recordedDags(parts, (database) => dagOperations({ ...context, database })),
    runs: recordedRuns(parts, (database) => runOperations({ ...context, database })),
    tasks: {
      ...recordedTasks(parts, (database) => taskOperations({ ...context, database })),
      explain: (target) => explainTaskInstance(context.database, target, context.now()),
    },
    logs: logOperations({ ...context, logs: new FileLogStore({ folder: config.logging.folder }) }),
    pools: recordedPools(parts, (database) => poolOperations({ database })),
    variables: recordedVariables(parts, (database) => variableOperations({ ...secretContext, database })),
    connections: recordedConnections(parts, (database) => connectionOperations({ ...secretContext, database })),
    people: peopleOperations(context),
    close: () => opened.close(),
  };
}

/**
 * The box that seals variables and connections: with `core.secretKey`, or with the key file of `core.home`. Each may hold
 * several keys, of which the first one seals.
 *
 * @throws {SecretKeyInvalidError}
 */
export async function openSecretBox(config: Config): Promise<SecretBox> {
  const [key, ...older] = await openSecretKeys(config);
  return secretBox(key, ...older);
}

/** The keys of the installation, of which the first one is in force. @throws {SecretKeyInvalidError} */
export function openSecretKeys({ core }: Config): ReturnType<typeof loadSecretKeys> {
  return core.secretKey === null
    ? loadSecretKeys(core.home)
    : Promise.resolve(parseSecretKeys(core.secretKey, 'core.secretKey'));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
