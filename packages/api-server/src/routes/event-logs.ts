import { Readable } from 'node:stream';
import { exportEventLogs, getEventLog, getEventLogs, type QueryOf } from '@tradewind/contract';
import {
  AUDIT_ORDER,
  type AuditFilter,
  type AuditText,
  type Database,
  findAuditEvent,
  listAuditPage,
} from '@tradewind/store';
import { csvLine } from '../http/csv.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { notFound } from '../http/http-problem.ts';
import { parseInstant } from '../http/instant.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import type { Caller } from '../identity/caller.ts';
import { readableDagIds } from '../identity/may-do.ts';
import { presentEventLog } from '../present/event-log.ts';

/** Events that are read at once while they are exported. */
const EXPORT_BATCH = 1000;

export function eventLogEndpoints({ database }: { readonly database: Database }): readonly Endpoint[] {
  return [
    handle(getEventLogs, async ({ query, caller }) => {
      const order = orderOf(query.order_by ?? ['id'], AUDIT_ORDER, ['id']);
      const page = await listAuditPage(database, { filter: filterOf(query, caller), order, page: pageOf(query) });
      return collection('event_logs', page, page.rows.map(presentEventLog));
    }),
    handle(getEventLog, async ({ params, caller }) => {
      const id = Number(params.event_log_id);
      const row = await findAuditEvent(database, id);
      if (row === null || !isVisible(caller, row.dagId)) throw notFound(`There is no event ${id}.`);
      return presentEventLog(row);
    }),
    handle(exportEventLogs, async ({ query, caller, reply }) => {
      const isCsv = query.format === 'csv';
      const lines = exportLines(database, filterOf(query, caller), isCsv);
      const file = `audit.${isCsv ? 'csv' : 'ndjson'}`;
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(Readable.from(lines, { objectMode: false }));
    }),
  ];
}

type Filters = Omit<QueryOf<typeof exportEventLogs>, 'format'>;

function filterOf(query: Filters, caller: Caller): AuditFilter {
  const visible = readableDagIds(caller);
  const texts = (ending: '_pattern' | '_prefix_pattern'): Partial<Record<AuditText, string | undefined>> => ({
    dagId: query[`dag_id${ending}`],
    taskId: query[`task_id${ending}`],
    runId: query[`run_id${ending}`],
    owner: query[`owner${ending}`],
    event: query[`event${ending}`],
  });
  return {
    visibleDagIds: visible === 'all' ? undefined : visible,
    dagId: query.dag_id,
    runId: query.run_id,
    taskId: query.task_id,
    mapIndex: query.map_index,
    tryNumber: query.try_number,
    owner: query.owner,
    event: query.event,
    via: query.via,
    includedEvents: query.included_events,
    excludedEvents: query.excluded_events,
    afterAt: query.after === undefined ? undefined : parseInstant(query.after),
    beforeAt: query.before === undefined ? undefined : parseInstant(query.before),
    patterns: texts('_pattern'),
    prefixPatterns: texts('_prefix_pattern'),
  };
}

function isVisible(caller: Caller, dagId: string | null): boolean {
  const visible = readableDagIds(caller);
  return dagId === null || visible === 'all' || (visible as readonly string[]).includes(dagId);
}

async function* exportLines(database: Database, filter: AuditFilter, isCsv: boolean): AsyncGenerator<string> {
  const order = orderOf(['id'], AUDIT_ORDER, ['id']);
  let cursor: string | null = '';
  let isFirst = true;
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listAuditPage>> = await listAuditPage(database, {
      filter,
      order,
      page: { limit: EXPORT_BATCH, cursor },
    });
    const events = page.rows.map(presentEventLog);
    if (isFirst && isCsv) yield csvLine(CSV_COLUMNS);
    yield events.map((event) => (isCsv ? csvLine(CSV_COLUMNS.map((name) => event[name])) : jsonLine(event))).join('');
    isFirst = false;
    cursor = page.nextCursor;
  }
}

function jsonLine(event: object): string {
  return `${JSON.stringify(event)}\n`;
}

const CSV_COLUMNS = [
  'event_log_id',
  'when',
  'event',
  'owner',
  'via',
  'address',
  'dag_id',
  'run_id',
  'task_id',
  'map_index',
  'try_number',
  'logical_date',
  'before',
  'after',
  'extra',
  'request_id',
  'user_agent',
] as const;
