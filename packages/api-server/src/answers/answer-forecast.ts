import type { Static } from '@sinclair/typebox';
import type { RunForecast } from '@tradewind/contract';
import { type Database, readTaskHistory } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import { estimateRun } from './estimate-run.ts';
import type { LoadedRun } from './load-run.ts';
import { progressOf } from './task-progress.ts';

/** How many finished runs an estimate rests on. */
export const RUNS_OF_HISTORY = 50;

export async function answerForecast(
  database: Database,
  { run, graph, instances }: LoadedRun,
  now: number,
): Promise<Static<typeof RunForecast>> {
  const durations = await readTaskHistory(database, run.dagId, RUNS_OF_HISTORY);
  const estimates = estimateRun({ graph, progress: progressOf(instances), durations, now });
  const last = (pick: 'endAt' | 'lateEndAt'): string | null =>
    estimates.length === 0 ? null : instantText(Math.max(...estimates.map((one) => one[pick])));
  return {
    dag_id: run.dagId,
    dag_run_id: run.runId,
    tasks: estimates.map(({ taskId, state, startAt, endAt, lateEndAt, isCritical, samples }) => ({
      task_id: taskId,
      state: state === 'none' ? null : state,
      expected_start: instantText(startAt),
      expected_end: instantText(endAt),
      late_end: instantText(lateEndAt),
      is_critical: isCritical,
      samples,
    })),
    expected_end: last('endAt'),
    late_end: last('lateEndAt'),
  };
}
