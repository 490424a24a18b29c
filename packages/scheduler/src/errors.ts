/** Errors of the scheduler. */
import { type DagId, type RunId, type TaskId, TradewindError } from '@tradewind/model';

/** A run was asked for of a DAG that cannot run here. */
export class DagNotRunnableError extends TradewindError {
  readonly code = 'DAG_NOT_RUNNABLE';
  readonly dagId: DagId;

  constructor(dagId: DagId, why = 'it is unknown, was deleted, or has no version that can be read') {
    super(`Cannot run DAG "${dagId}": ${why}. See "tradewind dags list" and "tradewind dags list-import-errors".`);
    this.dagId = dagId;
  }
}

/** Something was asked about a task instance that does not exist. */
export class TaskInstanceUnknownError extends TradewindError {
  readonly code = 'TASK_INSTANCE_UNKNOWN';
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;

  constructor({ dagId, runId, taskId }: { readonly dagId: DagId; readonly runId: RunId; readonly taskId: TaskId }) {
    super(
      `DAG "${dagId}" has no task "${taskId}" in a run "${runId}". See "tradewind dags list-runs ${dagId}" and "tradewind tasks list ${dagId}".`,
    );
    this.dagId = dagId;
    this.runId = runId;
    this.taskId = taskId;
  }
}
