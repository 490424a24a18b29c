import type { DagId, PlannedRun, RunId } from '@tradewind/model';
import { forecast as forecastTimetable, readSerializedDag, scheduledRunId, wallClock } from '@tradewind/model';
import { type DagDetails, type Database, findDag, findLastScheduledRun } from '@tradewind/store';
import { planOptions } from '../decide/plan-runs.ts';
import { DagNotRunnableError } from '../errors.ts';

export interface ForecastRun extends PlannedRun {
  readonly runId: RunId;
}

/**
 * The runs that the timetable of a DAG would create with a `runAfterAt` between `fromAt` and `toAt`, in order, at most
 * `limit`: as if the DAG were un-paused at `now` and no run ever had to wait for another one.
 *
 * @throws {DagNotRunnableError} if there is no such DAG, or it has no version that can be read.
 */
export async function forecast(
  database: Database,
  dagId: DagId,
  fromAt: number,
  toAt: number,
  { now = wallClock(), limit = 1000 }: { readonly now?: number; readonly limit?: number } = {},
): Promise<readonly ForecastRun[]> {
  const dag = await findDag(database, dagId);
  if (dag?.version == null) throw new DagNotRunnableError(dagId);
  const serialized = readSerializedDag(dag.version.serialized);
  const planned = plannedOf(dag);
  const first = planned !== null && planned.runAfterAt >= fromAt && planned.runAfterAt <= toAt ? [planned] : [];
  const lastRun = planned ?? (await findLastScheduledRun(database, dagId));
  const options = planOptions(serialized, lastRun, Math.max(now, planned?.runAfterAt ?? now));
  const runs = first.concat([
    ...take(forecastTimetable(serialized.timetable, options, fromAt, toAt), limit - first.length),
  ]);
  return runs.map((run) => ({ ...run, runId: scheduledRunId(run) }));
}

/** The run that is planned already; it is kept until it is made. A paused DAG has none. */
function plannedOf(dag: DagDetails): PlannedRun | null {
  const { nextRunAfterAt, nextLogicalDateAt, nextIntervalStartAt, nextIntervalEndAt, isPaused } = dag;
  if (isPaused || nextRunAfterAt === null) return null;
  const dataInterval = { startAt: nextIntervalStartAt ?? nextRunAfterAt, endAt: nextIntervalEndAt ?? nextRunAfterAt };
  return { logicalDateAt: nextLogicalDateAt, dataInterval, runAfterAt: nextRunAfterAt };
}

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}
