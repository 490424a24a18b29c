import { type TProperties, Type } from '@sinclair/typebox';
import { DAG_RUN_STATES, DAG_RUN_TYPES } from '@tradewind/model';
import { DagVersion } from './dag-version.ts';
import { Collection } from './page.ts';
import { Can, Closed, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

export const DagTag = Type.Object({ name: Type.String(), dag_id: Type.String(), dag_display_name: Type.String() });

/** The newest run of a DAG. */
export const LastDagRun = Type.Object({
  dag_run_id: Type.String(),
  state: OneOf(DAG_RUN_STATES),
  run_after: Instant(),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
});

const dagFields = {
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  description: Nullable(Type.String()),
  is_paused: Type.Boolean(),
  is_stale: Type.Boolean({ description: 'True: no file declares it any more.' }),
  is_favorite: Type.Boolean({ description: 'Whether the caller has marked it.' }),
  has_import_errors: Type.Boolean(),
  tags: Type.Array(DagTag),
  owners: Type.Array(Type.String()),
  bundle_name: Nullable(Type.String()),
  bundle_version: Nullable(Type.String()),
  fileloc: Type.String(),
  relative_fileloc: Nullable(Type.String()),
  file_token: Type.String({ description: 'Names the file for `PUT /api/v2/parseDagFile/{file_token}`.' }),
  last_parsed_time: Nullable(Instant()),
  last_parse_duration: Nullable(Type.Number()),
  last_expired: Nullable(Instant()),
  timetable_summary: Nullable(Type.String()),
  timetable_description: Nullable(Type.String()),
  timetable_periodic: Type.Boolean(),
  timetable_partitioned: Type.Boolean(),
  is_backfillable: Type.Boolean(),
  next_dagrun_logical_date: Nullable(Instant()),
  next_dagrun_data_interval_start: Nullable(Instant()),
  next_dagrun_data_interval_end: Nullable(Instant()),
  next_dagrun_run_after: Nullable(Instant()),
  max_active_runs: Nullable(Type.Integer()),
  max_active_tasks: Type.Integer(),
  max_consecutive_failed_dag_runs: Type.Integer(),
  has_task_concurrency_limits: Type.Boolean(),
  allowed_run_types: Nullable(Type.Array(OneOf(DAG_RUN_TYPES))),
  last_run: Nullable(LastDagRun),
  can: Type.Optional(Can),
} as const satisfies TProperties;

export const Dag = Type.Object(dagFields);

export const DagCollection = Collection('dags', Dag);

export const DagDetails = Type.Object({
  ...dagFields,
  active_runs_count: Type.Integer(),
  asset_expression: Nullable(JsonObjectSchema),
  catchup: Type.Boolean(),
  concurrency: Type.Integer({ description: 'The same as `max_active_tasks`.' }),
  dag_run_timeout: Nullable(Type.String({ description: 'A duration of ISO 8601, such as `PT1H`.' })),
  default_args: Nullable(JsonObjectSchema),
  doc_md: Nullable(Type.String()),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  is_paused_upon_creation: Nullable(Type.Boolean()),
  last_parsed: Nullable(Instant()),
  latest_dag_version: Nullable(DagVersion),
  owner_links: Nullable(Type.Record(Type.String(), Type.String())),
  params: Nullable(JsonObjectSchema),
  params_schema: Nullable(JsonObjectSchema),
  render_template_as_native_obj: Type.Boolean(),
  rerun_with_latest_version: Nullable(Type.Boolean()),
  template_search_path: Nullable(Type.Array(Type.String())),
  timezone: Nullable(Type.String()),
  fail_fast: Type.Boolean(),
});

export const DagPatchBody = Closed({ is_paused: Type.Boolean() });

export const DeletedDag = Type.Object({ dag_id: Type.String(), deleted_runs: Type.Integer() });

export const DagTagCollection = Collection('tags', Type.String());

export const DagStats = Type.Object({
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  stats: Type.Array(Type.Object({ state: OneOf(DAG_RUN_STATES), count: Type.Integer() })),
});

export const DagStatsCollection = Type.Object({ dags: Type.Array(DagStats), total_entries: Type.Integer() });
