import type { Column } from '../../output/column.ts';
import type { DagRun } from '../../ports/runs-port.ts';

/** What is said about a run. */
export const RUN_COLUMNS: readonly Column<DagRun>[] = [
  { name: 'dag_id', kind: 'text', value: ({ dagId }) => dagId },
  { name: 'run_id', kind: 'text', value: ({ runId }) => runId },
  { name: 'state', kind: 'state', value: ({ state }) => state },
  { name: 'run_type', kind: 'text', value: ({ runType }) => runType },
  { name: 'run_after', kind: 'instant', value: ({ runAfterAt }) => runAfterAt },
  { name: 'logical_date', kind: 'instant', value: ({ logicalDateAt }) => logicalDateAt },
  { name: 'start_date', kind: 'instant', value: ({ startedAt }) => startedAt },
  { name: 'end_date', kind: 'instant', value: ({ finishedAt }) => finishedAt },
  { name: 'duration', kind: 'duration', value: durationOf },
  { name: 'data_interval_start', kind: 'instant', value: (run) => run.dataIntervalStartAt, isWide: true },
  { name: 'data_interval_end', kind: 'instant', value: (run) => run.dataIntervalEndAt, isWide: true },
  { name: 'queued_at', kind: 'instant', value: ({ queuedAt }) => queuedAt, isWide: true },
  { name: 'triggered_by', kind: 'text', value: ({ triggeredBy }) => triggeredBy, isWide: true },
  { name: 'clear_number', kind: 'number', value: ({ clearNumber }) => clearNumber, isWide: true },
  { name: 'conf', kind: 'json', value: ({ conf }) => conf, isWide: true },
  { name: 'note', kind: 'text', value: ({ note }) => note, isWide: true },
  { name: 'reason', kind: 'json', value: ({ reason }) => reason, isWide: true },
];

function durationOf({ startedAt, finishedAt }: DagRun): number | null {
  return startedAt === null || finishedAt === null ? null : finishedAt - startedAt;
}
