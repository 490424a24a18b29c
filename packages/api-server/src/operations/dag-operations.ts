import { randomBytes } from 'node:crypto';
import {
  createUuidV7,
  type DagId,
  type DagRunKey,
  type DagRunTrigger,
  forecast,
  type LastRun,
  type RunId,
  type SerializedDag,
} from '@tradewind/model';
import {
  createAnnouncedRun,
  type DagDetails,
  type DagListFilter,
  type DagListRow,
  type DagRunRow,
  type DagWarningRow,
  type Database,
  deleteDag,
  findDagRunByKey,
  findLastScheduledRun,
  type ImportErrorRow,
  listDags,
  listDagWarnings,
  listImportErrors,
  lockDagRuns,
  notifySchedulers,
  pauseDags,
  releaseSlots,
} from '@tradewind/store';
import { DagNotFoundError, DagRunExistsError } from './errors.ts';
import { planManualRun, type TriggerRequest } from './plan-manual-run.ts';
import { requireDag, serializedOf } from './require-dag.ts';

/** A run that the timetable will create. `*At` are milliseconds since the epoch. */
export interface ForecastRun {
  readonly runAfterAt: number;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
}

export interface DagOperations {
  list(filter: DagListFilter): Promise<readonly DagListRow[]>;
  /** @throws {DagNotFoundError} */
  find(dagId: DagId): Promise<DagDetails>;
  /** Returns the ids of those that were not so before. @throws {DagNotFoundError} when one does not exist. */
  setPaused(dagIds: readonly DagId[], isPaused: boolean): Promise<readonly DagId[]>;
  /** @throws {DagNotFoundError | DagInactiveError | RunConfInvalidError | RunIdInvalidError | DagRunExistsError} */
  trigger(request: TriggerRequest): Promise<DagRunRow>;
  /** The next runs that the timetable will create, at most `count`. @throws {DagNotFoundError | DagInactiveError} */
  forecast(dagId: DagId, count: number): Promise<readonly ForecastRun[]>;
  /** Returns how many runs went with it. @throws {DagNotFoundError} */
  delete(dagId: DagId): Promise<number>;
  listImportErrors(): Promise<readonly ImportErrorRow[]>;
  /** What is doubtful about DAGs that can be loaded: about all, or about one. */
  listWarnings(dagId?: DagId): Promise<readonly DagWarningRow[]>;
}

export interface OperationContext {
  readonly database: Database;
  readonly now: () => number;
  readonly triggeredBy: DagRunTrigger;
  /** Who asks, for the record. */
  readonly user: string | null;
}

export function dagOperations(context: OperationContext): DagOperations {
  const { database } = context;
  return {
    list: (filter) => listDags(database, filter),
    find: (dagId) => requireDag(database, dagId),
    setPaused: async (dagIds, isPaused) => {
      for (const dagId of dagIds) await requireDag(database, dagId);
      return database.transaction(async (transaction) => {
        const changed = await pauseDags(transaction, dagIds, isPaused);
        if (changed.length > 0) await notifySchedulers(transaction, { kind: 'dag', dagIds: changed });
        return changed;
      });
    },
    trigger: triggerWith(context),
    async forecast(dagId, count) {
      const dag = await requireDag(database, dagId);
      return forecastRuns(dag, await findLastScheduledRun(database, dagId), { count, now: context.now() });
    },
    delete: (dagId) =>
      database.transaction(async (transaction) => {
        await requireDag(transaction, dagId);
        const runs = await lockDagRuns(transaction, dagId, {});
        await releaseSlots(
          transaction,
          runs.map(({ dagRunKey }) => dagRunKey),
        );
        const runCount = await deleteDag(transaction, dagId);
        if (runCount === null) throw new DagNotFoundError(dagId, []);
        await notifySchedulers(transaction, { kind: 'dag', dagIds: [dagId] });
        return runCount;
      }),
    listImportErrors: () => listImportErrors(database),
    listWarnings: (dagId) => listDagWarnings(database, dagId ?? null),
  };
}

const ATTEMPTS_AT_A_NAME = 3;

function triggerWith({ database, now, triggeredBy, user }: OperationContext): DagOperations['trigger'] {
  const makeKey = createUuidV7({ now, random: (bytes) => bytes.set(randomBytes(bytes.length)) });
  return async (request) => {
    const dag = await requireDag(database, request.dagId);
    for (let attempt = 1; ; attempt += 1) {
      const dagRunKey = makeKey() as DagRunKey;
      const planned = planManualRun(dag, request, { now: now(), dagRunKey, triggeredBy, user });
      const run = attempt === 1 ? planned : { ...planned, runId: distinguish(planned.runId) };
      if (await createAnnouncedRun(database, run)) return (await findDagRunByKey(database, dagRunKey))!;
      if (request.runId !== undefined || attempt === ATTEMPTS_AT_A_NAME)
        throw new DagRunExistsError(run.dagId, run.runId);
    }
  };
}

/** Two triggers in one millisecond, or for one date, would have the same name. */
function distinguish(runId: RunId): RunId {
  return `${runId}_${randomBytes(3).toString('hex')}` as RunId;
}

/** What is planned already comes first; what follows is played on from there. */
function forecastRuns(
  dag: DagDetails,
  lastRun: LastRun | null,
  { count, now }: { readonly count: number; readonly now: number },
): readonly ForecastRun[] {
  const serialized = serializedOf(dag);
  const planned = plannedOf(dag);
  const runs: ForecastRun[] = planned === null ? [] : [planned];
  if (runs.length >= count) return runs.slice(0, count);
  for (const run of forecast(
    serialized.timetable,
    planOptionsOf(serialized, planned, lastRun, now),
    -Infinity,
    Infinity,
  )) {
    runs.push({
      runAfterAt: run.runAfterAt,
      logicalDateAt: run.logicalDateAt,
      dataIntervalStartAt: run.dataInterval.startAt,
      dataIntervalEndAt: run.dataInterval.endAt,
    });
    if (runs.length >= count) break;
  }
  return runs;
}

function plannedOf(dag: DagDetails): ForecastRun | null {
  if (dag.nextRunAfterAt === null) return null;
  return {
    runAfterAt: dag.nextRunAfterAt,
    logicalDateAt: dag.nextLogicalDateAt,
    dataIntervalStartAt: dag.nextIntervalStartAt,
    dataIntervalEndAt: dag.nextIntervalEndAt,
  };
}

function planOptionsOf(
  dag: SerializedDag,
  planned: ForecastRun | null,
  lastRun: LastRun | null,
  now: number,
): Parameters<typeof forecast>[1] {
  const startAt = planned?.dataIntervalStartAt ?? planned?.runAfterAt;
  const endAt = planned?.dataIntervalEndAt ?? planned?.runAfterAt;
  return {
    lastRun: startAt === undefined || endAt === undefined ? lastRun : { dataInterval: { startAt, endAt } },
    earliestAt: dag.startDate === null ? null : Date.parse(dag.startDate),
    latestAt: dag.endDate === null ? null : Date.parse(dag.endDate),
    catchup: dag.catchup,
    now: Math.max(now, planned?.runAfterAt ?? now),
  };
}
