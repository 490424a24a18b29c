import { type Static, type TOptional, type TProperties, type TUnsafe, Type } from '@sinclair/typebox';
import { DAG_RUN_STATES, DAG_RUN_TRIGGERS, DAG_RUN_TYPES } from '@tradewind/model';
import { Collection, instantRange, numberRange, Pattern } from './page.ts';
import { AnyJson, Can, Closed, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

/** The version of a DAG that a run or a task instance runs. */
export const VersionOfRun = Type.Object({
  id: Type.String({ format: 'uuid' }),
  version_number: Type.Integer(),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  bundle_name: Nullable(Type.String()),
  bundle_version: Nullable(Type.String()),
  bundle_url: Nullable(Type.String()),
  created_at: Instant(),
});

export const DagRun = Type.Object({
  dag_run_id: Type.String(),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  state: OneOf(DAG_RUN_STATES),
  run_type: OneOf(DAG_RUN_TYPES),
  triggered_by: Nullable(OneOf(DAG_RUN_TRIGGERS)),
  triggering_user_name: Nullable(Type.String()),
  logical_date: Nullable(Instant()),
  data_interval_start: Nullable(Instant()),
  data_interval_end: Nullable(Instant()),
  run_after: Instant(),
  queued_at: Nullable(Instant()),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  duration: Nullable(Type.Number({ description: 'Seconds; null until it has ended.' })),
  last_scheduling_decision: Nullable(Instant()),
  conf: Nullable(JsonObjectSchema),
  note: Nullable(Type.String()),
  dag_versions: Type.Array(VersionOfRun),
  bundle_version: Nullable(Type.String()),
  partition_key: Type.Null(),
  partition_date: Type.Null(),
  clear_number: Type.Optional(Type.Integer({ description: 'How many times it was cleared after it had ended.' })),
  reason: Type.Optional(Nullable(AnyJson)),
  can: Type.Optional(Can),
});

export const DagRunCollection = Collection('dag_runs', DagRun);

/** Attributes that runs are ordered by. */
export const DAG_RUN_ORDER_NAMES = [
  'id',
  'state',
  'dag_id',
  'run_id',
  'dag_run_id',
  'logical_date',
  'run_after',
  'start_date',
  'end_date',
  'updated_at',
  'duration',
  'conf',
  'partition_date',
] as const;

const dagRunRanges = {
  ...instantRange('run_after'),
  ...instantRange('logical_date'),
  ...instantRange('start_date'),
  ...instantRange('end_date'),
  ...numberRange('duration'),
};

/** What runs are filtered by, in the query of a list. */
export const DagRunFilters = {
  ...dagRunRanges,
  ...instantRange('updated_at'),
  conf_contains: Type.Optional(Type.String({ maxLength: 1000 })),
  run_type: Type.Optional(Type.Array(OneOf([...DAG_RUN_TYPES, 'operator_triggered']))),
  state: Type.Optional(Type.Array(OneOf(DAG_RUN_STATES))),
  dag_version: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }))),
  bundle_version: Type.Optional(Type.String({ maxLength: 250 })),
  run_id_pattern: Pattern,
  run_id_prefix_pattern: Pattern,
  triggering_user_name_pattern: Pattern,
  triggering_user_name_prefix_pattern: Pattern,
  dag_id_pattern: Pattern,
  dag_id_prefix_pattern: Pattern,
  partition_key_pattern: Pattern,
  partition_key_prefix_pattern: Pattern,
  partition_date_gte: Type.Optional(Type.String({ maxLength: 40 })),
  partition_date_lte: Type.Optional(Type.String({ maxLength: 40 })),
  consuming_asset_pattern: Type.Optional(Type.String({ maxLength: 1000 })),
} as const;

/** The same filters in a body, where they may be null as well. */
export function orNull<Properties extends TProperties>(
  properties: Properties,
): { readonly [Name in keyof Properties]: TOptional<TUnsafe<Static<Properties[Name]> | null>> } {
  const entries = Object.entries(properties).map(([name, schema]) => [name, Type.Optional(Nullable(schema))]);
  return Object.fromEntries(entries) as never;
}

/** The page of a list whose filters stand in a body. */
export const BatchPage = {
  page_limit: Type.Optional(Type.Integer({ minimum: 0, default: 100 })),
  page_offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 })),
  order_by: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
} as const;

export const DagRunsBatchBody = Closed({
  ...BatchPage,
  ...orNull(dagRunRanges),
  dag_ids: Type.Optional(Nullable(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 10_000 }))),
  states: Type.Optional(Nullable(Type.Array(Nullable(OneOf(DAG_RUN_STATES))))),
  conf_contains: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
});

const note = Type.Optional(Nullable(Type.String({ maxLength: 1000 })));

export const TriggerDagRunBody = Closed({
  dag_run_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 250 }))),
  logical_date: Type.Optional(Nullable(Instant())),
  data_interval_start: Type.Optional(Nullable(Instant())),
  data_interval_end: Type.Optional(Nullable(Instant())),
  run_after: Type.Optional(Nullable(Instant())),
  conf: Type.Optional(Nullable(JsonObjectSchema)),
  note,
  partition_key: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
});

/** The states that people may give a run. */
export const MARKED_RUN_STATES = ['queued', 'success', 'failed'] as const;

export const DagRunPatchBody = Closed({
  state: Type.Optional(Nullable(OneOf(MARKED_RUN_STATES))),
  note,
});

const clearing = {
  dry_run: Type.Optional(Type.Boolean({ default: true })),
  only_failed: Type.Optional(Type.Boolean({ default: false })),
  only_new: Type.Optional(Type.Boolean({ default: false })),
  run_on_latest_version: Type.Optional(Nullable(Type.Boolean())),
  note,
} as const;

export const DagRunClearBody = Closed(clearing);

/** A run among others of one request. */
export const BulkDagRun = Closed({
  dag_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  dag_run_id: Type.String({ minLength: 1, maxLength: 250 }),
  state: Type.Optional(Nullable(OneOf(MARKED_RUN_STATES))),
  note,
});

export const DagRunsClearBody = Closed({
  ...clearing,
  dag_runs: Type.Optional(Nullable(Type.Array(BulkDagRun, { maxItems: 1000 }))),
  partition_key: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  partition_date_start: Type.Optional(Nullable(Instant())),
  partition_date_end: Type.Optional(Nullable(Instant())),
});

export const ClearPartitionsBody = Closed({
  clear_task_instances: Type.Optional(Type.Boolean({ default: false })),
  dry_run: Type.Optional(Type.Boolean({ default: true })),
  partition_key: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  partition_date_start: Type.Optional(Nullable(Instant())),
  partition_date_end: Type.Optional(Nullable(Instant())),
  run_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
});

export const ClearPartitionsAnswer = Type.Object({
  dag_runs_cleared: Type.Integer(),
  task_instances_cleared: Type.Integer(),
  dry_run: Type.Boolean(),
});
