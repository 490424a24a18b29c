/** Heights of bars for runs: how long each took, against the longest of them. */
import type { DagRun } from '../../shared/api/rows.ts';
import { readInstant } from '../../shared/time/format-time.ts';

export interface RunBar {
  readonly run: Pick<DagRun, 'dag_run_id' | 'state' | 'run_after'>;
  /** Null: it has not started. */
  readonly ms: number | null;
  /** From 0 to 1; the shortest one can still be seen and hit. */
  readonly height: number;
}

type TimedRun = RunBar['run'] & Pick<DagRun, 'start_date' | 'end_date'>;

const LOWEST = 0.14;

export function runBars(runs: readonly TimedRun[], now: number): readonly RunBar[] {
  const spans = runs.map(({ start_date, end_date }) => {
    const start = readInstant(start_date);
    return start === null ? null : Math.max(0, (readInstant(end_date) ?? now) - start);
  });
  const longest = Math.max(1, ...spans.map((ms) => ms ?? 0));
  return runs.map((run, index) => {
    const ms = spans[index]!;
    return { run, ms, height: LOWEST + (1 - LOWEST) * ((ms ?? 0) / longest) };
  });
}
