import type {
  BundleVersionId,
  DagId,
  DagRunState,
  DagVersionId,
  RunId,
  SerializedTimetable,
  UserId,
} from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** A DAG as lists show it. `*At` are milliseconds since the epoch. */
export interface DagSummaryRow {
  readonly dagId: DagId;
  readonly displayName: string | null;
  readonly bundleName: string;
  readonly file: string;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly tags: readonly string[];
  readonly owner: string;
  readonly description: string | null;
  readonly nextRunAfterAt: number | null;
  readonly nextLogicalDateAt: number | null;
  readonly nextIntervalStartAt: number | null;
  readonly nextIntervalEndAt: number | null;
  readonly lastParsedAt: number;
  readonly versionId: DagVersionId | null;
  readonly bundleVersion: BundleVersionId | null;
  /** Null until a version of it was stored. */
  readonly summary: DagVersionSummary | null;
  readonly hasImportErrors: boolean;
  readonly isFavorite: boolean;
  /** The newest by `run_after`; null when there is none. */
  readonly lastRunId: RunId | null;
  readonly lastRunState: DagRunState | null;
  readonly lastRunAfterAt: number | null;
  readonly lastRunStartedAt: number | null;
  readonly lastRunFinishedAt: number | null;
}

/** What `dag_summary_v1` keeps of a version. */
export interface DagVersionSummary {
  readonly timetable: SerializedTimetable;
  readonly maxActiveRuns: number;
  readonly maxActiveTasks: number;
  readonly maxConsecutiveFailedRuns: number;
  /** Whether any of its tasks may run only so many times at once. */
  readonly hasTaskLimits: boolean;
}

const readDagSummariesStatement: Statement = {
  name: 'read-dag-summaries',
  text: `select d.dag_id as "dagId", d.display_name as "displayName", d.bundle_name as "bundleName", d.file,
           d.is_paused as "isPaused", d.is_active as "isActive", d.tags, d.owner, d.description,
           d.next_run_after as "nextRunAfterAt", d.next_logical_date as "nextLogicalDateAt",
           d.next_interval_start as "nextIntervalStartAt", d.next_interval_end as "nextIntervalEndAt",
           d.last_parsed_at as "lastParsedAt", v.id as "versionId", v.bundle_version_id as "bundleVersion", v.summary,
           exists (select 1 from import_error e where e.bundle_name = d.bundle_name and e.file = d.file) as "hasImportErrors",
           exists (select 1 from dag_favorite f where f.user_id = $2 and f.dag_id = d.dag_id) as "isFavorite",
           r.run_id as "lastRunId", r.state as "lastRunState", r.run_after as "lastRunAfterAt",
           r.started_at as "lastRunStartedAt", r.finished_at as "lastRunFinishedAt"
         from unnest($1::text[]) with ordinality as wanted (dag_id, place)
         join dag d on d.dag_id = wanted.dag_id
         left join dag_version v on v.id = d.current_version_id
         left join lateral (
           select run_id, state, run_after, started_at, finished_at from dag_run
           where dag_id = d.dag_id order by run_after desc, id desc limit 1
         ) r on true
         order by wanted.place`,
};

/** These DAGs, in this order, as `userId` sees them. Indexes: primary keys, `dag_run_newest`. */
export function readDagSummaries(
  database: Queryable,
  dagIds: readonly DagId[],
  userId: UserId,
): Promise<DagSummaryRow[]> {
  return database.query<DagSummaryRow>(readDagSummariesStatement, [dagIds, userId]);
}
