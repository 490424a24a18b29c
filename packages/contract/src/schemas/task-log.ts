import { Type } from '@sinclair/typebox';
import { Instant, Nullable } from './values.ts';

/** A line of a log as Airflow shows it; whatever else the task logged stands beside these. */
export const StructuredLogMessage = Type.Object(
  {
    event: Type.String(),
    timestamp: Type.Optional(Nullable(Instant())),
    level: Type.Optional(Type.String()),
    logger: Type.Optional(Type.String()),
  },
  { additionalProperties: true },
);

export const TaskLogPage = Type.Object({
  content: Type.Union([Type.Array(StructuredLogMessage), Type.Array(Type.String())]),
  continuation_token: Nullable(
    Type.String({ description: 'Hand it in as `token` for what comes next; null: the log is complete.' }),
  ),
});

const LogGroupSchema = Type.Object({
  name: Type.String(),
  line: Type.Integer(),
  end: Nullable(Type.Integer({ description: 'The line that closes it; null while it is open.' })),
  depth: Type.Integer(),
});

export const LogMeta = Type.Object({
  lines: Type.Integer(),
  bytes: Type.Integer(),
  complete: Type.Boolean({ description: 'True: the attempt has ended, and nothing more comes.' }),
  version: Nullable(
    Type.String({ description: 'Of a complete log: windows that are asked for with it never change.' }),
  ),
  counts: Type.Object(
    { debug: Type.Integer(), info: Type.Integer(), warn: Type.Integer(), error: Type.Integer() },
    { description: 'Lines of each level.' },
  ),
  first_at: Nullable(Instant()),
  last_at: Nullable(Instant()),
  groups: Type.Array(LogGroupSchema),
  errors: Type.Array(Type.Integer(), { description: 'The first lines of the level `error`; at most 1,000.' }),
  sources: Type.Array(Type.String(), { description: 'From where it comes.' }),
});
