import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { EventLog, EventLogCollection } from '../schemas/event-log.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { Instant, OneOf } from '../schemas/values.ts';

const tag = 'Event Log';

export const EVENT_LOG_ORDER_NAMES = [
  'id',
  'event_log_id',
  'when',
  'dttm',
  'dag_id',
  'task_id',
  'run_id',
  'event',
  'logical_date',
  'owner',
  'extra',
] as const;

const text = Type.Optional(Type.String({ maxLength: 1000 }));
const texts = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 200 }));
const integer = Type.Optional(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }));

const filters = {
  dag_id: text,
  task_id: text,
  run_id: text,
  map_index: integer,
  try_number: integer,
  owner: text,
  event: text,
  via: Type.Optional(OneOf(['ui', 'api', 'cli', 'scheduler'])),
  excluded_events: texts,
  included_events: texts,
  before: Type.Optional(Instant()),
  after: Type.Optional(Instant()),
  dag_id_pattern: Pattern,
  task_id_pattern: Pattern,
  run_id_pattern: Pattern,
  owner_pattern: Pattern,
  event_pattern: Pattern,
  dag_id_prefix_pattern: Pattern,
  task_id_prefix_pattern: Pattern,
  run_id_prefix_pattern: Pattern,
  owner_prefix_pattern: Pattern,
  event_prefix_pattern: Pattern,
} as const;

export const getEventLogs = route({
  id: 'get_event_logs',
  method: 'GET',
  path: '/api/v2/eventLogs',
  tag,
  summary: 'Who did what, when and from where.',
  query: Type.Object({ ...PageQuery, order_by: orderBy(EVENT_LOG_ORDER_NAMES, 'id'), ...filters }),
  answers: { 200: EventLogCollection },
  rule: permitted('can_read', 'Audit Logs'),
});

export const exportEventLogs = route({
  id: 'export_event_logs',
  method: 'GET',
  path: '/api/v2/eventLogs/export',
  tag,
  summary: 'The same as a file: one JSON object a line, or CSV. Oldest first, without a limit.',
  query: Type.Object({ ...filters, format: Type.Optional(OneOf(['ndjson', 'csv'], { default: 'ndjson' })) }),
  answers: { 200: Type.String() },
  contentType: 'application/x-ndjson',
  otherContentTypes: ['text/csv'],
  rule: permitted('can_read', 'Audit Logs'),
});

export const getEventLog = route({
  id: 'get_event_log',
  method: 'GET',
  path: '/api/v2/eventLogs/{event_log_id}',
  tag,
  summary: 'One event.',
  params: Type.Object({ event_log_id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }),
  answers: { 200: EventLog },
  rule: permitted('can_read', 'Audit Logs'),
});

export const eventLogRoutes: readonly Route[] = [getEventLogs, exportEventLogs, getEventLog];
