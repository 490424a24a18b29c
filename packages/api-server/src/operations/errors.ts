/**
 * Errors about what people name and change: DAGs, runs, tasks, pools, variables and connections.
 *
 * `status` is how HTTP says it.
 */
import { didYouMean, TradewindError } from '@tradewind/model';

/** There is no DAG of this id. */
export class DagNotFoundError extends TradewindError {
  readonly code = 'DAG_NOT_FOUND';
  readonly status = 404;
  readonly dagId: string;

  constructor(dagId: string, known: readonly string[]) {
    const hint = didYouMean(dagId, known) || ' "tradewind dags list" shows those that exist.';
    super(`There is no DAG "${dagId}".${hint}`);
    this.dagId = dagId;
  }
}

/** The DAG has no version that could run: no file declares it any more, or none ever did. */
export class DagInactiveError extends TradewindError {
  readonly code = 'DAG_INACTIVE';
  readonly status = 409;
  readonly dagId: string;

  constructor(dagId: string, file: string) {
    super(
      `DAG "${dagId}" cannot run, since ${file} no longer declares it. Restore its declaration, or look for an import error.`,
    );
    this.dagId = dagId;
  }
}

/** The DAG has no run of this id or date. */
export class DagRunNotFoundError extends TradewindError {
  readonly code = 'DAG_RUN_NOT_FOUND';
  readonly status = 404;
  readonly dagId: string;
  readonly run: string;

  constructor(dagId: string, run: string, known: readonly string[]) {
    const hint = didYouMean(run, known) || ` "tradewind dags list-runs ${dagId}" shows those that exist.`;
    super(`DAG "${dagId}" has no run "${run}".${hint}`);
    this.dagId = dagId;
    this.run = run;
  }
}

/** The DAG has a run of this id already, or of this date where only one may be. */
export class DagRunExistsError extends TradewindError {
  readonly code = 'DAG_RUN_EXISTS';
  readonly status = 409;
  readonly dagId: string;
  readonly runId: string;

  constructor(dagId: string, runId: string) {
    super(`DAG "${dagId}" has a run "${runId}" already. Give another run id, or clear that run to run it again.`);
    this.dagId = dagId;
    this.runId = runId;
  }
}

/** The run id is empty or too long. */
export class RunIdInvalidError extends TradewindError {
  readonly code = 'RUN_ID_INVALID';
  readonly status = 422;

  constructor(problem: string) {
    super(`The run id is not valid: ${problem}.`);
  }
}

/** What a run is given does not fit the params of its DAG. */
export class RunConfInvalidError extends TradewindError {
  readonly code = 'RUN_CONF_INVALID';
  readonly status = 400;
  readonly faults: readonly { readonly path: string; readonly message: string }[];

  constructor(dagId: string, faults: readonly { readonly path: string; readonly message: string }[]) {
    const lines = faults.map(({ path, message }) => `  ${path === '' ? 'conf' : path}: ${message}`);
    super([`The conf does not fit the params of DAG "${dagId}":`, ...lines].join('\n'));
    this.faults = faults;
  }
}

/** The DAG, or this run of it, has no task of this id. */
export class TaskNotFoundError extends TradewindError {
  readonly code = 'TASK_NOT_FOUND';
  readonly status = 404;
  readonly taskId: string;

  constructor(dagId: string, taskId: string, known: readonly string[]) {
    const hint = didYouMean(taskId, known) || ` "tradewind tasks list ${dagId}" shows those that exist.`;
    super(`DAG "${dagId}" has no task "${taskId}".${hint}`);
    this.taskId = taskId;
  }
}

/** The DAG has no task group of this id. */
export class GroupNotFoundError extends TradewindError {
  readonly code = 'TASK_GROUP_NOT_FOUND';
  readonly status = 404;
  readonly groupId: string;

  constructor(dagId: string, groupId: string, known: readonly string[]) {
    const hint = didYouMean(groupId, known) || (known.length === 0 ? ' It has none.' : ` It has ${known.join(', ')}.`);
    super(`DAG "${dagId}" has no task group "${groupId}".${hint}`);
    this.groupId = groupId;
  }
}

