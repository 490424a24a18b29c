/** The examples of the OpenAPI document: requests about things of one deployment that fit together. */
import type { Route } from './route.ts';

type Place = string | number;

const PATHS: Readonly<Record<string, Place>> = {
  connection_id: 'warehouse',
  dag_id: 'sales',
  dag_run_id: 'manual__2026-01-01',
  event_log_id: 1,
  /** Of `sales.ts` in the DAG folder. */
  file_token: 'WyJkYWdzIiwic2FsZXMudHMiXQ',
  group_id: 'reports',
  map_index: -1,
  option: 'port',
  pool_name: 'default_pool',
  role_name: 'Analyst',
  section: 'api',
  task_id: 'load',
  task_try_number: 1,
  try_number: 1,
  username: 'ada',
  variable_key: 'region',
  version_number: 1,
  xcom_key: 'return_value',
};

/** By the id of the route, where `PATHS` does not fit. */
const OTHER_PATHS: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  get_list_dag_runs_batch: { dag_id: '~' },
  get_task_instances_batch: { dag_id: '~', dag_run_id: '~' },
};

/** By the id of the route. */
const BODIES: Readonly<Record<string, unknown>> = {
  clear_dag_runs: { dag_runs: [{ dag_run_id: 'manual__2026-01-01' }], dry_run: true },
  get_list_dag_runs_batch: { dag_ids: ['sales'], order_by: '-run_after', page_limit: 20 },
  get_task_instances_batch: { dag_ids: ['sales'], order_by: 'task_id', page_limit: 20 },
  patch_connection: { connection_id: 'warehouse', conn_type: 'postgres', host: 'db.example.org', port: 5432 },
  patch_task_group_instances: { new_state: 'success' },
  patch_task_group_instances_dry_run: { new_state: 'success' },
  patch_task_instance_by_map_index: { new_state: 'success' },
  patch_task_instance_dry_run_by_map_index: { new_state: 'success' },
  post_pool: { name: 'warehouse', slots: 4, description: 'Connections of the warehouse.' },
  trigger_dag_run: { logical_date: null, conf: { region: 'north' }, note: 'By hand.' },
};

/** The example of a parameter of a path; empty where none is at hand. */
export function pathExample({ id }: Route, name: string): { readonly example?: Place } {
  const example = OTHER_PATHS[id]?.[name] ?? PATHS[name];
  return example === undefined ? {} : { example };
}

/** The example of a body; empty where none is at hand. */
export function bodyExample({ id }: Route): { readonly example?: unknown } {
  return id in BODIES ? { example: BODIES[id] } : {};
}
