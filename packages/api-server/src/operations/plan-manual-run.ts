import {
  type DagId,
  type DagRunKey,
  type DagRunTrigger,
  faultsOfJson,
  type JsonObject,
  manualInterval,
  manualRunId,
  type RunId,
  withDefaults,
} from '@tradewind/model';
import type { DagDetails, NewRun } from '@tradewind/store';
import { DagInactiveError, RunConfInvalidError, RunIdInvalidError } from './errors.ts';

export interface TriggerRequest {
  readonly dagId: DagId;
  /** @default made from the date */
  readonly runId?: RunId;
  /** Null: a run without a date. @default now */
  readonly logicalDateAt?: number | null;
  /** @default now, or the logical date when that is later */
  readonly runAfterAt?: number;
  /** Milliseconds since the epoch. @default what the timetable gives for the logical date */
  readonly dataInterval?: { readonly startAt: number; readonly endAt: number };
  readonly conf: JsonObject;
  readonly note: string | null;
}

export interface ManualRunContext {
  readonly now: number;
  readonly dagRunKey: DagRunKey;
  readonly triggeredBy: DagRunTrigger;
  readonly user: string | null;
}

const LONGEST_RUN_ID = 250;

/**
 * The run that somebody asks for.
 *
 * Its data interval is what the request says, or else what the timetable gives for the logical date, as if it were
 * triggered then.
 *
 * @throws {DagInactiveError} when no file declares the DAG.
 * @throws {RunConfInvalidError} when the conf does not fit the params.
 * @throws {RunIdInvalidError} when the id is empty or longer than 250 characters.
 */
export function planManualRun(dag: DagDetails, request: TriggerRequest, context: ManualRunContext): NewRun {
  if (dag.version === null || !dag.isActive) throw new DagInactiveError(dag.dagId, dag.file);
  const { serialized, dagVersionId } = dag.version;
  checkConf(dag.dagId, serialized.params, request.conf);
  const logicalDateAt = request.logicalDateAt === undefined ? context.now : request.logicalDateAt;
  const runAfterAt = request.runAfterAt ?? Math.max(context.now, logicalDateAt ?? context.now);
  const interval =
    request.dataInterval ?? (logicalDateAt === null ? null : manualInterval(serialized.timetable, logicalDateAt));
  return {
    dagRunKey: context.dagRunKey,
    dagId: dag.dagId,
    runId: checkRunId(request.runId ?? manualRunId(logicalDateAt ?? runAfterAt)),
    runType: 'manual',
    triggeredBy: context.triggeredBy,
    triggeredByUser: context.user,
    dagVersionId,
    logicalDateAt,
    dataIntervalStartAt: interval?.startAt ?? null,
    dataIntervalEndAt: interval?.endAt ?? null,
    runAfterAt,
    queuedAt: context.now,
    conf: request.conf,
    note: request.note,
  };
}

/** The author's defaults count as given, so only what is really missing is a fault. */
function checkConf(dagId: DagId, params: JsonObject | null, conf: JsonObject): void {
  if (params === null) return;
  const faults = faultsOfJson(params, withDefaults(params, conf));
  if (faults.length > 0) throw new RunConfInvalidError(dagId, faults);
}

function checkRunId(runId: RunId): RunId {
  if (runId.trim() === '') throw new RunIdInvalidError('expected at least one character, got an empty text');
  if (runId.length > LONGEST_RUN_ID) {
    throw new RunIdInvalidError(`expected at most ${LONGEST_RUN_ID} characters, got: ${runId.length}`);
  }
  return runId;
}
