import type { Column } from '../../output/column.ts';
import type { TaskInstance } from '../../ports/runs-port.ts';

/** What is said about a task instance. */
export const TASK_INSTANCE_COLUMNS: readonly Column<TaskInstance>[] = [
  { name: 'task_id', kind: 'text', value: ({ taskId }) => taskId },
  { name: 'map_index', kind: 'number', value: ({ mapIndex }) => mapIndex, isWide: true },
  { name: 'state', kind: 'state', value: ({ state }) => state },
  { name: 'try_number', kind: 'number', value: ({ tryNumber }) => tryNumber },
  { name: 'max_tries', kind: 'number', value: ({ maxTries }) => maxTries, isWide: true },
  { name: 'start_date', kind: 'instant', value: ({ startedAt }) => startedAt },
  { name: 'end_date', kind: 'instant', value: ({ finishedAt }) => finishedAt },
  { name: 'duration', kind: 'duration', value: durationOf },
  { name: 'operator', kind: 'text', value: ({ operator }) => operator, isWide: true },
  { name: 'pool', kind: 'text', value: ({ pool }) => pool, isWide: true },
  { name: 'queue', kind: 'text', value: ({ queue }) => queue, isWide: true },
  { name: 'worker', kind: 'text', value: ({ worker }) => worker, isWide: true },
  { name: 'next_retry_at', kind: 'instant', value: ({ nextTryAt }) => nextTryAt, isWide: true },
  { name: 'reason', kind: 'json', value: ({ reason }) => reason, isWide: true },
  { name: 'error', kind: 'text', value: ({ error }) => (error === null ? null : `${error.name}: ${error.message}`) },
];

function durationOf({ startedAt, finishedAt }: TaskInstance): number | null {
  return startedAt === null || finishedAt === null ? null : finishedAt - startedAt;
}
