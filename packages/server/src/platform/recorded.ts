/** The operations of the command line, each change in one transaction with its audit event. */
import {
  type Change,
  type ConnectionOperations,
  type DagOperations,
  type PoolOperations,
  type RunOperations,
  type TaskOperations,
  type VariableOperations,
  within,
} from '@tradewind/api-server';
import { type AuditDeed, type Database, findDagRunByKey } from '@tradewind/store';

export interface RecordingParts {
  readonly database: Database;
  readonly change: Change;
}

type Make<Operations> = (database: Database) => Operations;

/** Runs one operation within the transaction of its record. */
function recorder<Operations>({ database, change }: RecordingParts, make: Make<Operations>) {
  return <Result>(
    work: (operations: Operations) => Promise<Result>,
    deedsOf: (result: Result) => readonly AuditDeed[],
  ): Promise<Result> =>
    change(async ({ transaction, record }) => {
      const result = await work(make(within(transaction, database)));
      for (const deed of deedsOf(result)) record(deed);
      return result;
    });
}

export function recordedDags(parts: RecordingParts, make: Make<DagOperations>): DagOperations {
  const run = recorder(parts, make);
  return {
    ...make(parts.database),
    setPaused: (dagIds, isPaused) =>
      run(
        (dags) => dags.setPaused(dagIds, isPaused),
        (changed) => changed.map((dagId) => ({ event: 'patch_dag', dagId, after: { is_paused: isPaused } })),
      ),
    trigger: (request) =>
      run(
        (dags) => dags.trigger(request),
        ({ dagId, runId, logicalDateAt, conf }) => [
          { event: 'trigger_dag_run', dagId, runId, logicalDateAt, after: { conf } },
        ],
      ),
    delete: (dagId) =>
      run(
        (dags) => dags.delete(dagId),
        (runs) => [{ event: 'delete_dag', dagId, before: { runs } }],
      ),
  };
}

export function recordedRuns(parts: RecordingParts, make: Make<RunOperations>): RunOperations {
  return {
    ...make(parts.database),
    delete: (dagRunKey) =>
      parts.change(async ({ transaction, record }) => {
        const run = await findDagRunByKey(transaction, dagRunKey);
        await make(within(transaction, parts.database)).delete(dagRunKey);
        record({ event: 'delete_dag_run', dagId: run!.dagId, runId: run!.runId, before: { state: run!.state } });
      }),
  };
}

export function recordedTasks(parts: RecordingParts, make: Make<TaskOperations>): TaskOperations {
  const run = recorder(parts, make);
  return {
    ...make(parts.database),
    clear: (request) =>
      run(
        (tasks) => tasks.clear(request),
        (cleared) =>
          request.isDryRun || cleared.length === 0
            ? []
            : [{ event: 'post_clear_task_instances', dagId: request.dagId, after: { cleared: cleared.length } }],
      ),
  };
}

export function recordedPools(parts: RecordingParts, make: Make<PoolOperations>): PoolOperations {
  const run = recorder(parts, make);
  return {
    ...make(parts.database),
    save: (pools) =>
      run(
        (operations) => operations.save(pools),
        (created) =>
          pools.map(({ name, slots }) => ({ event: savedAs('pool', created, name), extra: name, after: { slots } })),
      ),
    delete: (name) =>
      run(
        (operations) => operations.delete(name),
        () => [{ event: 'delete_pool', extra: name }],
      ),
  };
}

export function recordedVariables(parts: RecordingParts, make: Make<VariableOperations>): VariableOperations {
  const run = recorder(parts, make);
  return {
    ...make(parts.database),
    save: (variables) =>
      run(
        (operations) => operations.save(variables),
        (created) => variables.map(({ key }) => ({ event: savedAs('variable', created, key), extra: key })),
      ),
    delete: (key) =>
      run(
        (operations) => operations.delete(key),
        () => [{ event: 'delete_variable', extra: key }],
      ),
  };
}

export function recordedConnections(parts: RecordingParts, make: Make<ConnectionOperations>): ConnectionOperations {
  const run = recorder(parts, make);
  return {
    ...make(parts.database),
    save: (connections, options) =>
      run(
        (operations) => operations.save(connections, options),
        (created) =>
          connections.map(({ connectionId, connType }) => ({
            event: savedAs('connection', created, connectionId),
            extra: connectionId,
            after: { conn_type: connType },
          })),
      ),
    delete: (connectionId) =>
      run(
        (operations) => operations.delete(connectionId),
        () => [{ event: 'delete_connection', extra: connectionId }],
      ),
  };
}

function savedAs(kind: string, created: readonly string[], name: string): string {
  return `${created.includes(name) ? 'post' : 'patch'}_${kind}`;
}
