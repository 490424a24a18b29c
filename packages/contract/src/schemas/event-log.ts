import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { AnyJson, Instant, Nullable } from './values.ts';

export const EventLog = Type.Object({
  event_log_id: Type.Integer(),
  when: Instant(),
  event: Type.String(),
  owner: Nullable(Type.String({ description: 'Who did it.' })),
  dag_id: Nullable(Type.String()),
  dag_display_name: Nullable(Type.String()),
  run_id: Nullable(Type.String()),
  task_id: Nullable(Type.String()),
  task_display_name: Nullable(Type.String()),
  map_index: Nullable(Type.Integer()),
  try_number: Nullable(Type.Integer()),
  logical_date: Nullable(Instant()),
  extra: Nullable(Type.String()),
  via: Type.String({ description: '`ui`, `api`, `cli` or `scheduler`.' }),
  address: Nullable(Type.String()),
  user_agent: Nullable(Type.String()),
  request_id: Nullable(Type.String()),
  before: Type.Optional(AnyJson),
  after: Type.Optional(AnyJson),
});

export const EventLogCollection = Collection('event_logs', EventLog);
