import { Type } from '@sinclair/typebox';
import { LOG_LEVELS } from '@tradewind/model';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { LogMeta, TaskLogPage } from '../schemas/task-log.ts';
import { OneOf } from '../schemas/values.ts';

const path = '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}';
const rule = permitted('can_read', 'Task Logs');
const params = Type.Object({
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  task_id: Type.String(),
  try_number: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
});
const mapIndex = Type.Optional(
  Type.Integer({ minimum: -1, maximum: 2_147_483_647, default: -1, description: '-1: not mapped.' }),
);

/** The most lines of one window. */
export const MAX_LOG_LINES = 10_000;
/** The most matches of one answer of a search. */
export const MAX_LOG_MATCHES = 100_000;

export const getLog = route({
  id: 'get_log',
  method: 'GET',
  path,
  tag: 'Task Instance',
  summary: 'The log of an attempt.',
  description:
    'By `Accept`: `application/json` answers a page and where to go on, `application/x-ndjson` a line of JSON for each line of the log, `text/plain` the log as people read it. The header `Airflow-Continuation-Token` says where to go on for those two.',
  params,
  query: Type.Object({
    full_content: Type.Optional(
      Type.Boolean({ default: false, description: 'True: all of the log at once, however long it is.' }),
    ),
    map_index: mapIndex,
    token: Type.Optional(Type.String({ maxLength: 1000, description: '`continuation_token` of the page before.' })),
  }),
  answers: { 200: TaskLogPage },
  otherContentTypes: ['application/x-ndjson', 'text/plain'],
  rule,
});

export const getLogMeta = route({
  id: 'get_log_meta',
  method: 'GET',
  path: `${path}/meta`,
  tag: 'Log',
  summary: 'How long the log of an attempt is, its levels, its groups and its errors.',
  params,
  query: Type.Object({ map_index: mapIndex }),
  answers: { 200: LogMeta },
  rule,
});

export const getLogLines = route({
  id: 'get_log_lines',
  method: 'GET',
  path: `${path}/lines`,
  tag: 'Log',
  summary: 'Some lines of the log of an attempt, one JSON object a line.',
  description: 'The header `x-next-line` says which line comes after the last one.',
  params,
  query: Type.Object({
    map_index: mapIndex,
    from: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0, description: 'The first line, counted from 0.' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, default: 1000, description: `How many; at most ${MAX_LOG_LINES}.` }),
    ),
    version: Type.Optional(
      Type.String({ maxLength: 100, description: '`version` of the log: lets the answer be kept for ever.' }),
    ),
  }),
  answers: { 200: Type.String() },
  contentType: 'application/x-ndjson',
  rule,
});

export const searchLog = route({
  id: 'search_log',
  method: 'GET',
  path: `${path}/search`,
  tag: 'Log',
  summary: 'The lines of the log of an attempt that hold a text, as they are found.',
  description:
    'One JSON object a line: `{"line":12,"column":3,"length":5}`, where the column is null when it is among the fields; the last one is `{"end":true,"matches":1,"cursor":null}`, with a cursor when there may be more, or `{"error":"…"}`.',
  params,
  query: Type.Object({
    map_index: mapIndex,
    q: Type.Optional(Type.String({ maxLength: 1000, default: '', description: 'The text; empty: every line.' })),
    re: Type.Optional(Type.Boolean({ default: false, description: 'True: `q` is a regular expression.' })),
    case: Type.Optional(Type.Boolean({ default: false, description: 'True: upper and lower case differ.' })),
    word: Type.Optional(Type.Boolean({ default: false, description: 'True: only whole words.' })),
    level: Type.Optional(Type.Array(OneOf(LOG_LEVELS), { maxItems: 4, description: 'Only lines of these levels.' })),
    cursor: Type.Optional(
      Type.String({ maxLength: 20, pattern: '^\\d{1,10}$', description: '`cursor` of the answer before.' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, default: 10_000, description: `How many at most; at most ${MAX_LOG_MATCHES}.` }),
    ),
  }),
  answers: { 200: Type.String() },
  contentType: 'application/x-ndjson',
  rule,
});

export const tailLog = route({
  id: 'tail_log',
  method: 'GET',
  path: `${path}/tail`,
  tag: 'Log',
  summary: 'The lines of the log of an attempt as they are written, as Server-Sent Events.',
  description:
    'An event `lines` has `from` and `lines`; its id is the number of the line that comes next, with which a connection that broke goes on (`Last-Event-ID`). `end`: the attempt has ended, and the log is complete.',
  params,
  query: Type.Object({
    map_index: mapIndex,
    from: Type.Optional(
      Type.Integer({
        minimum: -2_147_483_647,
        maximum: 2_147_483_647,
        default: 0,
        description: 'The first line; -200: the last 200 of those that there are.',
      }),
    ),
  }),
  answers: { 200: Type.String() },
  contentType: 'text/event-stream',
  rule,
});

export const taskLogRoutes: readonly Route[] = [getLog, getLogMeta, getLogLines, searchLog, tailLog];
