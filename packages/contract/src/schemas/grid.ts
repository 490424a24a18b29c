import { Type } from '@sinclair/typebox';
import { DAG_RUN_STATES, DAG_RUN_TYPES, TASK_INSTANCE_STATES } from '@tradewind/model';
import { Instant, Nullable, OneOf } from './values.ts';

export const GridRun = Type.Object({
  dag_run_id: Type.String(),
  state: OneOf(DAG_RUN_STATES),
  run_type: OneOf(DAG_RUN_TYPES),
  logical_date: Nullable(Instant()),
  run_after: Instant(),
  queued_at: Instant(),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  version_number: Type.Integer(),
  clear_number: Type.Integer(),
  has_note: Type.Boolean(),
  cells: Type.Optional(
    Type.String({
      description:
        'One byte for each row, in base64: the low four bits are the state (0 none, 1 scheduled, 2 queued, 3 running, 4 success, 5 failed, 6 skipped, 7 upstream_failed, 8 removed, 9 up_for_retry, 10 up_for_reschedule, 11 deferred, 12 awaiting_input, 13 restarting, 15 no such task in this run), the high four bits are flags (16 retried, 32 mapped with different states, 64 has a note, 128 late).',
    }),
  ),
});

export const Grid = Type.Object({
  dag_id: Type.String(),
  structure: Nullable(Type.String({ description: 'The hash of the structure whose tasks are the rows.' })),
  rows: Type.Integer({ description: 'How many rows there are.' }),
  runs: Type.Array(GridRun, { description: 'Newest first.' }),
  next_before: Nullable(Type.String({ description: 'Hand it in as `before` for the runs before these.' })),
});

export const GridRunTask = Type.Object({
  row: Nullable(Type.Integer({ description: 'Null: the version of the run does not have this task.' })),
  task_id: Type.String(),
  state: Nullable(OneOf(TASK_INSTANCE_STATES)),
  try_number: Type.Integer(),
  max_tries: Type.Integer(),
  queued_when: Nullable(Instant()),
  start_date: Nullable(Instant()),
  end_date: Nullable(Instant()),
  duration: Nullable(Type.Number({ description: 'Seconds.' })),
  has_note: Type.Boolean(),
  instances: Type.Optional(
    Type.Record(Type.String(), Type.Integer(), { description: 'Mapped tasks: how many instances are in which state.' }),
  ),
});

/** What the cells of one column show when the pointer rests on them. */
export const GridRunDetails = Type.Object({
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  state: OneOf(DAG_RUN_STATES),
  structure: Nullable(Type.String()),
  tasks: Type.Array(GridRunTask),
});
