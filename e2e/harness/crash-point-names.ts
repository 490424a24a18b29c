/** Where `crash-points.ts` can end a server, with how often each is reached soon after a start. */
export const CRASH_POINTS = {
  'commit-not-sent': 20,
  'commit-sent': 20,
  'commit-answered': 20,
  'attempts-handed-over': 20,
  'reports-received': 20,
  'scheduler-registered': 1,
  'dags-claimed': 1,
  'snapshot-half-written': 1,
  'snapshot-not-named': 1,
  'dags-half-recorded': 1,
} as const;

export type CrashPoint = keyof typeof CRASH_POINTS;

/** Reached only when the DAG folder changed. */
export function needsNewFiles(point: CrashPoint): boolean {
  return point.startsWith('snapshot-') || point === 'dags-half-recorded';
}
