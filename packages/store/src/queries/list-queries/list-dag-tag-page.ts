import type { DagId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

export const DAG_TAG_ORDER: readonly OrderColumn[] = [{ name: 'name', sql: 't.name', type: 'text' }];

export interface DagTagPageFilter {
  /** Only tags of these. */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly namePattern?: string | undefined;
  readonly namePrefixPattern?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** The tags of the DAGs in force, each once. Reads every DAG. */
export function listDagTagPage(database: Queryable, request: DagTagPageFilter): Promise<Page<{ name: string }>> {
  const filter = makeFilter();
  const among = request.dagIds === undefined ? '' : `and dag_id = any(${filter.value(request.dagIds)}::text[])`;
  filter.addPattern('t.name', request.namePattern);
  filter.addPrefixPattern('t.name', request.namePrefixPattern);
  return readPage<{ name: string }>(database, {
    columns: 't.name',
    tables: `(select distinct unnest(tags) as name from dag where is_active ${among}) t`,
    filter,
    order: request.order,
    page: request.page,
  });
}
