/** What the attempt of a task says and hears about itself: Airflow's names, and what it leaves out. */
import { type TUnsafe, Type } from '@sinclair/typebox';
import type { AttemptId } from '@tradewind/model';
import { AnyJson, Instant, JsonObjectSchema, Nullable, OneOf } from '../values.ts';

export const TaskInstanceParams = Type.Object({
  task_instance_id: Type.Unsafe<AttemptId>(Type.String({ format: 'uuid' })),
});

export const TaskInstanceStart = Type.Object({
  state: Type.Optional(Type.Literal('running')),
  hostname: Type.String({ minLength: 1, maxLength: 250 }),
  pid: Type.Integer(),
  unixname: Type.Optional(Type.String({ maxLength: 250 })),
  start_date: Instant(),
});

const DagRunFacts = Type.Object({
  dag_id: Type.String(),
  run_id: Type.String(),
  run_type: Type.String(),
  logical_date: Nullable(Instant()),
  data_interval_start: Nullable(Instant()),
  data_interval_end: Nullable(Instant()),
  run_after: Instant(),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  conf: JsonObjectSchema,
});

export const TaskInstanceRunContext = Type.Object({
  dag_run: DagRunFacts,
  task_id: Type.String(),
  map_index: Type.Integer(),
  try_number: Type.Integer(),
  max_tries: Type.Integer(),
  task_reschedule_count: Type.Integer(),
  should_retry: Type.Boolean(),
  variables: Type.Array(AnyJson),
  connections: Type.Array(AnyJson),
});

export const ENDING_STATES = ['success', 'failed', 'skipped', 'up_for_retry'] as const;
export type EndingState = (typeof ENDING_STATES)[number];

export const TaskInstanceEnd = Type.Object({
  state: OneOf(ENDING_STATES),
  end_date: Instant(),
  /** Why it failed or was skipped. */
  reason: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  rendered_map_index: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
});

export const TaskInstanceHeartbeat = Type.Object({
  hostname: Type.String({ minLength: 1, maxLength: 250 }),
  pid: Type.Integer(),
});

export const RenderedFields: TUnsafe<Record<string, unknown>> = JsonObjectSchema;

/** Which task instances: all of these must hold. */
export const TaskInstancesQuery = Type.Object({
  dag_id: Type.String(),
  task_ids: Type.Optional(Type.Array(Type.String())),
  task_group_id: Type.Optional(Type.String()),
  run_ids: Type.Optional(Type.Array(Type.String())),
  logical_dates: Type.Optional(Type.Array(Instant())),
  states: Type.Optional(Type.Array(Type.String())),
  map_index: Type.Optional(Type.Integer()),
});

export const TaskStates = Type.Object({
  task_states: Type.Unsafe<Record<string, Record<string, string | null>>>(
    Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  ),
});