/** Runs before or after one are asked for that has no logical date, so that there is no before and after. */
export class LogicalDateMissingError extends TradewindError {
  readonly code = 'LOGICAL_DATE_MISSING';
  readonly status = 400;
  readonly runId: string;

  constructor(dagId: string, runId: string) {
    super(
      `Run "${runId}" of DAG "${dagId}" has no logical date, so that no runs come before or after it. Leave out include_past and include_future.`,
    );
    this.runId = runId;
  }
}

/** A task instance is under way, and whoever asked wants nothing to be done then. */
export class TaskRunningError extends TradewindError {
  readonly code = 'TASK_RUNNING';
  readonly status = 409;
  readonly taskId: string;

  constructor({ runId, taskId, state }: { readonly runId: string; readonly taskId: string; readonly state: string }) {
    super(`Task "${taskId}" of run "${runId}" is ${state}. Wait for its end, or ask without prevent_running_task.`);
    this.taskId = taskId;
  }
}

/** There is no pool of this name. */
export class PoolNotFoundError extends TradewindError {
  readonly code = 'POOL_NOT_FOUND';
  readonly status = 404;
  readonly pool: string;

  constructor(pool: string, known: readonly string[]) {
    super(`There is no pool "${pool}".${didYouMean(pool, known) || ' "tradewind pools list" shows those that exist.'}`);
    this.pool = pool;
  }
}

/** The pool cannot be as it is asked for. */
export class PoolInvalidError extends TradewindError {
  readonly code = 'POOL_INVALID';
  readonly status = 422;
  readonly pool: string;

  constructor(pool: string, problem: string) {
    super(`Pool "${pool}" cannot be stored: ${problem}.`);
    this.pool = pool;
  }
}

/** The default pool cannot be deleted. */
export class PoolProtectedError extends TradewindError {
  readonly code = 'POOL_PROTECTED';
  readonly status = 400;
  readonly pool: string;

  constructor(pool: string) {
    super(
      `Pool "${pool}" cannot be deleted, since tasks that name no pool use it. Change its number of slots instead.`,
    );
    this.pool = pool;
  }
}

/** There is no variable of this key, neither in the environment nor in the database. */
export class VariableNotFoundError extends TradewindError {
  readonly code = 'VARIABLE_NOT_FOUND';
  readonly status = 404;
  readonly key: string;

  constructor(key: string, known: readonly string[]) {
    const hint = didYouMean(key, known) || ' "tradewind variables list" shows those that exist.';
    super(`There is no variable "${key}".${hint}`);
    this.key = key;
  }
}

/** There is no connection of this id, neither in the environment nor in the database. */
export class ConnectionNotFoundError extends TradewindError {
  readonly code = 'CONNECTION_NOT_FOUND';
  readonly status = 404;
  readonly connectionId: string;

  constructor(connectionId: string, known: readonly string[]) {
    const hint = didYouMean(connectionId, known) || ' "tradewind connections list" shows those that exist.';
    super(`There is no connection "${connectionId}".${hint}`);
    this.connectionId = connectionId;
  }
}

/** There is a connection of this id already. */
export class ConnectionExistsError extends TradewindError {
  readonly code = 'CONNECTION_EXISTS';
  readonly status = 409;
  readonly connectionIds: readonly string[];

  constructor(connectionIds: readonly string[]) {
    const names = connectionIds.map((id) => `"${id}"`).join(', ');
    super(`There is already a connection ${names}. Give another id, delete it first, or ask for it to be replaced.`);
    this.connectionIds = connectionIds;
  }
}

/** A connection cannot be read from its URI or JSON. */
export class ConnectionInvalidError extends TradewindError {
  readonly code = 'CONNECTION_INVALID';
  readonly status = 422;
  readonly connectionId: string;

  constructor(connectionId: string, problem: string) {
    super(`Connection "${connectionId}" cannot be read: ${problem}.`);
    this.connectionId = connectionId;
  }
}
