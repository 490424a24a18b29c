import type { DagId, DagRunKey, DagRunTrigger, DagRunType, DagVersionId, JsonObject, RunId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { encodeJson } from '../encode-json.ts';
import { WAKE_CHANNEL, wakePayload } from '../notifications.ts';

/** A run to create. `*At` are milliseconds since the epoch. */
export interface NewRun {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly runType: DagRunType;
  readonly triggeredBy: DagRunTrigger;
  readonly triggeredByUser: string | null;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly queuedAt: number;
  readonly conf: JsonObject;
  readonly note: string | null;
}

const createRunsStatement: Statement = { name: 'create-runs', text: 'select create_runs_v1($1::json) as id' };

/** The JSON that `create_runs_v1` reads. */
export function encodeNewRuns(runs: readonly NewRun[]): string {
  return encodeJson(
    runs.map((run) => ({
      id: run.dagRunKey,
      dag_id: run.dagId,
      run_id: run.runId,
      run_type: run.runType,
      triggered_by: run.triggeredBy,
      triggered_by_user: run.triggeredByUser,
      dag_version_id: run.dagVersionId,
      logical_date: run.logicalDateAt,
      interval_start: run.dataIntervalStartAt,
      interval_end: run.dataIntervalEndAt,
      run_after: run.runAfterAt,
      queued_at: run.queuedAt,
      conf: run.conf,
      note: run.note,
    })),
  );
}

/**
 * Creates runs and their task instances, in state `queued` and `none`.
 *
 * A run whose run id, or for scheduled runs whose logical date, exists already is left out. Returns the keys of those
 * that were created. Tell the scheduler with `notify` in the same transaction.
 */
export async function createRuns(database: Queryable, runs: readonly NewRun[]): Promise<readonly DagRunKey[]> {
  const rows = await database.query<{ id: DagRunKey }>(createRunsStatement, [encodeNewRuns(runs)]);
  return rows.map(({ id }) => id);
}

const createAnnouncedStatement: Statement = {
  name: 'create-announced-run',
  text: `with created as materialized (select create_runs_v1($1::json) as id)
         select pg_notify($2, $3)::text from created`,
};

/**
 * Creates a run and tells the schedulers what they need to start it, in one round trip.
 *
 * False when its run id, or for scheduled runs its logical date, exists already: then nobody is told anything.
 */
export async function createAnnouncedRun(database: Queryable, run: NewRun): Promise<boolean> {
  const payload = wakePayload({ kind: 'created', run });
  return (await database.query(createAnnouncedStatement, [encodeNewRuns([run]), WAKE_CHANNEL, payload])).length > 0;
}
