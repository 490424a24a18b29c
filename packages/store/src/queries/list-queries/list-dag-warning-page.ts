import type { DagId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import type { DagWarningRow } from '../dag-warnings.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

export interface DagWarningPageRow extends DagWarningRow {
  readonly displayName: string | null;
}

export const DAG_WARNING_ORDER: readonly OrderColumn[] = [
  { name: 'dag_id', sql: 'w.dag_id', type: 'text' },
  { name: 'warning_type', sql: 'w.warning_type', type: 'text' },
  { name: 'message', sql: 'w.message', type: 'text' },
  { name: 'timestamp', sql: 'w.happened_at', type: 'timestamptz' },
];

export interface DagWarningPageFilter {
  readonly dagId?: string | undefined;
  readonly warningType?: string | undefined;
  /** Only about these. */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** What is doubtful about DAGs that are declared now. Index: primary key. */
export function listDagWarningPage(
  database: Queryable,
  request: DagWarningPageFilter,
): Promise<Page<DagWarningPageRow>> {
  const filter = makeFilter();
  filter.add('d.is_active = ?', true);
  filter.add('w.dag_id = ?', request.dagId);
  filter.add('w.warning_type = ?', request.warningType);
  filter.add('w.dag_id = any(?::text[])', request.dagIds);
  return readPage<DagWarningPageRow>(database, {
    columns: `w.dag_id as "dagId", w.warning_type as "warningType", w.message, w.happened_at as "happenedAt",
      d.display_name as "displayName"`,
    tables: 'dag_warning w join dag d using (dag_id)',
    filter,
    order: request.order,
    page: request.page,
  });
}
