import type { BundleVersionId, DagId, DagVersionId, SchedulerId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What a scheduler knows of a DAG. `*At` are milliseconds since the epoch. */
export interface OwnedDagRow {
  readonly dagId: DagId;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly revision: number;
  readonly versionId: DagVersionId | null;
  readonly bundleVersion: BundleVersionId | null;
  readonly file: string;
  readonly nextRunAfterAt: number | null;
  readonly nextLogicalDateAt: number | null;
  readonly nextIntervalStartAt: number | null;
  readonly nextIntervalEndAt: number | null;
  readonly nextRunBasis: string | null;
  readonly consecutiveFailedRuns: number;
  /** The latest run that the timetable made; null when there is none. */
  readonly lastRun: LastRunRow | null;
}

/** Instants as ISO 8601. */
export interface LastRunRow {
  readonly intervalStart: string | null;
  readonly intervalEnd: string | null;
  readonly finishedAt: string | null;
}

const readOwnedDagsStatement: Statement = {
  name: 'read-owned-dags',
  text: `select d.dag_id as "dagId", d.is_paused as "isPaused", d.is_active as "isActive", d.revision,
           d.current_version_id as "versionId", v.bundle_version_id as "bundleVersion", coalesce(v.file, d.file) as file,
           d.next_run_after as "nextRunAfterAt", d.next_logical_date as "nextLogicalDateAt",
           d.next_interval_start as "nextIntervalStartAt", d.next_interval_end as "nextIntervalEndAt",
           d.next_run_basis as "nextRunBasis", d.consecutive_failed_runs as "consecutiveFailedRuns",
           (select json_build_object('intervalStart', r.interval_start, 'intervalEnd', r.interval_end,
                                     'finishedAt', r.finished_at)
            from dag_run r where r.dag_id = d.dag_id and r.run_type = 'scheduled'
            order by r.run_after desc, r.id desc limit 1) as "lastRun"
         from dag d left join dag_version v on v.id = d.current_version_id
         where d.scheduler_id = $1 and ($2::text[] is null or d.dag_id = any($2))`,
};

/** The DAGs that a scheduler owns, or those of `dagIds` that it owns. */
export function readOwnedDags(
  database: Queryable,
  schedulerId: SchedulerId,
  dagIds: readonly DagId[] | null,
): Promise<OwnedDagRow[]> {
  return database.query<OwnedDagRow>(readOwnedDagsStatement, [schedulerId, dagIds]);
}
