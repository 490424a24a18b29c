/** The addresses of entities, for links from places that know them by name alone. */

const part = encodeURIComponent;

export const dagPath = (dagId: string): string => `/dags/${part(dagId)}`;

export const runPath = (dagId: string, runId: string): string => `${dagPath(dagId)}/runs/${part(runId)}`;

export interface InstancePlace {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id: string;
  /** -1: the task is not mapped. */
  readonly map_index: number;
}

export function instancePath({ dag_id, dag_run_id, task_id, map_index }: InstancePlace): string {
  const task = `${runPath(dag_id, dag_run_id)}/tasks/${part(task_id)}`;
  return map_index < 0 ? task : `${task}/mapped/${map_index}`;
}
