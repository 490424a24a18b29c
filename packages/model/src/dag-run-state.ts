/** The states of a DAG run: Airflow's, with Airflow's spelling and meaning. */
export const DAG_RUN_STATES = ['queued', 'running', 'success', 'failed'] as const;
export type DagRunState = (typeof DAG_RUN_STATES)[number];

export const DAG_RUN_TYPES = ['scheduled', 'manual', 'backfill', 'asset_triggered', 'asset_materialization'] as const;
export type DagRunType = (typeof DAG_RUN_TYPES)[number];

/** What asked for a run. */
export const DAG_RUN_TRIGGERS = [
  'cli',
  'operator',
  'rest_api',
  'ui',
  'test',
  'timetable',
  'asset',
  'backfill',
] as const;
export type DagRunTrigger = (typeof DAG_RUN_TRIGGERS)[number];

export function isFinishedRun(state: DagRunState): boolean {
  return state === 'success' || state === 'failed';
}
