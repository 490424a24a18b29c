import { Type } from '@sinclair/typebox';
import { TASK_INSTANCE_STATES } from '@tradewind/model';
import { BatchPage, orNull, VersionOfRun } from './dag-run.ts';
import { Collection, instantRange, numberRange, Pattern } from './page.ts';
import { AnyJson, Can, Closed, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

/** The states as they travel: what Tradewind calls `none` is null. */
export const SHOWN_TASK_INSTANCE_STATES = TASK_INSTANCE_STATES.filter((state) => state !== 'none');

const shared = {
  task_id: Type.String(),
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  map_index: Type.Integer(),
  task_display_name: Type.String(),
  dag_display_name: Type.String(),
  state: Nullable(OneOf(SHOWN_TASK_INSTANCE_STATES)),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  duration: Nullable(Type.Number({ description: 'Seconds; null until it has ended.' })),
  try_number: Type.Integer(),
  max_tries: Type.Integer(),
  hostname: Nullable(Type.String()),
  unixname: Nullable(Type.String()),
  pool: Type.String(),
  pool_slots: Type.Integer(),
  queue: Nullable(Type.String()),
  priority_weight: Nullable(Type.Integer()),
  operator: Nullable(Type.String()),
  operator_name: Nullable(Type.String()),
  queued_when: Nullable(Instant()),
  scheduled_when: Nullable(Instant()),
  pid: Nullable(Type.Integer()),
  executor: Nullable(Type.String()),
  executor_config: Type.String(),
  dag_version: Nullable(VersionOfRun),
} as const;

export const TaskInstance = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The attempt; before the first one an id that stays the same.' }),
  ...shared,
  logical_date: Nullable(Instant()),
  run_after: Instant(),
  note: Nullable(Type.String()),
  rendered_map_index: Nullable(Type.String()),
  rendered_fields: JsonObjectSchema,
  trigger: Type.Null(),
  triggerer_job: Type.Null(),
  reason: Type.Optional(Nullable(AnyJson)),
  error: Type.Optional(Nullable(AnyJson)),
  next_try_at: Type.Optional(Nullable(Instant())),
  dependencies_met_at: Type.Optional(Nullable(Instant())),
  handed_over_at: Type.Optional(Nullable(Instant())),
  cpu_ms: Type.Optional(Nullable(Type.Number())),
  peak_memory_mb: Type.Optional(Nullable(Type.Number())),
  can: Type.Optional(Can),
});

export const TaskInstanceCollection = Collection('task_instances', TaskInstance);

/** A task that a run gets with a newer version of its DAG, and that has no instance yet. */
export const NewTask = Type.Object({ task_id: Type.String(), task_display_name: Type.String() });

/** What clearing a run would do: the task instances that run again, and the tasks that are new. */
export const ClearPreview = Collection('task_instances', Type.Union([TaskInstance, NewTask]));

/** One try of a task instance. */
export const TaskInstanceTry = Type.Object({
  ...shared,
  reason: Type.Optional(Nullable(AnyJson)),
  error: Type.Optional(Nullable(AnyJson)),
});

export const TaskInstanceTryCollection = Collection('task_instances', TaskInstanceTry);

/** Attributes that task instances are ordered by. */
export const TASK_INSTANCE_ORDER_NAMES = [
  'id',
  'state',
  'duration',
  'start_date',
  'end_date',
  'map_index',
  'try_number',
  'logical_date',
  'run_after',
  'data_interval_start',
  'data_interval_end',
  'rendered_map_index',
  'operator',
  'task_id',
  'dag_id',
  'run_id',
  'pool',
  'queue',
  'updated_at',
] as const;

const ranges = {
  ...instantRange('run_after'),
  ...instantRange('logical_date'),
  ...instantRange('start_date'),
  ...instantRange('end_date'),
  ...numberRange('duration'),
};

const integers = Type.Optional(Type.Array(Type.Integer({ minimum: -1, maximum: 2_147_483_647 })));
const names = Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 10_000 }));

/** What the instances of one mapped task are filtered by, in the query of a list. */
export const MappedTaskInstanceFilters = {
  ...ranges,
  ...instantRange('updated_at'),
  state: Type.Optional(Type.Array(OneOf([...TASK_INSTANCE_STATES, 'null', 'no_status']))),
  pool: names,
  pool_name_pattern: Pattern,
  pool_name_prefix_pattern: Pattern,
  queue: names,
  queue_name_pattern: Pattern,
  queue_name_prefix_pattern: Pattern,
  executor: names,
  version_number: integers,
  try_number: integers,
  operator: names,
  operator_name_pattern: Pattern,
  operator_name_prefix_pattern: Pattern,
  map_index: integers,
  rendered_map_index_pattern: Pattern,
  rendered_map_index_prefix_pattern: Pattern,
} as const;

