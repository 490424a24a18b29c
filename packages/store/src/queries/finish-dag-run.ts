import type { DagRunKey, JsonObject } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const finishDagRunStatement: Statement = {
  name: 'finish-dag-run',
  text: `update dag_run set state = $2, reason = $3::jsonb, revision = revision + 1,
           started_at = coalesce(started_at, to_timestamp($4 / 1000.0)),
           finished_at = coalesce(finished_at, to_timestamp($4 / 1000.0))
         where id = $1`,
};

export interface RunMark {
  readonly state: 'success' | 'failed';
  readonly reason: JsonObject;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Ends a run by hand. Locks: the run, which `lockDagRuns` holds already. */
export async function finishDagRun(
  transaction: Queryable,
  dagRunKey: DagRunKey,
  { state, reason, at }: RunMark,
): Promise<void> {
  await transaction.query(finishDagRunStatement, [dagRunKey, state, JSON.stringify(reason), at]);
}
