import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Closed, Instant, JsonObjectSchema, Nullable } from './values.ts';

const extra = Nullable(JsonObjectSchema);
const id = Type.Integer({ minimum: 0 });
const stamps = { created_at: Instant(), updated_at: Instant() };
const taskReference = Type.Object({ dag_id: Type.String(), task_id: Type.String(), ...stamps });

export const AssetAlias = Type.Object({ id, name: Type.String(), group: Type.String() });
export const AssetAliasCollection = Collection('asset_aliases', AssetAlias);

export const Asset = Type.Object({
  id,
  name: Type.String(),
  uri: Type.String(),
  group: Type.String(),
  extra,
  ...stamps,
  scheduled_dags: Type.Array(Type.Object({ dag_id: Type.String(), ...stamps })),
  producing_tasks: Type.Array(taskReference),
  consuming_tasks: Type.Array(taskReference),
  aliases: Type.Array(AssetAlias),
  watchers: Type.Array(Type.Object({ name: Type.String(), trigger_id: Type.Integer(), created_date: Instant() })),
  last_asset_event: Nullable(Type.Object({ id: Nullable(id), timestamp: Nullable(Instant()) })),
});
export const AssetCollection = Collection('assets', Asset);

const createdRun = Type.Object({
  run_id: Type.String(),
  dag_id: Type.String(),
  logical_date: Nullable(Instant()),
  start_date: Instant(),
  end_date: Nullable(Instant()),
  state: Type.String(),
  data_interval_start: Nullable(Instant()),
  data_interval_end: Nullable(Instant()),
  partition_key: Nullable(Type.String()),
  triggering: Type.Boolean(),
});

export const AssetEvent = Type.Object({
  id,
  asset_id: id,
  uri: Nullable(Type.String()),
  name: Nullable(Type.String()),
  group: Nullable(Type.String()),
  extra,
  source_task_id: Nullable(Type.String()),
  source_dag_id: Nullable(Type.String()),
  source_run_id: Nullable(Type.String()),
  source_map_index: Type.Integer(),
  created_dagruns: Type.Array(createdRun),
  timestamp: Instant(),
  partition_key: Nullable(Type.String()),
});
export const AssetEventCollection = Collection('asset_events', AssetEvent);

export const QueuedEvent = Type.Object({
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  asset_id: id,
  created_at: Instant(),
});
export const QueuedEventCollection = Collection('queued_events', QueuedEvent);

export const AssetEventBody = Closed({
  asset_id: id,
  extra: Type.Optional(JsonObjectSchema),
  partition_key: Type.Optional(Nullable(Type.String({ maxLength: 250, pattern: '\\S' }))),
  access_control: Type.Optional(
    Nullable(
      Closed({
        allow_global: Type.Optional(Type.Boolean({ default: true })),
        consumer_teams: Type.Optional(Nullable(Type.Array(Type.String()))),
      }),
    ),
  ),
});

export const MaterializeAssetBody = Closed({
  dag_run_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  data_interval_start: Type.Optional(Nullable(Instant())),
  data_interval_end: Type.Optional(Nullable(Instant())),
  logical_date: Type.Optional(Nullable(Instant())),
  run_after: Type.Optional(Nullable(Instant())),
  conf: Type.Optional(Nullable(JsonObjectSchema)),
  note: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
  partition_key: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
});
