import type { DagId, DagRunKey, DagRunState, DagRunType, DagVersionId, JsonObject, RunId } from '@tradewind/model';

/** A run as people see it. `*At` are milliseconds since the epoch. */
export interface DagRunRow {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly state: DagRunState;
  readonly runType: DagRunType;
  readonly triggeredBy: string;
  readonly triggeredByUser: string | null;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly conf: JsonObject;
  readonly note: string | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly clearNumber: number;
  readonly reason: JsonObject | null;
}

/** The columns of `DagRunRow`, where `dag_run` is called `r`. */
export const DAG_RUN_COLUMNS = `
  r.id as "dagRunKey", r.dag_id as "dagId", r.run_id as "runId", r.state, r.run_type as "runType",
  r.triggered_by as "triggeredBy", r.triggered_by_user as "triggeredByUser", r.dag_version_id as "dagVersionId",
  r.logical_date as "logicalDateAt", r.interval_start as "dataIntervalStartAt", r.interval_end as "dataIntervalEndAt",
  r.run_after as "runAfterAt", r.conf, r.note, r.queued_at as "queuedAt", r.started_at as "startedAt",
  r.finished_at as "finishedAt", r.clear_number as "clearNumber", r.reason`;
