/** The facts of a run: what the scheduler would have written down when it created it. */
import {
  type DagRunKey,
  type DagRunType,
  type JsonObject,
  manualInterval,
  manualRunId,
  nextRun,
  type RunFacts,
  type RunId,
  type SerializedDag,
  type SerializedTimetable,
  scheduledRunId,
} from '@tradewind/model';
import type { DateInput } from '@tradewind/sdk';
import { readInstant } from '@tradewind/sdk/runtime';
import { RunOptionInvalidError } from './errors.ts';
import type { RunOptions } from './run-options.ts';

/** The options that say what the run is about. */
export interface RunTimes extends Pick<RunOptions, 'logicalDate' | 'dataInterval' | 'runType' | 'conf' | 'now'> {
  readonly params?: unknown;
}

const DEFAULT_NOW = Date.parse('2026-01-01T00:00:00Z');

interface PlannedTimes {
  readonly runType: DagRunType;
  readonly runId: RunId;
  readonly dataInterval: { readonly startAt: number; readonly endAt: number } | null;
  readonly runAfterAt: number;
}

/** @throws {RunOptionInvalidError} when a date is none. */
export function planRun(dag: SerializedDag, options: RunTimes): RunFacts {
  const logicalDateAt = options.logicalDate == null ? null : instantOf('logicalDate', options.logicalDate);
  const nowAt = options.now === undefined ? null : instantOf('now', options.now);
  const times = timesOf(dag.timetable, logicalDateAt, nowAt ?? DEFAULT_NOW);
  const dataInterval =
    options.dataInterval === undefined
      ? times.dataInterval
      : {
          startAt: instantOf('dataInterval.start', options.dataInterval.start),
          endAt: instantOf('dataInterval.end', options.dataInterval.end),
        };
  const startedAt = nowAt ?? times.runAfterAt;
  return {
    dagRunKey: `${dag.dagId}/${times.runId}` as DagRunKey,
    dagId: dag.dagId,
    runId: times.runId,
    runType: options.runType ?? times.runType,
    logicalDateAt,
    dataIntervalStartAt: dataInterval?.startAt ?? null,
    dataIntervalEndAt: dataInterval?.endAt ?? null,
    runAfterAt: times.runAfterAt,
    queuedAt: startedAt,
    startedAt,
    conf: (options.conf ?? options.params ?? {}) as JsonObject,
  };
}

function timesOf(timetable: SerializedTimetable, logicalDateAt: number | null, now: number): PlannedTimes {
  if (logicalDateAt === null) {
    return { runType: 'manual', runId: manualRunId(now), dataInterval: null, runAfterAt: now };
  }
  const limits = { lastRun: null, earliestAt: logicalDateAt, latestAt: null, catchup: true };
  const planned = nextRun(timetable, { ...limits, now: logicalDateAt });
  if (planned !== null && planned.logicalDateAt === logicalDateAt) {
    const { dataInterval, runAfterAt } = planned;
    return { runType: 'scheduled', runId: scheduledRunId(planned), dataInterval, runAfterAt };
  }
  const dataInterval = manualInterval(timetable, logicalDateAt);
  return { runType: 'manual', runId: manualRunId(logicalDateAt), dataInterval, runAfterAt: logicalDateAt };
}

function instantOf(option: string, input: DateInput): number {
  const result = readInstant(input, null);
  if ('fault' in result) throw new RunOptionInvalidError(option, result.fault);
  return result.at;
}
