/** Errors of the scheduler. */
import { type DagId, TradewindError } from '@tradewind/model';

/** A run was asked for of a DAG that cannot run here. */
export class DagNotRunnableError extends TradewindError {
  readonly code = 'DAG_NOT_RUNNABLE';
  readonly dagId: DagId;

  constructor(dagId: DagId, why = 'it is unknown, was deleted, or has no version that can be read') {
    super(`Cannot run DAG "${dagId}": ${why}. See "tradewind dags list" and "tradewind dags list-import-errors".`);
    this.dagId = dagId;
  }
}
