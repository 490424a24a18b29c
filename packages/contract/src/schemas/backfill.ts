import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Closed, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

const reprocessBehavior = OneOf(['failed', 'completed', 'none']);

export const Backfill = Type.Object({
  id: Type.Integer({ minimum: 0 }),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  from_date: Instant(),
  to_date: Instant(),
  dag_run_conf: Nullable(JsonObjectSchema),
  is_paused: Type.Boolean(),
  reprocess_behavior: reprocessBehavior,
  max_active_runs: Type.Integer(),
  created_at: Instant(),
  completed_at: Nullable(Instant()),
  updated_at: Instant(),
});
export const BackfillCollection = Collection('backfills', Backfill);

export const BackfillBody = Closed({
  dag_id: Type.String({ minLength: 1, maxLength: 250 }),
  from_date: Instant(),
  to_date: Instant(),
  run_backwards: Type.Optional(Type.Boolean({ default: false })),
  dag_run_conf: Type.Optional(Nullable(JsonObjectSchema)),
  reprocess_behavior: Type.Optional(OneOf(['failed', 'completed', 'none'], { default: 'none' })),
  max_active_runs: Type.Optional(Type.Integer({ minimum: 1, default: 10 })),
  run_on_latest_version: Type.Optional(Nullable(Type.Boolean())),
});

export const BackfillPreviewCollection = Collection(
  'backfills',
  Type.Object({
    logical_date: Nullable(Instant()),
    partition_date: Nullable(Instant()),
    partition_key: Nullable(Type.String()),
  }),
);
