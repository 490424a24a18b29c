import type {
  DagId,
  DagRunKey,
  DagRunState,
  DagRunType,
  DagVersionId,
  JsonObject,
  RunId,
  SchedulerId,
} from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** A run as the scheduler needs it. `*At` are milliseconds since the epoch. */
export interface RunRow {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly state: DagRunState;
  readonly runType: DagRunType;
  readonly versionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly conf: JsonObject;
  readonly clearNumber: number;
  /** Why a queued run waits, as it was recorded last. */
  readonly reason: JsonObject | null;
  readonly revision: number;
}

const COLUMNS = `r.id as "dagRunKey", r.dag_id as "dagId", r.run_id as "runId", r.state, r.run_type as "runType",
  r.dag_version_id as "versionId", r.logical_date as "logicalDateAt", r.interval_start as "dataIntervalStartAt",
  r.interval_end as "dataIntervalEndAt", r.run_after as "runAfterAt", r.queued_at as "queuedAt",
  r.started_at as "startedAt", r.finished_at as "finishedAt", r.conf, r.clear_number as "clearNumber",
  r.reason, r.revision`;

const ofOwnerStatement: Statement = {
  name: 'read-unfinished-runs',
  text: `select ${COLUMNS} from dag_run r join dag d on d.dag_id = r.dag_id
         where r.finished_at is null and d.scheduler_id = $1 and ($2::text[] is null or d.dag_id = any($2))
         order by r.run_after, r.id`,
};

/** The queued and running runs of the DAGs that a scheduler owns, oldest first. Index: dag_run_unfinished. */
export function readUnfinishedRuns(
  database: Queryable,
  schedulerId: SchedulerId,
  dagIds: readonly DagId[] | null,
): Promise<RunRow[]> {
  return database.query<RunRow>(ofOwnerStatement, [schedulerId, dagIds]);
}

const byKeyStatement: Statement = {
  name: 'read-owned-runs',
  text: `select ${COLUMNS} from dag_run r join dag d on d.dag_id = r.dag_id
         where r.id = any($2::uuid[]) and d.scheduler_id = $1 order by r.run_after, r.id`,
};

/** Those of `keys` whose DAG this scheduler owns, in whatever state. */
export function readOwnedRuns(
  database: Queryable,
  schedulerId: SchedulerId,
  keys: readonly DagRunKey[],
): Promise<RunRow[]> {
  return database.query<RunRow>(byKeyStatement, [schedulerId, keys]);
}
