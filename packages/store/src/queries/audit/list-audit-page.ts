import type { Queryable } from '../../database.ts';
import { makeFilter } from '../list-queries/filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from '../list-queries/page.ts';
import { AUDIT_COLUMNS, type AuditEventRow } from './find-audit-event.ts';

export const AUDIT_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'e.id', type: 'int8' },
  { name: 'event_log_id', sql: 'e.id', type: 'int8' },
  { name: 'when', sql: 'e.happened_at', type: 'timestamptz' },
  { name: 'dttm', sql: 'e.happened_at', type: 'timestamptz' },
  { name: 'dag_id', sql: 'e.dag_id', type: 'text', isNullable: true },
  { name: 'task_id', sql: 'e.task_id', type: 'text', isNullable: true },
  { name: 'run_id', sql: 'e.run_id', type: 'text', isNullable: true },
  { name: 'event', sql: 'e.event', type: 'text' },
  { name: 'logical_date', sql: 'e.logical_date', type: 'timestamptz', isNullable: true },
  { name: 'owner', sql: 'e.owner', type: 'text', isNullable: true },
  { name: 'extra', sql: 'e.extra', type: 'text', isNullable: true },
];

/** What an audit event is asked for. */
export interface AuditFilter {
  /** Events of these DAGs alone, and those of none. */
  readonly visibleDagIds?: readonly string[] | undefined;
  readonly dagId?: string | undefined;
  readonly runId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly mapIndex?: number | undefined;
  readonly tryNumber?: number | undefined;
  readonly owner?: string | undefined;
  readonly event?: string | undefined;
  readonly via?: string | undefined;
  readonly includedEvents?: readonly string[] | undefined;
  readonly excludedEvents?: readonly string[] | undefined;
  /** Strictly between these, in milliseconds since the epoch. */
  readonly afterAt?: number | undefined;
  readonly beforeAt?: number | undefined;
  readonly patterns?: Readonly<Partial<Record<AuditText, string | undefined>>>;
  readonly prefixPatterns?: Readonly<Partial<Record<AuditText, string | undefined>>>;
}

export type AuditText = 'dagId' | 'taskId' | 'runId' | 'owner' | 'event';

const TEXTS: Readonly<Record<AuditText, string>> = {
  dagId: 'e.dag_id',
  taskId: 'e.task_id',
  runId: 'e.run_id',
  owner: 'e.owner',
  event: 'e.event',
};

export interface AuditPageRequest {
  readonly filter: AuditFilter;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Events. Indexes: `audit_event_by_dag`, `_by_owner`, `_by_event`, `_by_time`, and the primary key. */
export async function listAuditPage(
  database: Queryable,
  { filter: asked, order, page }: AuditPageRequest,
): Promise<Page<AuditEventRow>> {
  const filter = makeFilter();
  filter.add('(e.dag_id is null or e.dag_id = any(?::text[]))', asked.visibleDagIds);
  filter.add('e.dag_id = ?', asked.dagId);
  filter.add('e.run_id = ?', asked.runId);
  filter.add('e.task_id = ?', asked.taskId);
  filter.add('e.map_index = ?::int', asked.mapIndex);
  filter.add('e.try_number = ?::int', asked.tryNumber);
  filter.add('e.owner = ?', asked.owner);
  filter.add('e.event = ?', asked.event);
  filter.add('e.via = ?', asked.via);
  filter.addOneOf('e.event', asked.includedEvents);
  filter.add('e.event <> all(?::text[])', asked.excludedEvents);
  filter.addInstants('e.happened_at', { gt: asked.afterAt, lt: asked.beforeAt });
  for (const [name, sql] of Object.entries(TEXTS)) {
    filter.addPattern(sql, asked.patterns?.[name as AuditText]);
    filter.addPrefixPattern(sql, asked.prefixPatterns?.[name as AuditText]);
  }
  return readPage<AuditEventRow>(database, {
    columns: `${AUDIT_COLUMNS}, v.serialized ->> 'displayName' as "dagDisplayName"`,
    tables: 'audit_event e',
    joins: 'left join dag d on d.dag_id = e.dag_id left join dag_version v on v.id = d.current_version_id',
    filter,
    order,
    page,
  });
}
