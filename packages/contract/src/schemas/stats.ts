import { Type } from '@sinclair/typebox';
import { Instant, Nullable } from './values.ts';

const counts = Type.Record(Type.String(), Type.Integer());

export const TimeBuckets = Type.Object({
  bucket: Type.String(),
  from: Instant(),
  to: Instant(),
  buckets: Type.Array(
    Type.Object({
      at: Instant({ description: 'When it begins, in UTC.' }),
      runs: counts,
      task_instances: Type.Optional(counts),
    }),
    { description: 'All of them in order, also those in which nothing was.' },
  ),
});

const Quantiles = Nullable(
  Type.Object(
    { p50: Type.Number(), p90: Type.Number(), p95: Type.Number() },
    { description: 'Seconds; null: there was nothing to measure.' },
  ),
);

export const TaskStats = Type.Object({
  dag_id: Type.String(),
  runs: Type.Integer({ description: 'How many of the last runs were asked about.' }),
  tasks: Type.Array(
    Type.Object({
      task_id: Type.String(),
      instances: Type.Integer(),
      succeeded: Type.Integer(),
      failed: Type.Integer(),
      skipped: Type.Integer(),
      failure_rate: Nullable(Type.Number({ description: 'Of those that ran to an end; from 0 to 1.' })),
      duration: Quantiles,
      queue_time: Quantiles,
      tries_average: Nullable(Type.Number()),
      tries_max: Nullable(Type.Integer()),
    }),
  ),
});

export const ErrorGroup = Type.Object({
  fingerprint: Type.String(),
  name: Type.String(),
  message: Type.String({ description: 'Without what differs from one time to the next: numbers, ids, instants.' }),
  frame: Nullable(Type.String({ description: 'The first place in the code of the project: its function and file.' })),
  count: Type.Integer(),
  first_seen: Nullable(Instant()),
  last_seen: Nullable(Instant()),
  dag_ids: Type.Array(Type.String()),
  example: Type.Object({
    dag_id: Type.String(),
    dag_run_id: Type.String(),
    task_id: Type.String(),
    map_index: Type.Integer(),
    try_number: Type.Integer(),
    message: Type.String(),
    failed_at: Nullable(Instant()),
  }),
});

export const ErrorGroups = Type.Object({
  errors: Type.Array(ErrorGroup),
  total_entries: Type.Integer(),
  failures: Type.Integer({ description: 'How many failed task instances were looked at.' }),
  is_truncated: Type.Boolean({ description: 'True: there are more failures; the newest were looked at.' }),
});
