import { Type } from '@sinclair/typebox';
import { TRIGGER_RULES, WEIGHT_RULES } from '@tradewind/model';
import { Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

/** A length of time as Airflow writes it. */
export const TimeDelta = Type.Object({
  __type: Type.Literal('TimeDelta'),
  days: Type.Integer(),
  seconds: Type.Integer(),
  microseconds: Type.Integer(),
});

export const Task = Type.Object({
  task_id: Type.String(),
  task_display_name: Type.String(),
  operator_name: Type.String(),
  class_ref: Nullable(Type.Object({ module_path: Nullable(Type.String()), class_name: Type.String() })),
  doc_md: Nullable(Type.String()),
  owner: Nullable(Type.String()),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  trigger_rule: OneOf(TRIGGER_RULES),
  depends_on_past: Type.Boolean(),
  wait_for_downstream: Type.Boolean(),
  retries: Type.Number(),
  retry_delay: Nullable(TimeDelta),
  retry_exponential_backoff: Type.Number(),
  max_retry_delay: Nullable(TimeDelta),
  execution_timeout: Nullable(TimeDelta),
  queue: Nullable(Type.String()),
  pool: Nullable(Type.String()),
  pool_slots: Type.Number(),
  priority_weight: Type.Number(),
  weight_rule: OneOf(WEIGHT_RULES),
  executor: Nullable(Type.String()),
  is_mapped: Type.Boolean(),
  extra_links: Type.Array(Type.String()),
  template_fields: Type.Array(Type.String()),
  params: Nullable(JsonObjectSchema),
  upstream_task_ids: Type.Array(Type.String()),
  downstream_task_ids: Type.Array(Type.String()),
  task_group_id: Nullable(Type.String()),
  is_setup: Type.Boolean(),
  is_teardown: Type.Boolean(),
  ui_color: Nullable(Type.String()),
  ui_fgcolor: Nullable(Type.String()),
});

export const TaskCollection = Type.Object({ tasks: Type.Array(Task), total_entries: Type.Integer() });
