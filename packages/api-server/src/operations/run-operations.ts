import type { DagId, DagRunKey, RunId, SerializedDag } from '@tradewind/model';
import {
  type DagRunListFilter,
  type DagRunRow,
  deleteDagRuns,
  findDagRun,
  findDagRunByDate,
  findDagRunByKey,
  findDagVersion,
  listDagRuns,
  listLiveSchedulers,
  lockDagRuns,
  notifySchedulers,
  type Queryable,
  releaseSlots,
} from '@tradewind/store';
import type { OperationContext } from './dag-operations.ts';
import { DagRunNotFoundError } from './errors.ts';
import { requireDag } from './require-dag.ts';
import { type RunSnapshot, snapshotRun, watchRun } from './watch-run.ts';

export interface RunOperations {
  /** @throws {DagNotFoundError} when the filter names a DAG that does not exist. */
  list(filter: DagRunListFilter): Promise<readonly DagRunRow[]>;
  /** By its id, or by its logical date in ISO 8601. @throws {DagNotFoundError | DagRunNotFoundError} */
  find(dagId: DagId, runIdOrDate: string): Promise<DagRunRow>;
  /** @throws {DagRunNotFoundError} */
  snapshot(dagRunKey: DagRunKey): Promise<RunSnapshot>;
  /** The version of the DAG that the run runs. @throws {DagRunNotFoundError} */
  dagOf(dagRunKey: DagRunKey): Promise<SerializedDag>;
  /** The run at once, then again whenever it changed, until it has finished or `signal` aborts. */
  watch(dagRunKey: DagRunKey, signal: AbortSignal): AsyncIterable<RunSnapshot>;
  delete(dagRunKey: DagRunKey): Promise<void>;
  /** Whether a scheduler is at work. */
  hasScheduler(): Promise<boolean>;
}

const MOST_SUGGESTIONS = 200;

export function runOperations({ database }: OperationContext): RunOperations {
  return {
    async list(filter) {
      if (filter.dagId !== undefined) await requireDag(database, filter.dagId);
      return listDagRuns(database, filter);
    },
    find: (dagId, runIdOrDate) => requireRun(database, dagId, runIdOrDate),
    snapshot: async (dagRunKey) => (await snapshotRun(database, dagRunKey)) ?? gone(dagRunKey),
    async dagOf(dagRunKey) {
      const run = (await findDagRunByKey(database, dagRunKey)) ?? gone(dagRunKey);
      return (await findDagVersion(database, run.dagVersionId)) ?? gone(dagRunKey);
    },
    watch: (dagRunKey, signal) => watchRun(database, dagRunKey, signal),
    delete: (dagRunKey) =>
      database.transaction(async (transaction) => {
        const run = (await findDagRunByKey(transaction, dagRunKey)) ?? gone(dagRunKey);
        await lockDagRuns(transaction, run.dagId, { runId: run.runId });
        await releaseSlots(transaction, [dagRunKey]);
        await deleteDagRuns(transaction, [dagRunKey]);
        await notifySchedulers(transaction, { kind: 'run', runs: [dagRunKey], dagIds: [run.dagId] });
      }),
    hasScheduler: async () => (await listLiveSchedulers(database)).some(({ isExpired }) => !isExpired),
  };
}

/** @throws {DagNotFoundError | DagRunNotFoundError} */
export async function requireRun(database: Queryable, dagId: DagId, runIdOrDate: string): Promise<DagRunRow> {
  const byName = await findDagRun(database, dagId, runIdOrDate as RunId);
  if (byName !== null) return byName;
  await requireDag(database, dagId);
  const dateAt = /^\d{4}-\d\d-\d\d/.test(runIdOrDate) ? Date.parse(asUtc(runIdOrDate)) : Number.NaN;
  const byDate = Number.isNaN(dateAt) ? null : await findDagRunByDate(database, dagId, dateAt);
  if (byDate !== null) return byDate;
  const known = await listDagRuns(database, { dagId, limit: MOST_SUGGESTIONS });
  throw new DagRunNotFoundError(
    dagId,
    runIdOrDate,
    known.map(({ runId }) => runId),
  );
}

/** A date and time without a zone would be local time to `Date.parse`. */
function asUtc(text: string): string {
  return /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text;
}

function gone(dagRunKey: DagRunKey): never {
  throw new DagRunNotFoundError('?', dagRunKey, []);
}