/** What task instances are filtered by, in the query of a list. */
export const TaskInstanceFilters = {
  ...MappedTaskInstanceFilters,
  task_id: Type.Optional(Type.String({ maxLength: 250 })),
  task_display_name_pattern: Pattern,
  task_display_name_prefix_pattern: Pattern,
  task_group_id: Type.Optional(Type.String({ maxLength: 250 })),
  dag_id_pattern: Pattern,
  dag_id_prefix_pattern: Pattern,
  run_id_pattern: Pattern,
  run_id_prefix_pattern: Pattern,
} as const;

const orNullNames = Type.Optional(Nullable(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 10_000 })));

export const TaskInstancesBatchBody = Closed({
  ...BatchPage,
  ...orNull(ranges),
  dag_ids: orNullNames,
  dag_run_ids: orNullNames,
  task_ids: orNullNames,
  state: Type.Optional(Nullable(Type.Array(Nullable(OneOf(TASK_INSTANCE_STATES))))),
  pool: orNullNames,
  queue: orNullNames,
  executor: orNullNames,
});

/** The states that people may give a task instance. */
export const MARKED_TASK_STATES = ['success', 'failed', 'skipped'] as const;

const note = Type.Optional(Nullable(Type.String({ maxLength: 1000 })));
const flag = Type.Optional(Type.Boolean({ default: false }));

const marking = {
  new_state: Type.Optional(Nullable(OneOf(MARKED_TASK_STATES))),
  note,
  include_upstream: flag,
  include_downstream: flag,
  include_future: flag,
  include_past: flag,
} as const;

export const TaskInstancePatchBody = Closed(marking);

const reference = {
  dag_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  dag_run_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  task_id: Type.String({ minLength: 1, maxLength: 250 }),
  map_index: Type.Optional(Nullable(Type.Integer({ minimum: -1, maximum: 2_147_483_647 }))),
} as const;

/** A task instance among others of one request. */
export const BulkTaskInstance = Closed({ ...reference, ...marking });

export const ClearTaskInstancesBody = Closed({
  dry_run: Type.Optional(Type.Boolean({ default: true })),
  start_date: Type.Optional(Nullable(Instant())),
  end_date: Type.Optional(Nullable(Instant())),
  only_failed: Type.Optional(Type.Boolean({ default: true })),
  only_running: flag,
  reset_dag_runs: Type.Optional(Type.Boolean({ default: true })),
  task_ids: Type.Optional(
    Nullable(
      Type.Array(
        Type.Unsafe<string | readonly [string, number]>({
          anyOf: [
            { type: 'string', minLength: 1, maxLength: 250 },
            {
              type: 'array',
              minItems: 2,
              maxItems: 2,
              items: [{ type: 'string' }, { type: 'integer', minimum: -1 }],
              description: 'A task and a map index.',
            },
          ],
        }),
        { maxItems: 10_000 },
      ),
    ),
  ),
  dag_run_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  include_upstream: flag,
  include_downstream: flag,
  include_future: flag,
  include_past: flag,
  run_on_latest_version: Type.Optional(Nullable(Type.Boolean())),
  prevent_running_task: flag,
  note,
});

export const TaskDependencyCollection = Type.Object({
  dependencies: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })),
});

export const ExternalLogUrl = Type.Object({ url: Type.String() });

export const ExtraLinkCollection = Type.Object({
  extra_links: Type.Unsafe<Record<string, string | null>>({
    type: 'object',
    additionalProperties: { type: ['string', 'null'] },
  }),
  total_entries: Type.Integer(),
});

export const TaskStateCollection = Collection(
  'task_state_store',
  Type.Object({ key: Type.String(), value: AnyJson, updated_at: Instant(), expires_at: Nullable(Instant()) }),
);

export const HitlDetailCollection = Collection('hitl_details', JsonObjectSchema);

export const HitlAnswerBody = Closed({
  chosen_options: Type.Array(Type.String(), { minItems: 1 }),
  params_input: Type.Optional(JsonObjectSchema),
});

export const TaskStateBody = Closed({
  value: AnyJson,
  expires_at: Type.Optional(Nullable(Instant())),
});
