import type { BundleVersionId, DagId, DagVersionId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** A version of a DAG, without what it says. */
export interface DagVersionPageRow {
  readonly dagVersionId: DagVersionId;
  readonly dagId: DagId;
  readonly displayName: string | null;
  readonly number: number;
  readonly bundleName: string;
  readonly bundleVersion: BundleVersionId;
  readonly file: string;
  /** Of what it means; it names its structure, too. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export const DAG_VERSION_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'v.id', type: 'uuid' },
  { name: 'version_number', sql: 'v.number', type: 'int8' },
  { name: 'bundle_name', sql: 'b.bundle_name', type: 'text' },
  { name: 'bundle_version', sql: 'v.bundle_version_id', type: 'text' },
  { name: 'dag_id', sql: 'v.dag_id', type: 'text' },
];

export interface DagVersionPageFilter {
  /** Only of these. */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly number?: number | undefined;
  readonly bundleName?: string | undefined;
  readonly bundleVersion?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Versions of DAGs. Indexes: the unique one over DAG and number, the primary keys. */
export function listDagVersionPage(
  database: Queryable,
  request: DagVersionPageFilter,
): Promise<Page<DagVersionPageRow>> {
  const filter = makeFilter();
  filter.add('v.dag_id = any(?::text[])', request.dagIds);
  filter.add('v.number = ?', request.number);
  filter.add('b.bundle_name = ?', request.bundleName);
  filter.add('v.bundle_version_id = ?', request.bundleVersion);
  return readPage<DagVersionPageRow>(database, {
    columns: `v.id as "dagVersionId", v.dag_id as "dagId", d.display_name as "displayName", v.number,
      b.bundle_name as "bundleName", v.bundle_version_id as "bundleVersion", v.file,
      v.hash, v.created_at as "createdAt"`,
    tables: 'dag_version v join bundle_version b on b.id = v.bundle_version_id',
    joins: 'join dag d on d.dag_id = v.dag_id',
    filter,
    order: request.order,
    page: request.page,
  });
}
