import type { DagRunTrigger, JsonObject, RunId } from '@tradewind/model';
import type { NewRun, RunRow } from '@tradewind/store';

/** A run that somebody asked for. `*At` are milliseconds since the epoch. */
export interface RunRequest {
  readonly runId: RunId;
  readonly triggeredBy: DagRunTrigger;
  readonly user: string | null;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly conf: JsonObject;
  readonly note: string | null;
}

/** A run that is about to be created, as the database will have it. */
export function rowOf(run: NewRun): RunRow {
  const { dagRunKey, dagId, runId, runType, logicalDateAt, dataIntervalStartAt, dataIntervalEndAt, runAfterAt } = run;
  return {
    dagRunKey,
    dagId,
    runId,
    state: 'queued',
    runType,
    versionId: run.dagVersionId,
    logicalDateAt,
    dataIntervalStartAt,
    dataIntervalEndAt,
    runAfterAt,
    queuedAt: run.queuedAt,
    startedAt: null,
    finishedAt: null,
    conf: run.conf,
    clearNumber: 0,
    reason: null,
    revision: 0,
  };
}
