import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What decides over a DAG, its scheduler and its runs at once. `*At` are milliseconds since the epoch. */
export interface DagStandingRow {
  readonly file: string;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly nextRunAfterAt: number | null;
  /** Why the file of the DAG cannot be loaded; null when it can. Instants in it are ISO 8601. */
  readonly importError: {
    readonly code: string;
    readonly message: string;
    readonly line: number | null;
    readonly happenedAt: string;
  } | null;
  /** The scheduler that owns the DAG; null when none does. */
  readonly ownerHeartbeatAt: number | null;
  readonly ownerName: string | null;
  /** False when its lease ran out or it was ended. */
  readonly isOwnerAlive: boolean;
  readonly liveSchedulers: number;
  /** The last sign of life of any scheduler. */
  readonly lastHeartbeatAt: number | null;
  /** Runs of the DAG that are under way: their count, and the names of the five oldest. */
  readonly runningCount: number;
  readonly runningRunIds: readonly RunId[];
  /** Queued runs of the DAG that start before the one that asks. */
  readonly queuedAhead: number;
}

const readDagStandingStatement: Statement = {
  name: 'read-dag-standing',
  text: `select d.file, d.is_paused as "isPaused", d.is_active as "isActive", d.next_run_after as "nextRunAfterAt",
           (select json_build_object('code', e.code, 'message', e.message, 'line', e.line, 'happenedAt', e.happened_at)
            from import_error e where e.bundle_name = d.bundle_name and e.file = d.file) as "importError",
           s.heartbeat_at as "ownerHeartbeatAt", s.hostname || ':' || s.pid as "ownerName",
           coalesce(s.ended_at is null and s.lease_until >= clock_timestamp(), false) as "isOwnerAlive",
           (select count(*)::int from scheduler l where l.ended_at is null and l.lease_until >= clock_timestamp()) as "liveSchedulers",
           (select max(l.heartbeat_at) from scheduler l) as "lastHeartbeatAt",
           running.count as "runningCount", running.names as "runningRunIds",
           (select count(*)::int from dag_run q, dag_run mine
            where mine.id = $2 and q.dag_id = d.dag_id and q.finished_at is null and q.state = 'queued' and q.id <> mine.id
              and (q.run_after, q.id) < (mine.run_after, mine.id)) as "queuedAhead"
         from dag d left join scheduler s on s.id = d.scheduler_id
         cross join lateral (
           select count(*)::int as count, coalesce((array_agg(r.run_id order by r.run_after, r.id))[1:5], '{}') as names
           from dag_run r where r.dag_id = d.dag_id and r.finished_at is null and r.state = 'running'
         ) running
         where d.dag_id = $1`,
};

/** How things stand for a DAG, seen from one of its runs; null when there is no such DAG. Index: `dag_run_unfinished`. */
export async function readDagStanding(
  database: Queryable,
  dagId: DagId,
  dagRunKey: DagRunKey,
): Promise<DagStandingRow | null> {
  const [row] = await database.query<DagStandingRow>(readDagStandingStatement, [dagId, dagRunKey]);
  return row ?? null;
}
