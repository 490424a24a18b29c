import type { DagId, DagRunKey, DagRunState, DagVersionId, RunId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface LockedDagRun {
  readonly dagRunKey: DagRunKey;
  readonly runId: RunId;
  readonly state: DagRunState;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
}

export interface LockedDagRunFilter {
  /** One run by its name. */
  readonly runId?: RunId;
  /** Runs with a logical date from here on. */
  readonly logicalDateFromAt?: number;
  /** Runs with a logical date up to here, inclusive. */
  readonly logicalDateToAt?: number;
}

const lockDagRunsStatement: Statement = {
  name: 'lock-dag-runs',
  text: `select r.id as "dagRunKey", r.run_id as "runId", r.state, r.dag_version_id as "dagVersionId",
           r.logical_date as "logicalDateAt"
         from dag_run r
         where r.dag_id = $1 and ($2::text is null or r.run_id = $2)
           and ($3::float8 is null or r.logical_date >= to_timestamp($3 / 1000.0))
           and ($4::float8 is null or r.logical_date <= to_timestamp($4 / 1000.0))
         order by r.id
         for no key update`,
};

/**
 * Locks runs of a DAG against their scheduler, which takes them before anything else as well, until the transaction
 * ends. Index: the unique one over DAG and name.
 */
export async function lockDagRuns(
  transaction: Queryable,
  dagId: DagId,
  filter: LockedDagRunFilter,
): Promise<readonly LockedDagRun[]> {
  const { runId, logicalDateFromAt, logicalDateToAt } = filter;
  return transaction.query<LockedDagRun>(lockDagRunsStatement, [
    dagId,
    runId ?? null,
    logicalDateFromAt ?? null,
    logicalDateToAt ?? null,
  ]);
}
