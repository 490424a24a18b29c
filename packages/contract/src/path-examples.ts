/** What stands in the paths of the OpenAPI document as an example: things of one deployment that fit together. */
const EXAMPLES: Readonly<Record<string, string | number>> = {
  connection_id: 'warehouse',
  dag_id: 'sales',
  dag_run_id: 'manual__2026-01-01',
  event_log_id: 1,
  /** Of `sales.ts` in the DAG folder. */
  file_token: 'WyJkYWdzIiwic2FsZXMudHMiXQ',
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

/** The example of a parameter of a path; empty where none is at hand. */
export function pathExample(name: string): { readonly example?: string | number } {
  const example = EXAMPLES[name];
  return example === undefined ? {} : { example };
}
